// Amazon S3: general purpose buckets and their objects. AWS source: S3 API reference 2006-03-01 and user guide.
//
//   S3 s3(aws);   aws.add(s3);
//
// Names of buckets are the emulator's, whatever account asks. Everything is in memory (and in the data file, with
// --data): all bytes together up to Limits::bytes, beyond which a write is refused with EntityTooLarge. Body of a call's
// input and answer is the raw bytes, from HTTP and from inside alike.
//
// Buckets have no versions, ACLs or encryption but SSE-S3, as new ones of AWS have until somebody changes that; what
// would ask for more is refused by name (demands.h). A bucket's region is kept and shown; requests are answered wherever
// they are sent. Policies count as resource policies, also against root but for the policy's own operations.
//
// seed(): {"bucket": {"key": "text"}}: a bucket that is not there is made. Loop thread only; borrows the door.
#pragma once
#include "aws/aws.h"
#include "base/table.h"
#include "mocks/s3/rows.h"

namespace lambent::s3 {

enum class Noted { yes, no };  // whether a change gets into the journal: what a test begins with does not

struct Limits {
  std::uint64_t bytes = 1ull << 30;           // of all objects and parts together
  std::uint64_t row = 700ull << 20;           // of one of them where there is a data file: SQLite takes rows up to 1e9 bytes
  std::uint64_t smallest_part = 5ull << 20;   // but the last
  std::int64_t page = 1000;                   // entries of a list
  std::int64_t buckets = 10'000;              // of one account
};

// A bucket that is there.
struct Place {
  std::string account, bucket;

  std::string key() const { return account + "/" + bucket; }
  std::string prefix() const { return key() + "/"; }
  std::string object(std::string_view name) const { return prefix().append(name); }
};

class S3 final : public Service {
 public:
  explicit S3(Aws& aws, Limits limits = {});
  ~S3() override;

  std::string_view name() const override { return "s3"; }
  std::vector<std::string_view> operations() const override;
  Task<Json> handle(Call call) override;
  std::vector<Need> needs(const Call& call) const override;
  AwsError refused(const Call& call, const Denial& denial) const override;
  void load() override;
  void reset() override;
  void seed(const Scope& scope, const Json& given) override;
  std::optional<SeenEffect> effect(const Journal& journal, const JournalEntry& entry) const override;
  Touch touch(std::string_view operation) const override;

 private:
  struct Operations;

  // buckets.cpp
  Json list_buckets(const Call& call);
  Json create_bucket(const Call& call);
  Json head_bucket(const Call& call);
  Json delete_bucket(const Call& call);
  Json get_bucket_location(const Call& call);
  // policies.cpp
  Json put_bucket_policy(const Call& call);
  Json get_bucket_policy(const Call& call);
  Json delete_bucket_policy(const Call& call);
  // tagging.cpp
  Json put_bucket_tagging(const Call& call);
  Json get_bucket_tagging(const Call& call);
  Json delete_bucket_tagging(const Call& call);
  Json put_object_tagging(const Call& call);
  Json get_object_tagging(const Call& call);
  Json delete_object_tagging(const Call& call);
  // put.cpp
  Task<Json> put_object(Call call);
  // get.cpp
  Json get_object(const Call& call);
  Json head_object(const Call& call);
  Json get_object_attributes(const Call& call);
  // copy.cpp
  Json copy_object(const Call& call);
  // remove.cpp
  Json delete_object(const Call& call);
  Task<Json> delete_objects(Call call);
  // list.cpp
  Json list_objects(const Call& call);
  Json list_objects_v2(const Call& call);
  // multipart.cpp
  Json create_multipart_upload(const Call& call);
  Task<Json> upload_part(Call call);
  Json upload_part_copy(const Call& call);
  Json complete_multipart_upload(const Call& call);
  Json abort_multipart_upload(const Call& call);
  // uploads.cpp
  Json list_parts(const Call& call);
  Json list_multipart_uploads(const Call& call);

  // shared
  std::optional<Place> find_place(const std::string& bucket) const;
  Place place_of(const Call& call) const;  // of Bucket. Throws NoSuchBucket, AccessDenied for another owner than expected
  const ObjectRow* find_object(const Place& place, std::string_view key) const { return objects_.find(place.object(key)); }
  const ObjectRow& object_of(const Place& place, const Call& call) const;  // of Key. Throws NoSuchKey
  const std::string& bytes_of(const ObjectRow& object) const;
  std::string keep(const Place& place, std::string bytes);  // key of the bytes. Throws EntityTooLarge
  void check_row(std::uint64_t size) const;                 // Throws EntityTooLarge for what keep() would refuse whatever else is there
  void drop(const std::string& bytes);
  void make_bucket(const std::string& account, const std::string& bucket, BucketRow row);
  // In the place of what was there.
  const ObjectRow& store(const Call& call, const Place& place, const std::string& key, ObjectRow row, Noted noted);
  void check_write(const Place& place, const std::string& key, const Json& input) const;  // If-Match, If-None-Match
  std::string copied_range(const Call& call) const;  // the bytes that UploadPartCopy asks for
  const UploadRow& upload_of(const Place& place, const Call& call) const;  // of UploadId and Key. Throws NoSuchUpload
  std::string upload_key(const Place& place, const Call& call) const;
  void forget_upload(const std::string& key);

  Aws& aws_;
  const Limits limits_;
  Table<BucketRow> buckets_;
  Table<ObjectRow> objects_;
  Table<UploadRow> uploads_;
  Table<PartRow> parts_;
  Table<BytesRow> bytes_;
  std::map<std::string, std::string, std::less<>> owners_;  // bucket -> account
  std::uint64_t held_ = 0;                                  // bytes of all
};

// Whose objects: S3 calls accounts by ids of their own.
std::string canonical_id(const std::string& account);
Json owner_of(const std::string& account);
double seconds_of(std::int64_t ms);  // whole ones, as S3 shows times
std::string shown_etag(const std::string& etag);

}  // namespace lambent::s3
