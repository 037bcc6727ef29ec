#include "mocks/s3/s3.h"

#include "base/digest.h"
#include "base/text.h"
#include "mocks/s3/demands.h"
#include "mocks/s3/faults.h"

namespace lambent::s3 {

// What is emulated of S3.
struct S3::Operations {
  static constexpr Operation<S3> table[] = {
      {"AbortMultipartUpload", &S3::abort_multipart_upload},
      {"CompleteMultipartUpload", &S3::complete_multipart_upload},
      {"CopyObject", &S3::copy_object},
      {"CreateBucket", &S3::create_bucket},
      {"CreateMultipartUpload", &S3::create_multipart_upload},
      {"DeleteBucket", &S3::delete_bucket},
      {"DeleteBucketPolicy", &S3::delete_bucket_policy},
      {"DeleteBucketTagging", &S3::delete_bucket_tagging},
      {"DeleteObject", &S3::delete_object},
      {"DeleteObjectTagging", &S3::delete_object_tagging},
      {"DeleteObjects", &S3::delete_objects},
      {"GetBucketLocation", &S3::get_bucket_location},
      {"GetBucketPolicy", &S3::get_bucket_policy},
      {"GetBucketTagging", &S3::get_bucket_tagging},
      {"GetObject", &S3::get_object},
      {"GetObjectAttributes", &S3::get_object_attributes},
      {"GetObjectTagging", &S3::get_object_tagging},
      {"HeadBucket", &S3::head_bucket},
      {"HeadObject", &S3::head_object},
      {"ListBuckets", &S3::list_buckets},
      {"ListMultipartUploads", &S3::list_multipart_uploads},
      {"ListObjects", &S3::list_objects},
      {"ListObjectsV2", &S3::list_objects_v2},
      {"ListParts", &S3::list_parts},
      {"PutBucketPolicy", &S3::put_bucket_policy},
      {"PutBucketTagging", &S3::put_bucket_tagging},
      {"PutObject", &S3::put_object},
      {"PutObjectTagging", &S3::put_object_tagging},
      {"UploadPart", &S3::upload_part},
      {"UploadPartCopy", &S3::upload_part_copy},
  };
};

S3::S3(Aws& aws, Limits limits)
    : aws_(aws),
      limits_(limits),
      buckets_(aws.store(), "s3.buckets"),
      objects_(aws.store(), "s3.objects"),
      uploads_(aws.store(), "s3.uploads"),
      parts_(aws.store(), "s3.parts"),
      bytes_(aws.store(), "s3.bytes") {}

S3::~S3() = default;

std::vector<std::string_view> S3::operations() const { return operation_names(Operations::table); }

Task<Json> S3::handle(Call call) {
  for (const auto& operation : Operations::table)
    if (operation.name == call.operation) refuse_demands(call.operation, call.input);
  co_return co_await dispatch<S3>(*this, Operations::table, std::move(call));
}

void S3::load() {
  buckets_.load();
  objects_.load();
  uploads_.load();
  parts_.load();
  bytes_.load();
  for (const auto& [key, bucket] : buckets_) {
    auto slash = key.find('/');
    owners_[key.substr(slash + 1)] = key.substr(0, slash);
  }
  for (const auto& [key, row] : bytes_) held_ += row.bytes.size();
}

void S3::reset() {
  buckets_.clear();
  objects_.clear();
  uploads_.clear();
  parts_.clear();
  bytes_.clear();
  owners_.clear();
  held_ = 0;
}

std::optional<Place> S3::find_place(const std::string& bucket) const {
  auto it = owners_.find(bucket);
  if (it == owners_.end()) return std::nullopt;
  return Place{it->second, bucket};
}

Place S3::place_of(const Call& call) const {
  std::string bucket = text_at(call.input, "Bucket");
  auto place = find_place(bucket);
  if (!place) throw no_such_bucket(bucket);
  if (auto expected = find_text(call.input, "ExpectedBucketOwner"); expected && *expected != place->account) throw access_denied();
  return *place;
}

const ObjectRow& S3::object_of(const Place& place, const Call& call) const {
  std::string key = text_at(call.input, "Key");
  std::string version = text_at(call.input, "VersionId", "null");
  if (version != "null") throw invalid_argument("Invalid version id specified", "versionId", version);
  const ObjectRow* row = find_object(place, key);
  if (!row) throw no_such_key(key);
  return *row;
}

const std::string& S3::bytes_of(const ObjectRow& object) const {
  static const std::string none;
  const BytesRow* row = bytes_.find(object.bytes);
  return row ? row->bytes : none;
}

void S3::check_row(std::uint64_t size) const {
  if (!aws_.store().durable() || size <= limits_.row) return;
  throw AwsError("EntityTooLarge", 400,
                 "Your proposed upload exceeds the maximum allowed size: lambent's data file takes objects of at most " + std::to_string(limits_.row) + " bytes",
                 object({{"ProposedSize", std::to_string(size)}, {"MaxSizeAllowed", std::to_string(limits_.row)}}));
}

std::string S3::keep(const Place& place, std::string bytes) {
  check_row(bytes.size());
  if (held_ + bytes.size() > limits_.bytes)
    throw AwsError("EntityTooLarge", 400,
                   "Your proposed upload exceeds the maximum allowed size: lambent keeps objects in memory, at most " + std::to_string(limits_.bytes) +
                       " bytes of all buckets together",
                   object({{"ProposedSize", std::to_string(bytes.size())}, {"MaxSizeAllowed", std::to_string(limits_.bytes - held_)}}));
  std::string key = place.account + "/" + aws_.ids().hex(32);
  held_ += bytes.size();
  bytes_.put(key, BytesRow{std::move(bytes)});
  return key;
}

void S3::drop(const std::string& key) {
  const BytesRow* row = bytes_.find(key);
  if (!row) return;
  held_ -= row->bytes.size();
  bytes_.erase(key);
}

std::string canonical_id(const std::string& account) { return hex_encode(sha256("canonical user of " + account)); }

Json owner_of(const std::string& account) { return object({{"ID", canonical_id(account)}}); }

double seconds_of(std::int64_t ms) { return static_cast<double>(ms / 1000); }

std::string shown_etag(const std::string& etag) { return "\"" + etag + "\""; }

}  // namespace lambent::s3
