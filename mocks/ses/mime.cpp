#include "mocks/ses/mime.h"

#include <algorithm>

#include "base/text.h"
#include "mocks/ses/mime/parts.h"

namespace lambent::ses {
namespace {

constexpr size_t kMostFields = 2000;

struct Line {
  std::string_view text;  // without its end
  size_t length = 0;      // with it
};

Line first_line(std::string_view bytes) {
  const size_t end = bytes.find('\n');
  Line out{bytes.substr(0, end), end == std::string_view::npos ? bytes.size() : end + 1};
  if (end != std::string_view::npos && out.text.ends_with('\r')) out.text.remove_suffix(1);
  return out;
}

bool folded(std::string_view line) { return line.starts_with(' ') || line.starts_with('\t'); }

// Where the colon of a header field is, or npos if the line is none.
size_t find_colon(std::string_view line) {
  const size_t colon = line.find(':');
  if (colon == 0 || colon == std::string_view::npos) return std::string_view::npos;
  for (char c : line.substr(0, colon))
    if (c <= ' ' || c > 126) return std::string_view::npos;
  return colon;
}

std::string_view right_trimmed(std::string_view s) {
  while (!s.empty() && (s.back() == ' ' || s.back() == '\t' || s.back() == '\r')) s.remove_suffix(1);
  return s;
}

// The bytes of the header: visit(field's name, its raw lines). Returns what follows the header.
template <class Visit>
std::string_view each_field(std::string_view bytes, Visit visit) {
  size_t fields = 0;
  if (bytes.starts_with("From ")) bytes.remove_prefix(first_line(bytes).length);  // of an mbox
  while (!bytes.empty()) {
    Line line = first_line(bytes);
    if (line.text.empty()) return bytes.substr(line.length);
    const size_t colon = folded(line.text) ? std::string_view::npos : find_colon(line.text);
    if (colon == std::string_view::npos) return bytes;  // no header field: there is none, or they end without an empty line
    size_t length = line.length;
    while (length < bytes.size() && folded(bytes.substr(length, 1))) {
      Line more = first_line(bytes.substr(length));
      length += more.length;
    }
    if (fields++ < kMostFields) visit(line.text.substr(0, colon), bytes.substr(0, length));
    bytes.remove_prefix(length);
  }
  return bytes;
}

}  // namespace

namespace mime {

std::string_view read_header(std::string_view bytes, std::vector<HeaderField>& headers) {
  auto take = [&](std::string_view name, std::string_view raw) {
    raw.remove_prefix(name.size() + 1);
    std::string value;
    while (!raw.empty()) {
      Line line = first_line(raw);
      value += line.text;
      raw.remove_prefix(line.length);
    }
    std::string_view whole = right_trimmed(value);
    while (folded(whole)) whole.remove_prefix(1);
    headers.push_back({std::string(name), std::string(whole)});
  };
  return each_field(bytes, take);
}

std::string_view field(const std::vector<HeaderField>& headers, std::string_view name) {
  for (const auto& one : headers)
    if (iequals(one.name, name)) return one.value;
  return "";
}

}  // namespace mime

std::string_view MimeMessage::get(std::string_view name) const { return mime::field(headers, name); }

bool MimeMessage::has(std::string_view name) const {
  return std::any_of(headers.begin(), headers.end(), [&](const HeaderField& f) { return iequals(f.name, name); });
}

MimeMessage parse_mime(std::string_view bytes) {
  MimeMessage out;
  out.body = mime::read_header(bytes, out.headers);
  return out;
}

std::string without_fields(std::string_view bytes, const std::vector<std::string>& names) {
  std::string out;
  out.reserve(bytes.size());
  const char* begin = bytes.data();
  std::string_view kept = bytes;
  size_t done = 0;
  auto visit = [&](std::string_view name, std::string_view raw) {
    if (std::none_of(names.begin(), names.end(), [&](const std::string& one) { return iequals(one, name); })) return;
    const auto at = static_cast<size_t>(raw.data() - begin);
    out.append(kept.substr(done, at - done));
    done = at + raw.size();
  };
  each_field(bytes, visit);
  out.append(kept.substr(done));
  // What came after the fields that went must not become a header because it comes first now.
  return out.starts_with("From ") && !bytes.starts_with("From ") ? "\r\n" + out : out;
}

std::string with_fields(std::string_view bytes, const std::vector<HeaderField>& fields) {
  std::vector<std::string> names;
  std::string out;
  for (const auto& one : fields) {
    names.push_back(one.name);
    out += mime::field_line(one.name, one.value);
  }
  if (bytes.starts_with("From ")) bytes.remove_prefix(first_line(bytes).length);
  const std::string rest = without_fields(bytes, names);
  const std::string_view first = first_line(rest).text;
  if (!rest.empty() && !first.empty() && find_colon(first) == std::string_view::npos) out += "\r\n";  // it has no header of its own
  return out + rest;
}

}  // namespace lambent::ses
