#include "mocks/ses/mime/parameters.h"

#include <charconv>
#include <map>

#include "base/text.h"
#include "mocks/ses/mime/charset.h"

namespace lambent::ses::mime {
namespace {

constexpr size_t kMostParameters = 100;
constexpr int kMostSections = 100;

struct Section {
  std::string text;
  bool extended = false;
};

// The pieces between ';' outside of quotes and comments; comments are left out.
std::vector<std::string> pieces(std::string_view field) {
  std::vector<std::string> out(1);
  bool quoted = false;
  int comment = 0;
  for (size_t i = 0; i < field.size(); ++i) {
    const char c = field[i];
    if (c == '\\' && (quoted || comment > 0) && i + 1 < field.size()) {
      if (comment == 0) (out.back() += c) += field[i + 1];
      ++i;
      continue;
    }
    if (c == '"' && comment == 0) quoted = !quoted;
    if (!quoted && c == '(') ++comment;
    const bool inside = comment > 0;
    if (!quoted && c == ')' && comment > 0) --comment;
    if (inside) continue;
    if (c == ';' && !quoted) {
      if (out.size() > kMostParameters) break;
      out.emplace_back();
    } else {
      out.back() += c;
    }
  }
  return out;
}

std::string unquoted(std::string_view value) {
  value = trim(value);
  if (!value.starts_with('"')) return std::string(value);
  std::string out;
  for (size_t i = 1; i < value.size() && value[i] != '"'; ++i) {
    if (value[i] == '\\' && i + 1 < value.size()) ++i;
    out += value[i];
  }
  return out;
}

// The sections of a parameter in the form of RFC 2231, put together: charset'language'text in the first.
std::string joined(const std::map<int, Section>& sections) {
  std::string bytes, charset;
  int expected = 0;
  for (const auto& [number, section] : sections) {
    if (number != expected++) break;
    std::string_view text = section.text;
    if (number == 0 && section.extended) {
      size_t first = text.find('\''), second = first == std::string_view::npos ? first : text.find('\'', first + 1);
      if (second != std::string_view::npos) {
        charset = text.substr(0, first);
        text.remove_prefix(second + 1);
      }
    }
    bytes += section.extended ? percent_decode(text) : std::string(text);
  }
  return to_utf8(std::move(bytes), charset);
}

}  // namespace

std::string Parameterised::get(std::string_view name) const {
  for (const auto& [known, value] : all)
    if (known == name) return value;
  return "";
}

Parameterised parse_parameters(std::string_view field) {
  Parameterised out;
  std::vector<std::string> list = pieces(field);
  out.value = trim(list[0]);
  std::map<std::string, std::map<int, Section>> continued;
  for (size_t i = 1; i < list.size(); ++i) {
    const size_t equals = list[i].find('=');
    if (equals == std::string::npos) continue;
    std::string name = lower(trim(std::string_view(list[i]).substr(0, equals)));
    Section section{unquoted(std::string_view(list[i]).substr(equals + 1)), name.ends_with('*')};
    if (section.extended) name.pop_back();
    int number = 0;
    const size_t star = name.find('*');
    if (star != std::string::npos) {
      auto [end, ec] = std::from_chars(name.data() + star + 1, name.data() + name.size(), number);
      if (ec != std::errc() || end != name.data() + name.size() || number < 0 || number > kMostSections) continue;
      name.resize(star);
    } else if (!section.extended) {
      out.all.emplace_back(std::move(name), std::move(section.text));
      continue;
    }
    continued[name].emplace(number, std::move(section));
  }
  for (const auto& [name, sections] : continued) {
    // The extended form is meant by those who know it; the plain one stands beside it for others.
    std::erase_if(out.all, [&](const auto& one) { return one.first == name; });
    out.all.emplace_back(name, joined(sections));
  }
  return out;
}

std::string parameter_text(std::string_view name, std::string_view utf8) {
  std::string out = "; " + std::string(name);
  if (!is_ascii(utf8)) return out + "*=utf-8''" + percent_encode(utf8);
  out += "=\"";
  for (char c : utf8) {
    if (c == '"' || c == '\\') out += '\\';
    out += c == '\r' || c == '\n' ? ' ' : c;
  }
  return out + '"';
}

}  // namespace lambent::ses::mime
