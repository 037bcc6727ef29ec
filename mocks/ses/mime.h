// Mail messages: header fields, the tree of parts, the first text and HTML part. Takes any bytes: what is malformed is
// passed over, never thrown. Pure functions. (RFC 5322, 2045, 2046, 2047, 2231)
//
// Limits: 2,000 header fields a part, 20 levels of parts, 1,000 parts a message; what is beyond is left out.
#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json.h"
#include "mocks/ses/mime/words.h"

namespace lambent::ses {

using mime::decode_words;

struct HeaderField {
  std::string name;
  std::string value;  // unfolded
};

struct MimeMessage {
  std::vector<HeaderField> headers;
  std::string body;

  std::string_view get(std::string_view name) const;  // the first of that name; "" if absent
  bool has(std::string_view name) const;
};

MimeMessage parse_mime(std::string_view bytes);

// One part of a message, or the message itself. Borrows the bytes it was read from.
struct MimePart {
  std::vector<HeaderField> headers;
  std::string_view body;        // as it was sent
  std::string type;             // "text/plain", in lower case
  std::string charset, coding;  // "" if not said
  std::string disposition;      // "inline", "attachment" or ""
  std::string filename, content_id;
  std::vector<MimePart> parts;  // of a multipart, or the one message of message/rfc822

  std::string_view get(std::string_view name) const;
  std::string content() const;  // transfer coding removed
  std::string text() const;     // content() as UTF-8
};

MimePart parse_parts(std::string_view bytes);

struct Texts {
  std::string plain, html;
};
// Decoded text/plain and text/html, the first of each, attachments left out.
Texts texts_of(const MimePart& message);

// The message without the fields of these names, the rest byte for byte.
std::string without_fields(std::string_view bytes, const std::vector<std::string>& names);
// The message with each of these fields once, in front; fields of the same name are removed.
std::string with_fields(std::string_view bytes, const std::vector<HeaderField>& fields);

// {"headers": [{"name", "value"}], "type", "parts": […] or "size", "sha256", "text" (of texts up to 256 KiB), …}
Json mime_json(const MimePart& message);

}  // namespace lambent::ses
