#include "mocks/ses/raw_tracking.h"

#include "base/text.h"

namespace lambent::ses {
namespace {

constexpr int kDeepest = 10;

struct Field {
  std::string name, value;
  size_t begin = 0, end = 0;  // in the message, with its line end
};

// The header's fields, and where the body begins; npos if there is no body.
size_t read_header(std::string_view message, std::vector<Field>& out) {
  size_t at = 0;
  while (at < message.size()) {
    const size_t line_end = message.find('\n', at), next = line_end == std::string_view::npos ? message.size() : line_end + 1;
    std::string_view line = message.substr(at, next - at);
    if (trim(line).empty()) return next;
    if ((line[0] == ' ' || line[0] == '\t') && !out.empty()) {
      (out.back().value += ' ') += trim(line);
      out.back().end = next;
    } else {
      const size_t colon = line.find(':');
      if (colon == std::string_view::npos) return std::string_view::npos;
      out.push_back({std::string(trim(line.substr(0, colon))), std::string(trim(line.substr(colon + 1))), at, next});
    }
    at = next;
  }
  return std::string_view::npos;
}

const Field* field(const std::vector<Field>& all, std::string_view name) {
  for (const auto& one : all)
    if (iequals(one.name, name)) return &one;
  return nullptr;
}

std::string parameter(std::string_view value, std::string_view name) {
  for (const auto& one : split(value, ';')) {
    auto pair = split(trim(one), '=', 2);
    if (pair.size() != 2 || !iequals(trim(pair[0]), name)) continue;
    std::string_view text = trim(pair[1]);
    if (text.size() >= 2 && text.front() == '"' && text.back() == '"') text = text.substr(1, text.size() - 2);
    return std::string(text);
  }
  return "";
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

std::string decode_quoted(std::string_view text) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '=') {
      out += text[i];
    } else if (i + 2 < text.size() && text[i + 1] == '\r' && text[i + 2] == '\n') {
      i += 2;
    } else if (i + 1 < text.size() && text[i + 1] == '\n') {
      i += 1;
    } else if (i + 2 < text.size() && hex_digit(text[i + 1]) >= 0 && hex_digit(text[i + 2]) >= 0) {
      out += static_cast<char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2]));
      i += 2;
    } else {
      out += '=';
    }
  }
  return out;
}

std::string in_lines(const std::string& base64) {
  std::string out;
  for (size_t at = 0; at < base64.size(); at += 76) out += base64.substr(at, 76) + "\r\n";
  return out;
}

std::string change_text(std::string_view message, const std::vector<Field>& fields, std::string_view body, const TextChange& change) {
  const Field* coding = field(fields, "Content-Transfer-Encoding");
  std::string text(body);
  if (coding && iequals(coding->value, "base64")) {
    auto decoded = base64_decode(body);
    if (!decoded) return std::string(message);
    text = std::move(*decoded);
  } else if (coding && iequals(coding->value, "quoted-printable")) {
    text = decode_quoted(body);
  }
  std::string changed = change(text);
  if (changed == text) return std::string(message);
  std::string out;
  for (const auto& one : fields)
    if (&one != coding) out += message.substr(one.begin, one.end - one.begin);
  return out + "Content-Transfer-Encoding: base64\r\n\r\n" + in_lines(base64_encode(changed));
}

enum class Kinds { html, texts };

std::string change_part(std::string_view message, Kinds which, const TextChange& change, int depth);

// The preamble, the parts between the delimiters, and the rest.
std::string change_parts(std::string_view body, const std::string& boundary, Kinds which, const TextChange& change, int depth) {
  const std::string delimiter = "--" + boundary;
  std::string out;
  size_t part = std::string_view::npos, at = 0;
  while (at < body.size()) {
    const size_t line_end = body.find('\n', at), next = line_end == std::string_view::npos ? body.size() : line_end + 1;
    std::string_view line = body.substr(at, next - at);
    if (line.starts_with(delimiter)) {
      std::string_view rest = trim(line.substr(delimiter.size()));
      if (rest.empty() || rest == "--") {
        if (part != std::string_view::npos) {
          std::string_view text = body.substr(part, at - part);
          const std::string end = text.ends_with("\r\n") ? "\r\n" : text.ends_with("\n") ? "\n" : "";  // belongs to the delimiter
          text.remove_suffix(end.size());
          out += change_part(text, which, change, depth) + end;
        }
        out += line;
        part = rest.empty() ? next : std::string_view::npos;
        at = next;
        if (rest == "--") break;
        continue;
      }
    }
    if (part == std::string_view::npos) out += line;
    at = next;
  }
  if (part != std::string_view::npos) out += body.substr(part);  // never closed
  else out += body.substr(std::min(at, body.size()));
  return out;
}

std::string change_part(std::string_view message, Kinds which, const TextChange& change, int depth) {
  std::vector<Field> fields;
  const size_t begin = read_header(message, fields);
  if (begin == std::string_view::npos || depth > kDeepest) return std::string(message);
  const Field* given = field(fields, "Content-Type");
  const std::string type = given ? given->value : "text/plain";
  const Field* disposition = field(fields, "Content-Disposition");
  if (disposition && istarts_with(disposition->value, "attachment")) return std::string(message);
  if (istarts_with(type, "text/html") || (which == Kinds::texts && istarts_with(type, "text/plain"))) return change_text(message, fields, message.substr(begin), change);
  const std::string boundary = istarts_with(type, "multipart/") ? parameter(type, "boundary") : "";
  if (boundary.empty()) return std::string(message);
  return std::string(message.substr(0, begin)) + change_parts(message.substr(begin), boundary, which, change, depth + 1);
}

}  // namespace

std::string with_html_changed(std::string_view message, const TextChange& change) { return change_part(message, Kinds::html, change, 0); }
std::string with_texts_changed(std::string_view message, const TextChange& change) { return change_part(message, Kinds::texts, change, 0); }

}  // namespace lambent::ses
