// The functions behind the table of JSON Schema keywords. Internal to src/ipo/match.
#pragma once
#include "ipo/match/schema_node.h"

namespace lambent::ipo::schema_keyword {

// schema_values.cpp
SchemaCheck type(const SchemaKeyword& k);
SchemaCheck enumeration(const SchemaKeyword& k);
SchemaCheck constant(const SchemaKeyword& k);
SchemaCheck minimum(const SchemaKeyword& k);
SchemaCheck maximum(const SchemaKeyword& k);
SchemaCheck above(const SchemaKeyword& k);
SchemaCheck below(const SchemaKeyword& k);
SchemaCheck multiple_of(const SchemaKeyword& k);
SchemaCheck min_length(const SchemaKeyword& k);
SchemaCheck max_length(const SchemaKeyword& k);
SchemaCheck pattern(const SchemaKeyword& k);
SchemaCheck format(const SchemaKeyword& k);
// schema_objects.cpp
SchemaCheck properties(const SchemaKeyword& k);
SchemaCheck pattern_properties(const SchemaKeyword& k);
SchemaCheck additional_properties(const SchemaKeyword& k);
SchemaCheck property_names(const SchemaKeyword& k);
SchemaCheck required(const SchemaKeyword& k);
SchemaCheck min_properties(const SchemaKeyword& k);
SchemaCheck max_properties(const SchemaKeyword& k);
SchemaCheck dependent_required(const SchemaKeyword& k);
SchemaCheck dependent_schemas(const SchemaKeyword& k);
// schema_arrays.cpp
SchemaCheck prefix_items(const SchemaKeyword& k);
SchemaCheck items(const SchemaKeyword& k);
SchemaCheck contains(const SchemaKeyword& k);
SchemaCheck contains_count(const SchemaKeyword& k);
SchemaCheck min_items(const SchemaKeyword& k);
SchemaCheck max_items(const SchemaKeyword& k);
SchemaCheck unique_items(const SchemaKeyword& k);
// schema_logic.cpp
SchemaCheck all_of(const SchemaKeyword& k);
SchemaCheck any_of(const SchemaKeyword& k);
SchemaCheck one_of(const SchemaKeyword& k);
SchemaCheck none(const SchemaKeyword& k);
SchemaCheck condition(const SchemaKeyword& k);
SchemaCheck conclusion(const SchemaKeyword& k);
SchemaCheck reference(const SchemaKeyword& k);
SchemaCheck definitions(const SchemaKeyword& k);

// A count in a schema: nothing, and a Mistake, if it is no whole number from 0 on.
std::optional<size_t> count(const SchemaKeyword& k);
std::string counted(size_t n, std::string_view one, std::string_view many);  // "1 key", "2 keys"

}  // namespace lambent::ipo::schema_keyword
