#include "mocks/s3/traits.h"

#include <algorithm>

#include "base/text.h"
#include "base/time_text.h"
#include "mocks/s3/faults.h"
#include "mocks/s3/tags.h"

namespace lambent::s3 {
namespace {

constexpr const char* kHeaders[] = {"CacheControl", "ContentDisposition", "ContentEncoding", "ContentLanguage", "ContentType", "Expires", "WebsiteRedirectLocation"};
constexpr size_t kLongestKey = 1024;
constexpr double kLatest = 8'000'000'000;  // an instant that 64-bit nanoseconds hold
constexpr size_t kMostMetadata = 2048;
constexpr const char* kDefaultType = "binary/octet-stream";

}  // namespace

void check_key(const std::string& key) {
  if (key.size() <= kLongestKey) return;
  throw AwsError("KeyTooLongError", 400, "Your key is too long", object({{"Size", std::to_string(key.size())}, {"MaxSizeAllowed", std::to_string(kLongestKey)}}));
}

Traits read_traits(const Json& input) {
  Traits out;
  for (const char* member : kHeaders) {
    const Json* value = find(input, member);
    if (!value) continue;
    // Callers from inside may give a time, in seconds.
    const double seconds = value->is_number() ? std::clamp(value->get<double>(), 0.0, kLatest) : 0;
    out.headers[member] = value->is_number() ? http_date(from_epoch_ms(static_cast<std::int64_t>(seconds * 1000))) : value->get<std::string>();
  }
  if (out.headers["ContentType"].empty()) out.headers["ContentType"] = kDefaultType;
  size_t size = 0;
  if (const Json* metadata = find(input, "Metadata"))
    for (const auto& [name, value] : metadata->items()) {
      std::string text = value.is_string() ? value.get<std::string>() : dump(value);
      size += name.size() + text.size();
      out.metadata[lower(name)] = std::move(text);
    }
  if (size > kMostMetadata)
    throw AwsError("MetadataTooLarge", 400, "Your metadata headers exceed the maximum allowed metadata size",
                   object({{"Size", std::to_string(size)}, {"MaxSizeAllowed", std::to_string(kMostMetadata)}}));
  out.storage_class = text_at(input, "StorageClass", "STANDARD");
  if (auto tagging = find_text(input, "Tagging")) out.tags = tags_of_header(*tagging);
  return out;
}

void show_traits(const Traits& traits, Json& answer) {
  for (const auto& [member, value] : traits.headers) set_text(answer, member, value);
  if (!traits.metadata.empty()) {
    Json metadata = Json::object();
    for (const auto& [name, value] : traits.metadata) metadata[name] = value;
    set(answer, "Metadata", std::move(metadata));
  }
  if (traits.storage_class != "STANDARD") set_text(answer, "StorageClass", traits.storage_class);
  if (!traits.tags.empty()) set(answer, "TagCount", static_cast<std::int64_t>(traits.tags.size()));
}

}  // namespace lambent::s3
