#include "mocks/s3/conditions.h"
#include "mocks/s3/faults.h"
#include "mocks/s3/s3.h"

namespace lambent::s3 {

Json S3::delete_object(const Call& call) {
  Place place = place_of(call);
  const std::string key = text_at(call.input, "Key");
  const std::string version = text_at(call.input, "VersionId", "null");
  if (version != "null") throw invalid_argument("Invalid version id specified", "versionId", version);
  const ObjectRow* row = find_object(place, key);
  if (auto match = find_text(call.input, "IfMatch")) {
    if (!row) throw no_such_key(key);
    if (!names_etag(*match, row->etag)) throw precondition_failed("If-Match");
  }
  if (!row) return Json::object();  // to delete what is not there is no mistake
  drop(std::string(row->bytes));
  objects_.erase(place.object(key));
  MessageEntry entry;
  entry.kind = "object";
  entry.to = {place.bucket, key};
  entry.data = object({{"Bucket", place.bucket}, {"Key", key}, {"Deleted", true}});
  aws_.journal().add(call.span, call.trace, std::move(entry));
  return Json::object();
}

// Each key is a call of its own, by the same caller: what one may not delete is told of that key alone.
Task<Json> S3::delete_objects(Call call) {
  Place place = place_of(call);
  const Json* wanted = find(call.input, "Delete");
  const Json* objects = wanted ? find(*wanted, "Objects") : nullptr;
  if (!objects || objects->empty() || static_cast<std::int64_t>(objects->size()) > limits_.page) throw malformed_xml();
  const bool quiet = bool_at(*wanted, "Quiet");
  Json deleted = array(), errors = array();
  for (const auto& one : *objects) {
    Json input = object({{"Bucket", place.bucket}, {"Key", text_at(one, "Key")}});
    Json shown = object({{"Key", text_at(one, "Key")}});
    set_if(input, "VersionId", find_text(one, "VersionId"));
    set_if(shown, "VersionId", find_text(one, "VersionId"));
    set_if(input, "IfMatch", find_text(one, "ETag"));
    Call each("s3", "DeleteObject", std::move(input), call.caller, call.scope);
    each.parent = call.span;
    each.trace = call.trace;
    each.origin = call.origin;
    std::optional<AwsError> failed;
    try {
      if (has(one, "LastModifiedTime") || has(one, "Size")) throw unsupported("LastModifiedTime and Size of DeleteObjects");
      co_await aws_.call(std::move(each));
    } catch (const AwsError& e) {
      failed = e;
    }
    if (failed) {
      set_text(shown, "Code", failed->code());
      set_text(shown, "Message", failed->message());
      errors.push_back(std::move(shown));
    } else if (!quiet) {
      deleted.push_back(std::move(shown));
    }
  }
  Json answer = Json::object();
  if (!deleted.empty()) set(answer, "Deleted", std::move(deleted));
  if (!errors.empty()) set(answer, "Errors", std::move(errors));
  co_return answer;
}

}  // namespace lambent::s3
