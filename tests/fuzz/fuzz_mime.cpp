// Mail: any bytes are read as a message, its parts and words; what is taken out of it or put in front leaves a message.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "mocks/ses/address.h"
#include "mocks/ses/mime.h"
#include "mocks/ses/mime/parameters.h"
#include "mocks/ses/mime/transfer.h"

using namespace lambent::ses;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const MimePart mail = parse_parts(text);
  (void)texts_of(mail);
  (void)lambent::dump(mime_json(mail));
  (void)split_addresses(mail.get("To"));
  (void)mime::parse_parameters(text);
  if (!parse_parts(without_fields(text, {"Bcc", "Subject"})).get("Subject").empty() && parse_mime(text).headers.size() < 1000) {
    // A field that only shows once others are gone would be a field smuggled in.
    if (mail.get("Subject").empty()) std::abort();
  }
  if (parse_parts(with_fields(text, {{"Date", "now"}})).get("Date") != "now") std::abort();
  const std::string lines = mime::crlf_lines(text);
  if (mime::decode_quoted_printable(mime::encode_quoted_printable(lines)) != lines) std::abort();
  if (mime::decode_base64(mime::encode_base64_lines(text)) != text) std::abort();
  return 0;
}
