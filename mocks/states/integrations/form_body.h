// A JSON value as application/x-www-form-urlencoded: http:invoke's Transform.RequestBodyEncoding URL_ENCODED.
//
//   form_body({"a": [1, 2], "b": {"c": "x y"}}, ArrayFormat::indices)   // a[0]=1&a[1]=2&b[c]=x%20y, brackets encoded
#pragma once
#include <optional>
#include <string>

#include "base/json.h"

namespace lambent::states {

// Of [1, 2] in `a`: a[0]=1&a[1]=2, a=1&a=2, a=1,2, a[]=1&a[]=2.
enum class ArrayFormat { indices, repeat, commas, brackets };
std::optional<ArrayFormat> array_format(const std::string& word);

std::string form_body(const Json& value, ArrayFormat format);

}  // namespace lambent::states
