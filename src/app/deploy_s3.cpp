// Buckets and their policies.
#include "app/deploy.h"

namespace lambent {

Task<void> Deployer::make_bucket(config::BucketModel bucket) {
  Json input = object({{"Bucket", bucket.name}});
  // The oldest region is where a bucket is made that names none.
  if (scope_.region != "us-east-1") input["CreateBucketConfiguration"] = object({{"LocationConstraint", scope_.region}});
  auto made = co_await call("s3", "CreateBucket", std::move(input), bucket.place, "BucketAlreadyOwnedByYou");
  if (made.outcome == Outcome::refused || bucket.tags.empty()) co_return;
  Json tags = array();
  for (const auto& [key, value] : bucket.tags) tags.push_back(object({{"Key", key}, {"Value", value}}));
  Json tagging = object({{"Bucket", bucket.name}, {"Tagging", object({{"TagSet", std::move(tags)}})}});
  co_await call("s3", "PutBucketTagging", std::move(tagging), bucket.place);
}

Task<void> Deployer::make_bucket_policy(config::BucketPolicyModel policy) {
  Json input = object({{"Bucket", policy.bucket}, {"Policy", dump(policy.document)}});
  co_await call("s3", "PutBucketPolicy", std::move(input), policy.place);
}

}  // namespace lambent
