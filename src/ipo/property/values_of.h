// Values of one type that fit what a SchemaView asks. Internal to property/.
#pragma once
#include "ipo/property/schema_view.h"

namespace lambent::ipo {

class ValueMaker {
 public:
  ValueMaker(const SchemaFiles& files, Choices& choices) : files_(files), choices_(choices) {}

  // What fits all of `parts`, as far as SchemaView can tell; nothing if no value does.
  std::optional<Json> make(const std::vector<SchemaPart>& parts, int depth = 0);

 private:
  std::optional<Json> of_type(const std::string& type, const SchemaView& view, int depth);
  std::optional<Json> integer(const SchemaView& view);
  std::optional<Json> number(const SchemaView& view);
  std::optional<Json> text(const SchemaView& view);
  std::optional<Json> list(const SchemaView& view, int depth);
  std::optional<Json> members(const SchemaView& view, int depth);
  bool add_member(Json& object, const std::string& name, const SchemaView& view, int depth);

  const SchemaFiles& files_;
  Choices& choices_;
};

}  // namespace lambent::ipo
