// Reads mail messages as far as sending needs it: header fields, encoded words, the first text and HTML part.
// Takes any bytes: what is malformed is passed over, never thrown. Pure functions. (RFC 5322, 2045, 2047)
#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lambent::ses {

struct HeaderField {
  std::string name;
  std::string value;  // unfolded
};

struct MimeMessage {
  std::vector<HeaderField> headers;
  std::string body;

  std::string_view get(std::string_view name) const;  // the first of that name; "" if absent
  bool has(std::string_view name) const;
  void remove(std::string_view name);
  void set(std::string_view name, std::string value);
  std::string text() const;  // the whole message again, CRLF line ends in the header
};

MimeMessage parse_mime(std::string_view bytes);

// =?utf-8?B?…?= and =?iso-8859-1?Q?…?= to UTF-8; other charsets keep their bytes.
std::string decode_words(std::string_view value);

struct Texts {
  std::string plain, html;
};
// Decoded text/plain and text/html, the first of each, attachments left out.
Texts texts_of(const MimeMessage& message);

}  // namespace lambent::ses
