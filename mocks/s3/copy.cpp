#include "base/checksums.h"
#include "base/digest.h"
#include "base/text.h"
#include "mocks/s3/conditions.h"
#include "mocks/s3/copy_source.h"
#include "mocks/s3/digests.h"
#include "mocks/s3/faults.h"
#include "mocks/s3/range.h"
#include "mocks/s3/s3.h"
#include "mocks/s3/tags.h"
#include "mocks/s3/traits.h"

namespace lambent::s3 {
namespace {

void check_source_owner(const Json& input, const Place& source) {
  auto expected = find_text(input, "ExpectedSourceBucketOwner");
  if (expected && *expected != source.account) throw access_denied();
}

}  // namespace

Json S3::copy_object(const Call& call) {
  Place place = place_of(call);
  const std::string key = text_at(call.input, "Key");
  check_key(key);
  CopySource from = read_copy_source(text_at(call.input, "CopySource"));
  auto source = find_place(from.bucket);
  if (!source) throw no_such_bucket(from.bucket);
  check_source_owner(call.input, *source);
  const ObjectRow* original = find_object(*source, from.key);
  if (!original) throw no_such_key(from.key);
  check_source(call.input, *original);
  check_write(place, key, call.input);

  const bool replace = text_at(call.input, "MetadataDirective", "COPY") == "REPLACE";
  const bool retag = text_at(call.input, "TaggingDirective", "COPY") == "REPLACE";
  auto storage = find_text(call.input, "StorageClass");
  auto algorithm = asked_algorithm(call.input);
  const bool same = place.object(key) == source->object(from.key);
  if (same && !replace && !storage && !algorithm && !has(call.input, "WebsiteRedirectLocation") && !has(call.input, "ServerSideEncryption"))
    throw AwsError("InvalidRequest", 400,
                   "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, "
                   "website redirect location or encryption attributes.");
  if (has(call.input, "Tagging") && !retag) throw invalid_argument("The x-amz-tagging header requires x-amz-tagging-directive REPLACE", "x-amz-tagging-directive", "COPY");

  Traits asked = read_traits(call.input);
  ObjectRow row;
  row.traits = replace ? asked : original->traits;
  row.traits.tags = retag ? asked.tags : original->traits.tags;
  row.traits.storage_class = storage.value_or("STANDARD");
  if (auto redirect = find_text(call.input, "WebsiteRedirectLocation"))
    row.traits.headers["WebsiteRedirectLocation"] = *redirect;
  else
    row.traits.headers.erase("WebsiteRedirectLocation");
  std::string bytes = bytes_of(*original);
  row.etag = hex_encode(md5(bytes));  // also of a multipart object: a copy has no parts
  row.checksum.algorithm = algorithm.value_or(original->checksum.algorithm.empty() ? kDefaultAlgorithm : original->checksum.algorithm);
  row.checksum.value = base64_encode(*checksum_of(row.checksum.algorithm, bytes));
  row.size = bytes.size();
  row.bytes = keep(place, std::move(bytes));
  const ObjectRow& stored = store(call, place, key, std::move(row), Noted::yes);
  Json result = object({{"ETag", shown_etag(stored.etag)}, {"LastModified", seconds_of(stored.modified_ms)}});
  show_checksum(stored.checksum, result, WithType::yes);
  return object({{"CopyObjectResult", std::move(result)}, {"ServerSideEncryption", "AES256"}});
}

std::string S3::copied_range(const Call& call) const {
  CopySource from = read_copy_source(text_at(call.input, "CopySource"));
  auto source = find_place(from.bucket);
  if (!source) throw no_such_bucket(from.bucket);
  check_source_owner(call.input, *source);
  const ObjectRow* original = find_object(*source, from.key);
  if (!original) throw no_such_key(from.key);
  check_source(call.input, *original);
  Slice slice{0, original->size};
  if (auto range = find_text(call.input, "CopySourceRange")) {
    auto read = read_range(*range, UINT64_MAX);
    if (!read || range->ends_with('-') || range->starts_with("bytes=-"))
      throw invalid_argument("The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy",
                             "x-amz-copy-source-range", *range);
    if (read->from + read->size > original->size)
      throw invalid_argument("Range specified is not valid for source object of size: " + std::to_string(original->size), "x-amz-copy-source-range", *range);
    slice = *read;
  }
  return bytes_of(*original).substr(slice.from, slice.size);
}

}  // namespace lambent::s3
