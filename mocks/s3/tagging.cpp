#include "mocks/s3/faults.h"
#include "mocks/s3/s3.h"
#include "mocks/s3/tags.h"

namespace lambent::s3 {
namespace {

const Json& tag_set_of(const Json& input) {
  const Json* tagging = find(input, "Tagging");
  const Json* given = tagging ? find(*tagging, "TagSet") : nullptr;
  if (!given) throw malformed_xml();
  return *given;
}

}  // namespace

Json S3::put_bucket_tagging(const Call& call) {
  Place place = place_of(call);
  Texts tags = tags_of_set(tag_set_of(call.input), Tagged::bucket);
  buckets_.update(place.key(), [&](BucketRow& row) { row.tags = std::move(tags); });
  return Json::object();
}

Json S3::get_bucket_tagging(const Call& call) {
  Place place = place_of(call);
  const Texts& tags = buckets_.find(place.key())->tags;
  if (tags.empty()) throw AwsError("NoSuchTagSet", 404, "The TagSet does not exist", object({{"BucketName", place.bucket}}));
  return object({{"TagSet", tag_set(tags)}});
}

Json S3::delete_bucket_tagging(const Call& call) {
  buckets_.update(place_of(call).key(), [](BucketRow& row) { row.tags.clear(); });
  return Json::object();
}

Json S3::put_object_tagging(const Call& call) {
  Place place = place_of(call);
  object_of(place, call);
  Texts tags = tags_of_set(tag_set_of(call.input), Tagged::object);
  objects_.update(place.object(text_at(call.input, "Key")), [&](ObjectRow& row) { row.traits.tags = std::move(tags); });
  return Json::object();
}

Json S3::get_object_tagging(const Call& call) {
  Place place = place_of(call);
  return object({{"TagSet", tag_set(object_of(place, call).traits.tags)}});
}

Json S3::delete_object_tagging(const Call& call) {
  Place place = place_of(call);
  object_of(place, call);
  objects_.update(place.object(text_at(call.input, "Key")), [](ObjectRow& row) { row.traits.tags.clear(); });
  return Json::object();
}

}  // namespace lambent::s3
