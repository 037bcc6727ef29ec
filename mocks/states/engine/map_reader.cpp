// Where a map run's items come from: objects of S3, read as the machine's role.
#include "base/digest.h"
#include "base/time_text.h"
#include "mocks/states/engine/engine.h"
#include "mocks/states/engine/going_on.h"
#include "mocks/states/items/manifest.h"
#include "mocks/states/items/unpack.h"

namespace lambent::states {
namespace {

const char* kFailed = "States.ItemReaderFailed";

// Takes note of an object, by its name and its ETag.
void see(std::string& seen, const std::string& bucket, const std::string& key, const std::string& etag) {
  seen = sha256(seen + bucket + '\0' + key + '\0' + etag);
}

Json object_of(const items::Place& place) { return object({{"Bucket", place.bucket}, {"Key", place.key}}); }

}  // namespace

// A call as the execution's role; `error` is what a failure of it is called.
Task<Json> Engine::ask_s3(std::shared_ptr<Live> live, std::string operation, Json input, std::string error) {
  std::string request_id = aws_.ids().uuid();
  std::optional<Failure> failed;
  Json answer;
  try {
    Principal caller = aws_.assume(live->row().role, "states.amazonaws.com", aws_.ids().letters(32), live->row().machine_arn);
    auto activity = std::make_shared<Activity>();
    activity->span = live->span;
    activity->trace = live->trace;
    caller.activity = activity;
    Call call("s3", std::move(operation), std::move(input), std::move(caller), live->scope);
    call.request_id = request_id;
    call.parent = live->span;
    call.trace = live->trace;
    answer = co_await aws_.call(std::move(call));
  } catch (const AwsError& e) {
    failed = Failure{error, sdk_cause("S3", e, request_id)};
  }
  if (failed) co_await go_on();
  if (failed) throw StateFailure(*failed);
  co_return answer;
}

Task<items::Bytes> Engine::fetch(std::shared_ptr<Live> live, Json parameters, Seen seen) {
  const std::string bucket = text_at(parameters, "Bucket"), key = text_at(parameters, "Key");
  Json answer = co_await ask_s3(std::move(live), "GetObject", std::move(parameters), kFailed);
  see(*seen, bucket, key, text_at(answer, "ETag"));
  auto it = answer.find("Body");
  std::string body;
  if (it != answer.end() && it->is_string()) body = std::move(it->get_ref<std::string&>());
  co_return std::make_shared<const std::string>(std::move(body));
}

// The objects that a listing shows, as S3 describes them; no more than `most`, unless that is 0.
Task<Json> Engine::list_objects(std::shared_ptr<Live> live, Json parameters, std::int64_t most) {
  Json found = Json::array();
  for (bool more = true; more;) {
    Json answer = co_await ask_s3(live, "ListObjectsV2", parameters, kFailed);
    if (const Json* contents = find(answer, "Contents"))
      for (const auto& one : *contents) found.push_back(one);
    more = bool_at(answer, "IsTruncated") && (most <= 0 || static_cast<std::int64_t>(found.size()) < most);
    if (more) set_text(parameters, "ContinuationToken", text_at(answer, "NextContinuationToken"));
  }
  co_return found;
}

Task<items::SourcePtr> Engine::fetch_all(std::shared_ptr<Live> live, std::vector<items::Place> places, items::Format format, Seen seen) {
  std::vector<items::SourcePtr> parts;
  size_t room = items::kMostUnpacked;
  for (const auto& place : places) {
    items::Bytes bytes = co_await fetch(live, object_of(place), seen);
    parts.push_back(items::read_items(std::move(bytes), format, place.shown(), room));
  }
  co_return items::one_after_another(std::move(parts));
}

Task<items::SourcePtr> Engine::open_reader(std::shared_ptr<Live> live, const asl::ItemReader* reader, Json parameters, std::int64_t most, Seen seen) {
  using From = asl::ItemReader::From;
  const std::int64_t limit = most;
  std::string bucket = text_at(parameters, "Bucket");
  items::Place place{bucket, text_at(parameters, "Key")};
  items::Format format = reader->format;
  items::SourcePtr source;
  if (reader->from == From::listing || reader->from == From::flattened) {
    if (reader->from == From::flattened) most = 0;
    Json listed = co_await list_objects(live, std::move(parameters), most);
    std::vector<items::Place> places;
    Json described = Json::array();
    for (const auto& one : listed) {
      std::string key = text_at(one, "Key");
      see(*seen, bucket, key, text_at(one, "ETag"));
      if (!key.ends_with("/")) places.push_back(items::Place{bucket, std::move(key)});  // a folder made by the console has no items
      described.push_back(items::listed_object(one));
    }
    if (reader->from == From::listing)
      source = items::value_items(std::move(described), "S3://" + bucket);
    else
      source = co_await fetch_all(live, std::move(places), std::move(format), seen);
  } else {
    items::Bytes bytes = co_await fetch(live, std::move(parameters), seen);
    if (reader->from == From::object) {
      source = items::read_items(std::move(bytes), format, place.shown());
    } else if (reader->from == From::inventory) {
      items::Inventory inventory = items::read_inventory(*bytes);
      source = co_await fetch_all(live, std::move(inventory.files), std::move(inventory.format), seen);
    } else {
      auto places = items::read_athena_manifest(*bytes);
      source = co_await fetch_all(live, std::move(places), std::move(format), seen);
    }
  }
  if (limit > 0) source = items::at_most(std::move(source), limit);
  co_return source;
}

}  // namespace lambent::states
