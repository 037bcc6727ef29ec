// Objects that come in parts. AWS source: S3 user guide, "Uploading and copying objects using multipart upload".
#include <algorithm>

#include "base/checksums.h"
#include "base/digest.h"
#include "base/text.h"
#include "mocks/s3/digests.h"
#include "mocks/s3/faults.h"
#include "mocks/s3/parts.h"
#include "mocks/s3/s3.h"
#include "mocks/s3/traits.h"

namespace lambent::s3 {

std::string S3::upload_key(const Place& place, const Call& call) const { return place.object(text_at(call.input, "UploadId")); }

const UploadRow& S3::upload_of(const Place& place, const Call& call) const {
  const UploadRow* row = uploads_.find(upload_key(place, call));
  if (!row || row->key != text_at(call.input, "Key")) throw no_such_upload(text_at(call.input, "UploadId"));
  return *row;
}

void S3::forget_upload(const std::string& key) {
  std::vector<std::string> gone;
  parts_.each(key + "/", [&](const std::string& one, const PartRow&) { gone.push_back(one); });
  for (const auto& one : gone) {
    drop(std::string(parts_.find(one)->bytes));
    parts_.erase(one);
  }
  uploads_.erase(key);
}

Json S3::create_multipart_upload(const Call& call) {
  Place place = place_of(call);
  const std::string key = text_at(call.input, "Key");
  check_key(key);
  UploadRow row;
  row.key = key;
  row.started_ms = aws_.clock().now_ms();
  row.initiator = call.caller.arn;
  row.traits = read_traits(call.input);
  row.checksum = asked_checksum(call.input);
  const std::string id = aws_.ids().letters(96);
  Json answer = object({{"Bucket", place.bucket}, {"Key", key}, {"UploadId", id}, {"ServerSideEncryption", "AES256"}});
  if (has(call.input, "ChecksumAlgorithm")) {
    set_text(answer, "ChecksumAlgorithm", row.checksum.algorithm);
    set_text(answer, "ChecksumType", row.checksum.composite ? "COMPOSITE" : "FULL_OBJECT");
  }
  uploads_.put(place.object(id), std::move(row));
  return answer;
}

Task<Json> S3::upload_part(Call call) {
  Place place = place_of(call);
  const std::int64_t number = part_number(call.input);
  const UploadRow& upload = upload_of(place, call);
  std::string bytes;
  if (auto it = call.input.find("Body"); it != call.input.end() && it->is_string()) bytes = std::move(it->get_ref<std::string&>());
  const std::string digest = md5(bytes);
  PartRow part;
  part.checksum = checked(call.input, bytes, digest, algorithm_of_parts(upload));
  check_algorithm(upload, part.checksum.algorithm);
  part.etag = hex_encode(digest);
  part.size = bytes.size();
  part.modified_ms = aws_.clock().now_ms();
  const std::string key = part_key(upload_key(place, call), number);
  part.bytes = keep(place, std::move(bytes));
  if (const PartRow* before = parts_.find(key)) drop(std::string(before->bytes));
  Json answer = object({{"ETag", shown_etag(part.etag)}, {"ServerSideEncryption", "AES256"}});
  show_checksum(part.checksum, answer, WithType::no);
  parts_.put(key, std::move(part));
  co_return answer;
}

Json S3::upload_part_copy(const Call& call) {
  Place place = place_of(call);
  const std::int64_t number = part_number(call.input);
  const UploadRow& upload = upload_of(place, call);
  std::string bytes = copied_range(call);
  PartRow part;
  part.etag = hex_encode(md5(bytes));
  part.checksum.algorithm = algorithm_of_parts(upload);
  part.checksum.value = base64_encode(*checksum_of(part.checksum.algorithm, bytes));
  part.size = bytes.size();
  part.modified_ms = aws_.clock().now_ms();
  const std::string key = part_key(upload_key(place, call), number);
  part.bytes = keep(place, std::move(bytes));
  if (const PartRow* before = parts_.find(key)) drop(std::string(before->bytes));
  Json result = object({{"ETag", shown_etag(part.etag)}, {"LastModified", seconds_of(part.modified_ms)}});
  show_checksum(part.checksum, result, WithType::no);
  parts_.put(key, std::move(part));
  return object({{"CopyPartResult", std::move(result)}, {"ServerSideEncryption", "AES256"}});
}

Json S3::complete_multipart_upload(const Call& call) {
  Place place = place_of(call);
  const std::string upload_at = upload_key(place, call);
  const UploadRow& upload = upload_of(place, call);
  check_write(place, upload.key, call.input);
  auto type = find_text(call.input, "ChecksumType");
  if (type && (*type == "COMPOSITE") != upload.checksum.composite)
    throw AwsError("InvalidRequest", 400, "The upload was created using the " + std::string(upload.checksum.composite ? "COMPOSITE" : "FULL_OBJECT") +
                                              " checksum mode. The complete request must use the same checksum mode.");
  const std::vector<ListedPart> listed = listed_parts(call.input);
  std::string bytes, digests;
  std::vector<std::string> sums;
  ObjectRow row;
  for (size_t i = 0; i < listed.size(); ++i) {
    const PartRow* part = parts_.find(part_key(upload_at, listed[i].number));
    if (!part || !listed[i].fits(*part)) throw invalid_part(listed[i], text_at(call.input, "UploadId"));
    if (i + 1 < listed.size() && part->size < limits_.smallest_part) throw too_small(listed[i], *part, limits_.smallest_part);
    row.size += part->size;
  }
  check_row(row.size);
  bytes.reserve(row.size);
  for (const auto& one : listed) {
    const PartRow& part = *parts_.find(part_key(upload_at, one.number));
    if (const BytesRow* held = bytes_.find(part.bytes)) bytes.append(held->bytes);
    for (size_t i = 0; i + 1 < part.etag.size(); i += 2) digests += static_cast<char>(std::stoi(part.etag.substr(i, 2), nullptr, 16));
    sums.push_back(part.checksum.value);
    row.parts.emplace_back(static_cast<int>(one.number), part);
    row.parts.back().second.bytes.clear();
  }
  if (auto size = find_int(call.input, "MpuObjectSize"); size && static_cast<std::uint64_t>(*size) != row.size)
    throw AwsError("InvalidRequest", 400, "The provided 'x-amz-mp-object-size' header value " + std::to_string(*size) + " does not match what was computed: " + std::to_string(row.size));
  row.etag = hex_encode(md5(digests)) + "-" + std::to_string(listed.size());
  const auto given = given_checksum(call.input);
  const std::string algorithm = given && upload.checksum.algorithm.empty() ? given->algorithm : algorithm_of_parts(upload);
  row.checksum = upload.checksum.composite ? composite_of(algorithm, sums) : Checksum{algorithm, base64_encode(*checksum_of(algorithm, bytes)), false};
  if (given) {
    std::string value = given->value;
    if (row.checksum.composite && value.find('-') == std::string::npos) value += "-" + std::to_string(listed.size());
    if (given->algorithm != algorithm || value != row.checksum.value) throw bad_digest(given->algorithm);
  }
  row.traits = upload.traits;
  const std::string key = upload.key;
  forget_upload(upload_at);  // its bytes are the object's now
  row.bytes = keep(place, std::move(bytes));
  const ObjectRow& stored = store(call, place, key, std::move(row), Noted::yes);
  Json answer = object({{"Location", aws_.home().url + "/" + place.bucket + "/" + percent_encode(key, "/")},
                        {"Bucket", place.bucket},
                        {"Key", key},
                        {"ETag", shown_etag(stored.etag)},
                        {"ServerSideEncryption", "AES256"}});
  show_checksum(stored.checksum, answer, WithType::yes);
  return answer;
}

Json S3::abort_multipart_upload(const Call& call) {
  Place place = place_of(call);
  upload_of(place, call);
  forget_upload(upload_key(place, call));
  return Json::object();
}

}  // namespace lambent::s3
