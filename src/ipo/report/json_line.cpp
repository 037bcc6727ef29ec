#include "ipo/report/json_line.h"

#include "base/text.h"

namespace lambent::ipo {

// On the compact text, since everything outside of strings is a token of its own there.
std::string json_line(const Json& value) {
  std::string out;
  enum { outside, inside, escaped } at = outside;
  for (char c : dump(value)) {
    out += c;
    if (at == escaped) {
      at = inside;
    } else if (at == inside) {
      at = c == '"' ? outside : c == '\\' ? escaped : inside;
    } else if (c == '"') {
      at = inside;
    } else if (c == ',' || c == ':') {
      out += ' ';
    }
  }
  return printable(out);
}

}  // namespace lambent::ipo
