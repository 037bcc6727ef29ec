#include "mocks/s3/conditions.h"

#include "aws/json_values.h"
#include "base/text.h"
#include "base/time_text.h"
#include "mocks/s3/faults.h"
#include "mocks/s3/s3.h"

namespace lambent::s3 {
namespace {

// A time among the input; whole seconds, as Last-Modified shows them.
std::optional<std::int64_t> time_at(const Json& input, const std::string& member) {
  const Json* value = find(input, member);
  if (!value) return std::nullopt;
  if (value->is_number()) return static_cast<std::int64_t>(value->get<double>());
  if (!value->is_string()) return std::nullopt;
  auto read = read_time(value->get<std::string>());
  if (!read) return std::nullopt;
  return static_cast<std::int64_t>(*read);
}

// Which condition does not hold, and whether that only means that the caller has it already.
struct Broken {
  std::string condition;
  bool unchanged = false;
};

std::optional<Broken> broken(const Json& input, const ObjectRow& object, const std::string& prefix) {
  const std::int64_t modified = object.modified_ms / 1000;
  if (auto match = find_text(input, prefix + "IfMatch")) {
    if (!names_etag(*match, object.etag)) return Broken{"If-Match", false};
  } else if (auto since = time_at(input, prefix + "IfUnmodifiedSince"); since && modified > *since) {
    return Broken{"If-Unmodified-Since", false};
  }
  if (auto none = find_text(input, prefix + "IfNoneMatch")) {
    if (names_etag(*none, object.etag)) return Broken{"If-None-Match", true};
  } else if (auto since = time_at(input, prefix + "IfModifiedSince"); since && modified <= *since) {
    return Broken{"If-Modified-Since", true};
  }
  return std::nullopt;
}

}  // namespace

bool names_etag(std::string_view list, const std::string& etag) {
  for (const auto& one : split(list, ',')) {
    std::string_view text = trim(one);
    if (text == "*") return true;
    if (text.starts_with("W/")) text.remove_prefix(2);
    if (text.size() >= 2 && text.front() == '"' && text.back() == '"') text = text.substr(1, text.size() - 2);
    if (text == etag) return true;
  }
  return false;
}

void check_read(const Json& input, const ObjectRow& object_row) {
  auto fault = broken(input, object_row, "");
  if (!fault) return;
  if (!fault->unchanged) throw precondition_failed(fault->condition);
  Json headers = object({{"ETag", shown_etag(object_row.etag)}, {"Last-Modified", http_date(from_epoch_ms(object_row.modified_ms))}});
  if (auto cache = object_row.traits.headers.find("CacheControl"); cache != object_row.traits.headers.end()) set_text(headers, "Cache-Control", cache->second);
  throw AwsError("NotModified", 304, "Not Modified", std::move(headers));
}

void check_source(const Json& input, const ObjectRow& object) {
  auto fault = broken(input, object, "CopySource");
  if (!fault) return;
  std::string name = "x-amz-copy-source-" + lower(fault->condition);
  throw precondition_failed(name);
}

}  // namespace lambent::s3
