// AWS::S3::Bucket and ::BucketPolicy.
#include "config/reader.h"

namespace lambent::config {

void Reader::bucket(const Resource& resource) {
  Node given = properties(resource);
  Properties p(given, resource.type, diagnostics_);
  BucketModel bucket;
  bucket.place = resource.place;
  bucket.name = names_.physical_name(resource);
  p.ignore({"BucketName"});
  bucket.tags = p.tag_list("Tags");
  p.refuse({"AccelerateConfiguration", "AnalyticsConfigurations", "CorsConfiguration", "IntelligentTieringConfigurations", "InventoryConfigurations",
            "LifecycleConfiguration", "LoggingConfiguration", "MetadataConfiguration", "MetadataTableConfiguration", "MetricsConfigurations",
            "NotificationConfiguration", "ObjectLockConfiguration", "ObjectLockEnabled", "ReplicationConfiguration", "VersioningConfiguration",
            "WebsiteConfiguration", "AccessControl"});
  p.without_effect({"BucketEncryption", "OwnershipControls", "PublicAccessBlockConfiguration"});
  p.done();
  out_.buckets.push_back(std::move(bucket));
}

void Reader::bucket_policy(const Resource& resource) {
  Node given = properties(resource);
  Properties p(given, resource.type, diagnostics_);
  BucketPolicyModel policy;
  policy.place = resource.place;
  policy.bucket = p.must_text("Bucket");
  policy.document = p.document("PolicyDocument", Need::must);
  p.done();
  out_.bucket_policies.push_back(std::move(policy));
}

}  // namespace lambent::config
