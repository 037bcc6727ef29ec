#include "aws/xml_text.h"

#include "base/text.h"

namespace lambent {

void XmlText::open(std::string_view name, std::string_view ns, const Attributes& attributes) {
  out_.append("<").append(name);
  if (!ns.empty()) {
    out_.append(" xmlns=\"");
    escape(ns);
    out_.append("\"");
  }
  for (const auto& [key, value] : attributes) {
    out_.append(" ").append(key).append("=\"");
    escape(value);
    out_.append("\"");
  }
  out_.append(">");
}

void XmlText::close(std::string_view name) { out_.append("</").append(name).append(">"); }

void XmlText::element(std::string_view name, std::string_view text, std::string_view ns) {
  if (text.empty() && ns.empty()) {
    out_.append("<").append(name).append("/>");
    return;
  }
  open(name, ns);
  escape(text);
  close(name);
}

void XmlText::escape(std::string_view text) {
  bool clean = valid_utf8(text);
  for (char c : text) {
    auto byte = static_cast<unsigned char>(c);
    switch (c) {
      case '&': out_ += "&amp;"; break;
      case '<': out_ += "&lt;"; break;
      case '>': out_ += "&gt;"; break;
      case '"': out_ += "&quot;"; break;
      case '\r': out_ += "&#xD;"; break;
      default:
        if ((byte < 0x20 && c != '\n' && c != '\t') || (!clean && byte >= 0x80))
          out_ += "\xEF\xBF\xBD";
        else
          out_ += c;
    }
  }
}

}  // namespace lambent
