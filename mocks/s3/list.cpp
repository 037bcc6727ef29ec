#include "base/text.h"
#include "mocks/s3/faults.h"
#include "mocks/s3/page.h"
#include "mocks/s3/s3.h"

namespace lambent::s3 {
namespace {

using Coded = std::string (*)(const std::string&);

std::string bare(const std::string& text) { return text; }
std::string encoded(const std::string& text) { return percent_encode(text, "/"); }

// Keys may hold what XML cannot: who wants them all asks for encoding-type=url.
Coded coding_of(const Json& input) { return has(input, "EncodingType") ? encoded : bare; }

std::int64_t page_size(const Json& input, std::int64_t largest) {
  return std::min(whole_argument(input, "MaxKeys", "maxKeys", largest), largest);
}

// Both kinds of list begin so, and end with what they have found.
Json head_of(const Place& place, const Json& input, const PageAsked& asked, bool more) {
  const Coded coded = coding_of(input);
  Json out = object({{"Name", place.bucket}, {"Prefix", coded(asked.prefix)}, {"MaxKeys", asked.most}, {"IsTruncated", more}});
  if (!asked.delimiter.empty()) set_text(out, "Delimiter", coded(asked.delimiter));
  set_if(out, "EncodingType", find_text(input, "EncodingType"));
  return out;
}

template <class Found>
void add_found(const Place& place, const Found& page, Coded coded, bool owner, Json& out) {
  Json contents = array(), prefixes = array();
  for (const auto& it : page.entries) {
    const ObjectRow& row = it->second;
    Json one = object({{"Key", coded(it->first.substr(place.prefix().size()))},
                       {"LastModified", seconds_of(row.modified_ms)},
                       {"ETag", shown_etag(row.etag)}});
    if (!row.checksum.algorithm.empty()) {
      set(one, "ChecksumAlgorithm", text_array({row.checksum.algorithm}));
      set_text(one, "ChecksumType", row.checksum.composite ? "COMPOSITE" : "FULL_OBJECT");
    }
    set(one, "Size", row.size);
    set_text(one, "StorageClass", row.traits.storage_class);
    if (owner) set(one, "Owner", owner_of(place.account));
    contents.push_back(std::move(one));
  }
  for (const auto& prefix : page.prefixes) prefixes.push_back(object({{"Prefix", coded(prefix)}}));
  if (!contents.empty()) set(out, "Contents", std::move(contents));
  if (!prefixes.empty()) set(out, "CommonPrefixes", std::move(prefixes));
}

constexpr std::string_view kToken = "1/";  // so that a token is not taken for something else

}  // namespace

Json S3::list_objects(const Call& call) {
  Place place = place_of(call);
  const Coded coded = coding_of(call.input);
  PageAsked asked{text_at(call.input, "Prefix"), text_at(call.input, "Delimiter"), text_at(call.input, "Marker"), page_size(call.input, limits_.page)};
  auto page = page_of(objects_, place.prefix(), asked);
  Json out = head_of(place, call.input, asked, page.more);
  set_text(out, "Marker", coded(asked.after));
  // Without a delimiter the last key says where to go on.
  if (page.more && !asked.delimiter.empty()) set_text(out, "NextMarker", coded(page.last));
  add_found(place, page, coded, true, out);
  return out;
}

Json S3::list_objects_v2(const Call& call) {
  Place place = place_of(call);
  const Coded coded = coding_of(call.input);
  PageAsked asked{text_at(call.input, "Prefix"), text_at(call.input, "Delimiter"), text_at(call.input, "StartAfter"), page_size(call.input, limits_.page)};
  auto token = find_text(call.input, "ContinuationToken");
  if (token) {
    auto text = base64_decode(*token);
    if (!text || !text->starts_with(kToken)) throw invalid_argument("The continuation token provided is incorrect", "continuation-token", *token);
    asked.after = text->substr(kToken.size());
  }
  auto page = page_of(objects_, place.prefix(), asked);
  Json out = head_of(place, call.input, asked, page.more);
  set(out, "KeyCount", static_cast<std::int64_t>(page.entries.size() + page.prefixes.size()));
  set_if(out, "ContinuationToken", token);
  if (auto start = find_text(call.input, "StartAfter")) set_text(out, "StartAfter", coded(*start));
  if (page.more) set_text(out, "NextContinuationToken", base64_encode(std::string(kToken) + page.last));
  add_found(place, page, coded, bool_at(call.input, "FetchOwner"), out);
  return out;
}

}  // namespace lambent::s3
