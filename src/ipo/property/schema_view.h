// What schemas that hold together ask of one value: their keywords as one. Internal to property/.
//
// References are followed and allOf is joined; of anyOf, oneOf and if-then-else one way is chosen. What that does not
// catch (not, oneOf of which two fit, further patterns) the checker of schemas finds when the value is there.
#pragma once
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "ipo/property/choices.h"
#include "ipo/property/schema_files.h"

namespace lambent::ipo {

struct SchemaView {
  bool nothing = false;                          // no value fits
  std::optional<std::vector<std::string>> types; // none: any
  std::optional<std::vector<Json>> values;       // of enum and const
  // numbers
  std::optional<Json> minimum, maximum, above, below;
  std::optional<Json> multiple_of;
  // texts
  std::size_t min_length = 0;
  std::optional<std::size_t> max_length;
  std::optional<std::string> pattern, format;
  // objects
  std::vector<std::pair<std::string, std::vector<SchemaPart>>> properties;  // in the order of the file
  std::vector<std::string> required;
  std::vector<SchemaPart> additional;
  bool closed = false;                           // additionalProperties: false
  std::vector<std::pair<std::string, SchemaPart>> pattern_properties;
  std::vector<std::pair<std::string, std::vector<std::string>>> dependent;  // dependentRequired
  std::size_t min_properties = 0;
  std::optional<std::size_t> max_properties;
  // arrays
  std::vector<std::vector<SchemaPart>> prefix;
  std::vector<SchemaPart> items;
  bool no_items = false;                         // items: false
  std::vector<SchemaPart> contains;
  std::size_t min_contains = 1, min_items = 0;
  std::optional<std::size_t> max_items;
  bool unique = false;

  // Takes what a schema asks to what is asked already. `simple`: where a way is to be chosen, the shortest.
  void add(const SchemaPart& part, const SchemaFiles& files, Choices& choices, bool simple, int depth = 0);
  // The types that remain; where none is named, those that the other keywords speak of, or all.
  std::vector<std::string> possible_types() const;

 private:
  void add_keywords(const Json& schema, const SchemaFile& file);
  void choose(const Json& alternatives, const SchemaFile& file, const SchemaFiles& files, Choices& choices, bool simple, int depth);
};

}  // namespace lambent::ipo
