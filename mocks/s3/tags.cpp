#include "mocks/s3/tags.h"

#include "base/text.h"
#include "http/message.h"
#include "mocks/s3/faults.h"

namespace lambent::s3 {
namespace {

size_t characters(const std::string& text) {
  size_t n = 0;
  for (char c : text) n += (c & 0xC0) != 0x80;
  return n;
}

AwsError invalid_tag(const std::string& message, const std::string& key, const char* member = "TagKey") {
  return AwsError("InvalidTag", 400, message, object({{member, key}}));
}

void add(Texts& tags, const std::string& key, const std::string& value) {
  if (key.empty() || characters(key) > 128) throw invalid_tag("The TagKey you have provided is invalid", key);
  if (characters(value) > 256) throw invalid_tag("The TagValue you have provided is invalid", key);
  if (istarts_with(key, "aws:")) throw invalid_tag("System tags cannot be added/updated by requester", key);
  if (!tags.emplace(key, value).second) throw invalid_tag("Cannot provide multiple Tags with the same key", key);
}

void check_count(const Texts& tags, Tagged what) {
  const size_t most = what == Tagged::object ? 10 : 50;
  if (tags.size() <= most) return;
  throw AwsError("BadRequest", 400, std::string(what == Tagged::object ? "Object" : "Bucket") + " tags cannot be greater than " + std::to_string(most));
}

}  // namespace

Texts tags_of_set(const Json& set, Tagged what) {
  Texts out;
  for (const auto& one : set) add(out, text_at(one, "Key"), text_at(one, "Value"));
  check_count(out, what);
  return out;
}

Texts tags_of_header(const std::string& header) {
  Texts out;
  for (const auto& [key, value] : parse_form(header)) {
    if (key.empty()) throw invalid_argument("The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.", "x-amz-tagging", header);
    add(out, key, value);
  }
  check_count(out, Tagged::object);
  return out;
}

Json tag_set(const Texts& tags) {
  Json out = array();
  for (const auto& [key, value] : tags) out.push_back(object({{"Key", key}, {"Value", value}}));
  return out;
}

}  // namespace lambent::s3
