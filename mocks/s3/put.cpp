#include "base/digest.h"
#include "base/text.h"
#include "mocks/s3/conditions.h"
#include "mocks/s3/digests.h"
#include "mocks/s3/faults.h"
#include "mocks/s3/s3.h"
#include "mocks/s3/traits.h"

namespace lambent::s3 {
namespace {

constexpr std::uint64_t kJournaled = 1 << 20;  // longer bodies are in the journal by their size only

}  // namespace

void S3::check_write(const Place& place, const std::string& key, const Json& input) const {
  const ObjectRow* there = find_object(place, key);
  if (auto none = find_text(input, "IfNoneMatch")) {
    if (*none != "*")
      throw AwsError("NotImplemented", 501, "A header you provided implies functionality that is not implemented",
                     object({{"Header", "If-None-Match"}, {"additionalMessage", "We don't accept the provided value of If-None-Match header for this API"}}));
    if (there) throw precondition_failed("If-None-Match");
  }
  if (auto match = find_text(input, "IfMatch")) {
    if (!there) throw no_such_key(key);
    if (!names_etag(*match, there->etag)) throw precondition_failed("If-Match");
  }
}

const ObjectRow& S3::store(const Call& call, const Place& place, const std::string& key, ObjectRow row, Noted noted) {
  const std::string at = place.object(key);
  if (const ObjectRow* before = objects_.find(at)) drop(std::string(before->bytes));
  row.modified_ms = aws_.clock().now_ms();
  const ObjectRow& stored = objects_.put(at, std::move(row));
  if (noted == Noted::no) return stored;
  MessageEntry entry;
  entry.kind = "object";
  entry.id = stored.etag;
  entry.to = {place.bucket, key};
  entry.text = stored.size <= kJournaled ? bytes_of(stored) : "(" + std::to_string(stored.size) + " bytes)";
  entry.data = object({{"Bucket", place.bucket}, {"Key", key}, {"Size", stored.size}, {"ETag", stored.etag}});
  if (auto type = stored.traits.headers.find("ContentType"); type != stored.traits.headers.end()) set_text(entry.data, "ContentType", type->second);
  if (!stored.traits.metadata.empty()) {
    Json metadata = Json::object();
    for (const auto& [name, value] : stored.traits.metadata) metadata[name] = value;
    set(entry.data, "Metadata", std::move(metadata));
  }
  aws_.journal().add(call.span, call.trace, std::move(entry));
  return stored;
}

Task<Json> S3::put_object(Call call) {
  Place place = place_of(call);
  const std::string key = text_at(call.input, "Key");
  check_key(key);
  std::string bytes;
  if (auto it = call.input.find("Body"); it != call.input.end() && it->is_string()) bytes = std::move(it->get_ref<std::string&>());
  ObjectRow row;
  row.traits = read_traits(call.input);
  check_write(place, key, call.input);
  const std::string digest = md5(bytes);
  row.checksum = checked(call.input, bytes, digest, kDefaultAlgorithm);
  row.etag = hex_encode(digest);
  row.size = bytes.size();
  row.bytes = keep(place, std::move(bytes));
  const ObjectRow& stored = store(call, place, key, std::move(row), Noted::yes);
  Json answer = object({{"ETag", shown_etag(stored.etag)}, {"ServerSideEncryption", "AES256"}});
  show_checksum(stored.checksum, answer, WithType::yes);
  co_return answer;
}

}  // namespace lambent::s3
