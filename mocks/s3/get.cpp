#include "base/text.h"
#include "mocks/s3/conditions.h"
#include "mocks/s3/digests.h"
#include "mocks/s3/faults.h"
#include "mocks/s3/range.h"
#include "mocks/s3/s3.h"
#include "mocks/s3/traits.h"

namespace lambent::s3 {
namespace {

// How an answer is to look, if that is asked: member of the input, and of the answer.
constexpr std::pair<const char*, const char*> kOverrides[] = {
    {"ResponseCacheControl", "CacheControl"},       {"ResponseContentDisposition", "ContentDisposition"}, {"ResponseContentEncoding", "ContentEncoding"},
    {"ResponseContentLanguage", "ContentLanguage"}, {"ResponseContentType", "ContentType"},               {"ResponseExpires", "Expires"}};

void override_headers(const Call& call, Json& answer) {
  for (const auto& [asked, member] : kOverrides) {
    auto text = find_text(call.input, asked);
    if (!text) continue;
    if (call.caller.kind == PrincipalKind::anonymous)
      throw AwsError("InvalidRequest", 400, "Request specific response headers cannot be used for anonymous GET requests.");
    set_text(answer, member, *text);
  }
}

struct Selected {
  Slice slice;
  bool whole = true;
};

Selected select(const Json& input, const ObjectRow& row) {
  auto number = find_int(input, "PartNumber");
  auto range = find_text(input, "Range");
  if (number && range) throw AwsError("InvalidRequest", 400, "Cannot specify both Range header and partNumber query parameter");
  if (number) {
    if (*number < 1 || *number > 10'000)
      throw invalid_argument("Part number must be an integer between 1 and 10000, inclusive", "partNumber", std::to_string(*number));
    return {slice_of_part(row, *number), false};
  }
  if (range)
    if (auto slice = read_range(*range, row.size)) return {*slice, false};
  return {{0, row.size}, true};
}

// What GetObject and HeadObject both tell.
Json described(const Call& call, const ObjectRow& row, const Selected& selected) {
  Json answer = object({{"AcceptRanges", "bytes"},
                        {"LastModified", seconds_of(row.modified_ms)},
                        {"ContentLength", selected.slice.size},
                        {"ETag", shown_etag(row.etag)},
                        {"ServerSideEncryption", "AES256"}});
  if (!selected.whole && selected.slice.size > 0) set_text(answer, "ContentRange", selected.slice.content_range(row.size));
  show_traits(row.traits, answer);
  if (has(call.input, "PartNumber") && !row.parts.empty()) set(answer, "PartsCount", static_cast<std::int64_t>(row.parts.size()));
  // The checksum is that of the object: nothing can be said of a range of it, but of one of its parts.
  const bool wanted = text_at(call.input, "ChecksumMode") == "ENABLED";
  if (wanted && selected.whole) show_checksum(row.checksum, answer, WithType::yes);
  if (auto number = find_int(call.input, "PartNumber"); wanted && number)
    for (const auto& [one, part] : row.parts)
      if (one == *number) show_checksum(part.checksum, answer, WithType::no);
  override_headers(call, answer);
  return answer;
}

}  // namespace

Json S3::get_object(const Call& call) {
  Place place = place_of(call);
  const ObjectRow& row = object_of(place, call);
  check_read(call.input, row);
  Selected selected = select(call.input, row);
  Json answer = described(call, row, selected);
  set(answer, "Body", bytes_of(row).substr(selected.slice.from, selected.slice.size));
  return answer;
}

Json S3::head_object(const Call& call) {
  Place place = place_of(call);
  const ObjectRow& row = object_of(place, call);
  check_read(call.input, row);
  Selected selected = select(call.input, row);
  return described(call, row, selected);
}

Json S3::get_object_attributes(const Call& call) {
  Place place = place_of(call);
  const ObjectRow& row = object_of(place, call);
  Json answer = object({{"LastModified", seconds_of(row.modified_ms)}});
  for (const auto& name : texts_at(call.input, "ObjectAttributes")) {
    if (name == "ETag") {
      set_text(answer, "ETag", row.etag);
    } else if (name == "StorageClass") {
      set_text(answer, "StorageClass", row.traits.storage_class);
    } else if (name == "ObjectSize") {
      set(answer, "ObjectSize", row.size);
    } else if (name == "Checksum") {
      Json checksum = Json::object();
      show_checksum(row.checksum, checksum, WithType::yes);
      if (!checksum.empty()) set(answer, "Checksum", std::move(checksum));
    } else if (name == "ObjectParts") {
      if (row.parts.empty()) continue;
      const std::int64_t most = std::min(whole_argument(call.input, "MaxParts", "x-amz-max-parts", limits_.page), limits_.page),
                         after = whole_argument(call.input, "PartNumberMarker", "x-amz-part-number-marker", 0);
      Json parts = array();
      std::int64_t last = after;
      bool more = false;
      for (const auto& [number, part] : row.parts) {
        if (number <= after) continue;
        more = static_cast<std::int64_t>(parts.size()) == most;
        if (more) break;
        Json one = object({{"PartNumber", number}, {"Size", part.size}});
        show_checksum(part.checksum, one, WithType::no);
        parts.push_back(std::move(one));
        last = number;
      }
      Json shown = object({{"TotalPartsCount", static_cast<std::int64_t>(row.parts.size())}, {"PartNumberMarker", after},
                           {"NextPartNumberMarker", last}, {"MaxParts", most}, {"IsTruncated", more}});
      // Without checksums of the parts S3 tells only how many there are.
      if (row.checksum.composite) set(shown, "Parts", std::move(parts));
      set(answer, "ObjectParts", std::move(shown));
    } else {
      throw invalid_argument("Invalid attribute name specified.", "x-amz-object-attributes", name);
    }
  }
  return answer;
}

}  // namespace lambent::s3
