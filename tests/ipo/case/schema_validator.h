// As much of JSON Schema as the schema of cases uses: enough to try it on files.
#pragma once
#include <string>

#include "base/json.h"

namespace lambent::ipo {

// Throws std::logic_error for a keyword it does not know, so that none is passed over.
class SchemaValidator {
 public:
  explicit SchemaValidator(const Json& root) : root_(root) {}
  bool valid(const Json& value) const { return valid(root_, value); }

 private:
  bool valid(const Json& schema, const Json& value) const;
  bool keyword(const std::string& name, const Json& rule, const Json& schema, const Json& value) const;
  bool members(const Json& schema, const Json& value) const;
  size_t count(const Json& schemas, const Json& value) const;

  const Json& root_;
};

}  // namespace lambent::ipo
