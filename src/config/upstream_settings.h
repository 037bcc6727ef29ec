// Who answers for services that lambent has not, which only `lambent serve` can be told: a row of the table of settings.h, read
// by itself.
#pragma once
#include "config/settings.h"

namespace lambent::config {

using Upstreams = std::map<std::string, std::string>;  // service: URL

Upstreams read_upstreams(const std::map<std::string, std::string>& given, const Environment& environment, Diagnostics& diagnostics);

}  // namespace lambent::config
