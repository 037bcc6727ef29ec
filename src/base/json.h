// JSON values and the thin accessors every service reads its input with.
//
// One type everywhere: member order is kept, because Step Functions outputs, Lambda payloads and policy
// documents come back as they were written. Blob members of AWS shapes are strings holding the raw bytes
// (the wire codecs do the base64), so a Json string may hold any byte; dump() replaces what is not UTF-8.
//
// The accessors are defined once in json.cpp: including this header costs little, and a missing or
// mistyped member gives the fallback instead of throwing. Input has been validated against the API model
// before a service sees it, so a fallback means "absent".
#pragma once
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace lambent {

using Json = nlohmann::ordered_json;

// Text that is not JSON: what was wrong and where (1-based; column counts bytes).
class JsonError : public std::runtime_error {
 public:
  JsonError(const std::string& what, size_t line, size_t column)
      : std::runtime_error(what), line_(line), column_(column) {}
  size_t line() const { return line_; }
  size_t column() const { return column_; }

 private:
  size_t line_, column_;
};

// Parses one JSON text. Throws JsonError. Refuses nesting deeper than 512. Takes linear time also for
// objects with very many members; of a repeated member the last value wins.
Json parse_json(std::string_view text);
std::optional<Json> try_parse_json(std::string_view text);

// Compact text, members in order, invalid UTF-8 replaced by U+FFFD.
std::string dump(const Json& value);
std::string dump_pretty(const Json& value);  // two blanks of indentation

const Json* find(const Json& object, std::string_view key);  // null if absent, null-valued or not an object
const Json* find_path(const Json& root, std::initializer_list<std::string_view> keys);
bool has(const Json& object, std::string_view key);

std::string text_at(const Json& object, std::string_view key, std::string_view fallback = "");
std::optional<std::string> find_text(const Json& object, std::string_view key);
std::int64_t int_at(const Json& object, std::string_view key, std::int64_t fallback = 0);
std::optional<std::int64_t> find_int(const Json& object, std::string_view key);
double number_at(const Json& object, std::string_view key, double fallback = 0);
bool bool_at(const Json& object, std::string_view key, bool fallback = false);
std::vector<std::string> texts_at(const Json& object, std::string_view key);  // strings of an array, or one string

// Setters that spare the callers nlohmann's operator templates.
void set(Json& object, std::string_view key, Json value);
void set_text(Json& object, std::string_view key, std::string_view value);
void set_if(Json& object, std::string_view key, const std::optional<std::string>& value);
Json object(std::initializer_list<std::pair<std::string_view, Json>> members);
Json array();
Json text_array(const std::vector<std::string>& items);

}  // namespace lambent
