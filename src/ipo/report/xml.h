// XML 1.0 text out of any bytes: what no document may hold (control characters, halves of pairs, U+FFFE) is left out,
// what is not UTF-8 becomes U+FFFD, and markup is escaped.
#pragma once
#include <string>
#include <string_view>

namespace lambent::ipo {

std::string xml_text(std::string_view text);
std::string xml_attribute(std::string_view text);  // line feeds and tabs are kept by references; without the quotes

// ` name="value"`
std::string attribute(std::string_view name, std::string_view value);

}  // namespace lambent::ipo
