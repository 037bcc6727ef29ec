// The Parameters section: each parameter's value from the caller or its default, checked as CloudFormation checks it.
#pragma once
#include "config/names.h"

namespace lambent::config {

void read_parameters(const Node& section, const TemplateOptions& options, TemplateNames& names, Diagnostics& diagnostics);

}  // namespace lambent::config
