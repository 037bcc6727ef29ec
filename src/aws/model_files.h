// The model files in the binary, and the one parsed copy of each.
#pragma once
#include <memory>
#include <span>
#include <string_view>

#include "aws/model.h"
#include "base/json.h"

namespace lambent::model {

// Builds a service from a file of models/ or from a botocore service model (the format is a subset of it).
// Throws std::logic_error for a broken one.
std::unique_ptr<Service> from_json(const std::string& name, const Json& file);

struct File {
  std::string_view name;
  const Service* (*load)();
};
std::span<const File> files();

}  // namespace lambent::model
