// Field values with parameters, such as Content-Type and Content-Disposition (RFC 2045 section 5.1, RFC 2231).
//
//   Parameterised p = parse_parameters("text/plain; charset=\"utf-8\"; name*=utf-8''%C3%A9.txt");
//   p.value "text/plain", p.get("charset") "utf-8", p.get("name") "é.txt"
#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lambent::ses::mime {

struct Parameterised {
  std::string value;                                         // before the first ';', without comments and blanks
  std::vector<std::pair<std::string, std::string>> all;      // names in lower case, values decoded to UTF-8

  std::string get(std::string_view name) const;  // "" if absent; the first of several
};

Parameterised parse_parameters(std::string_view field);  // takes any text

// `; name="value"`, or in the form of RFC 2231 where the value is not ASCII.
std::string parameter_text(std::string_view name, std::string_view utf8);

}  // namespace lambent::ses::mime
