// Values as text and as Json, and back. Numbers are written as JavaScript writes them.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "base/json.h"
#include "mocks/states/jsonata/value.h"

namespace lambent::states::jsonata {

std::string number_text(double n);      // shortest that reads back; 1e+21 from there on; "null" if not finite
double to_15_digits(double n);          // what $string shows
std::optional<double> parse_number(std::string_view text);  // decimal, sign and exponent allowed; the whole text

std::string json_quoted(std::string_view text);           // a JSON string
std::string shown(const Value& value);               // JSON text for messages: functions are "undefined"; cut when long

enum class Layout { compact, indented };
// What $string gives: numbers to 15 digits, functions as "". Throws Fault when nested too deeply, or D1001.
std::string stringify(Heap& heap, const Value& value, Layout layout);

Value from_json(Heap& heap, const Json& json);

// Nothing if a function is in it; an undefined item of an array is null.
std::optional<Json> to_json(Heap& heap, const Value& value);

}  // namespace lambent::states::jsonata
