// Turns what is written into what is meant: `$$`, names that became known, and values that are built.
//
//   {$json: x}     in values: the JSON text of x; {$base64: x} the encoded text of x
//
// (In matchers the same words decode and are the matcher's business.) Internal to reader and interpolator.
#pragma once
#include <functional>

#include "ipo/case/value.h"
#include "ipo/case/values.h"

namespace lambent::ipo {

// What stands for the name in `${name}` at a place of the value; null: unknown, which has been said.
using Lookup = std::function<const Json*(const std::string& name, const Place& place)>;

// `finish` is not as_written. Places follow where keys change.
Value fill_value(const Value& written, Finish finish, const Lookup& lookup);
std::string fill_text(const std::string& written, const Place& place, const Lookup& lookup);  // as a value

}  // namespace lambent::ipo
