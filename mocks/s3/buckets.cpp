// Buckets: making, finding and deleting them. AWS source: S3 user guide, "General purpose bucket naming rules".
#include <algorithm>

#include "base/text.h"
#include "mocks/s3/bucket_names.h"
#include "mocks/s3/faults.h"
#include "mocks/s3/s3.h"
#include "mocks/s3/tags.h"

namespace lambent::s3 {
namespace {

constexpr const char* kHome = "us-east-1";  // the region of who names none

std::string arn_of(const std::string& bucket) { return "arn:aws:s3:::" + bucket; }

// Where a bucket is to be, by what is asked and where: only us-east-1 makes buckets for other regions.
std::string asked_region(const Json& configuration, const std::string& endpoint) {
  for (const char* member : {"Location", "Bucket"})
    if (has(configuration, member)) throw unsupported(std::string(member) + " of CreateBucketConfiguration, a directory bucket,");
  auto given = find_text(configuration, "LocationConstraint");
  if (given && *given == "EU") given = "eu-west-1";
  if (!given || given->empty()) {
    if (endpoint == kHome) return kHome;
    throw AwsError("IllegalLocationConstraintException", 400,
                   "The unspecified location constraint is incompatible for the region specific endpoint this request was sent to.");
  }
  if (!possible_region(*given) || *given == kHome)
    throw AwsError("InvalidLocationConstraint", 400, "The specified location-constraint is not valid", object({{"LocationConstraint", *given}}));
  if (endpoint != kHome && endpoint != *given)
    throw AwsError("IllegalLocationConstraintException", 400,
                   "The " + *given + " location constraint is incompatible for the region specific endpoint this request was sent to.");
  return *given;
}

}  // namespace

void S3::make_bucket(const std::string& account, const std::string& bucket, BucketRow row) {
  row.created_ms = aws_.clock().now_ms();
  buckets_.put(account + "/" + bucket, std::move(row));
  owners_[bucket] = account;
}

Json S3::create_bucket(const Call& call) {
  const std::string bucket = text_at(call.input, "Bucket");
  check_bucket_name(bucket);
  static const Json none = Json::object();
  const Json* given = find(call.input, "CreateBucketConfiguration");
  const Json& configuration = given ? *given : none;
  BucketRow row;
  row.region = asked_region(configuration, call.scope.region);
  if (const Json* tags = find(configuration, "Tags")) row.tags = tags_of_set(*tags, Tagged::bucket);
  Json answer = object({{"Location", row.region == kHome ? "/" + bucket : "http://" + bucket + ".s3.amazonaws.com/"}, {"BucketArn", arn_of(bucket)}});
  if (auto place = find_place(bucket)) {
    if (place->account != call.scope.account)
      throw AwsError("BucketAlreadyExists", 409,
                     "The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.",
                     object({{"BucketName", bucket}}));
    // Only the oldest region takes it as done.
    if (call.scope.region == kHome && row.region == kHome && buckets_.find(place->key())->region == kHome) return answer;
    throw AwsError("BucketAlreadyOwnedByYou", 409, "Your previous request to create the named bucket succeeded and you already own it.",
                   object({{"BucketName", bucket}}));
  }
  std::int64_t count = 0;
  buckets_.each(call.scope.account + "/", [&](const std::string&, const BucketRow&) { ++count; });
  if (count >= limits_.buckets) throw AwsError("TooManyBuckets", 400, "You have attempted to create more buckets than allowed");
  make_bucket(call.scope.account, bucket, std::move(row));
  return answer;
}

Json S3::list_buckets(const Call& call) {
  const std::string prefix = text_at(call.input, "Prefix"), region = text_at(call.input, "BucketRegion");
  const std::string after = base64_decode(text_at(call.input, "ContinuationToken")).value_or("");
  const std::int64_t most = int_at(call.input, "MaxBuckets", limits_.buckets);
  if (most < 1 || most > limits_.buckets)
    throw invalid_argument("Argument max-buckets must be an integer between 1 and " + std::to_string(limits_.buckets), "max-buckets", std::to_string(most));
  const std::string account = call.scope.account + "/";
  Json list = array();
  std::string last;
  bool more = false;
  buckets_.each(account + prefix, [&](const std::string& key, const BucketRow& row) {
    std::string bucket = key.substr(account.size());
    if (more || bucket <= after || (!region.empty() && row.region != region)) return;
    if (static_cast<std::int64_t>(list.size()) == most) {
      more = true;
      return;
    }
    last = bucket;
    Json one = object({{"Name", bucket}, {"CreationDate", seconds_of(row.created_ms)}});
    // Paged lists show more.
    if (has(call.input, "MaxBuckets") || !region.empty()) set_text(one, "BucketRegion", row.region);
    set_text(one, "BucketArn", arn_of(bucket));
    list.push_back(std::move(one));
  });
  Json answer = object({{"Buckets", std::move(list)}, {"Owner", owner_of(call.scope.account)}});
  if (!prefix.empty()) set_text(answer, "Prefix", prefix);
  if (more) set_text(answer, "ContinuationToken", base64_encode(last));
  return answer;
}

Json S3::head_bucket(const Call& call) {
  Place place = place_of(call);
  return object({{"BucketArn", arn_of(place.bucket)}, {"BucketRegion", buckets_.find(place.key())->region}, {"AccessPointAlias", false}});
}

Json S3::get_bucket_location(const Call& call) {
  const std::string& region = buckets_.find(place_of(call).key())->region;
  Json answer = Json::object();
  if (region != kHome) set_text(answer, "LocationConstraint", region);
  return answer;
}

Json S3::delete_bucket(const Call& call) {
  Place place = place_of(call);
  auto first = objects_.lower_bound(place.prefix());
  if (first != objects_.end() && first->first.starts_with(place.prefix()))
    throw AwsError("BucketNotEmpty", 409, "The bucket you tried to delete is not empty", object({{"BucketName", place.bucket}}));
  std::vector<std::string> uploads;
  uploads_.each(place.prefix(), [&](const std::string& key, const UploadRow&) { uploads.push_back(key); });
  for (const auto& key : uploads) forget_upload(key);
  buckets_.erase(place.key());
  owners_.erase(place.bucket);
  return Json::object();
}

}  // namespace lambent::s3
