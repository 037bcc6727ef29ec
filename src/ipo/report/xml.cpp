#include "ipo/report/xml.h"

#include "ipo/match/display.h"

namespace lambent::ipo {
namespace {

std::string escaped(std::string_view text, std::string_view as_references) {
  std::string out;
  out.reserve(text.size());
  for (std::string_view character : characters(text)) {
    const auto first = static_cast<unsigned char>(character[0]);
    if (character.size() == 1 && as_references.find(character[0]) != std::string_view::npos) {
      out += "&#" + std::to_string(first) + ";";
    } else if (character.size() > 1) {
      if (character == "\xEF\xBF\xBE" || character == "\xEF\xBF\xBF" || (first == 0xC2 && static_cast<unsigned char>(character[1]) < 0xA0)) continue;
      out += character;
    } else if (first >= 0x80) {
      out += "\xEF\xBF\xBD";
    } else if (first == '&') {
      out += "&amp;";
    } else if (first == '<') {
      out += "&lt;";
    } else if (first == '>') {
      out += "&gt;";
    } else if ((first >= 0x20 && first != 0x7F) || first == '\n' || first == '\t') {
      out += character;
    }
  }
  return out;
}

}  // namespace

std::string xml_text(std::string_view text) { return escaped(text, ""); }
std::string xml_attribute(std::string_view text) { return escaped(text, "\"\n\t"); }
std::string attribute(std::string_view name, std::string_view value) { return " " + std::string(name) + "=\"" + xml_attribute(value) + "\""; }

}  // namespace lambent::ipo
