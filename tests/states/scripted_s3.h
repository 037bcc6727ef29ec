// Objects behind the door as the S3 service would give them, two keys a page in listings; and a world that has them.
#pragma once
#include "tests/states/world.h"

namespace lambent::states {

class ScriptedS3 final : public Service {
 public:
  std::string_view name() const override { return "s3"; }
  std::vector<std::string_view> operations() const override { return {"GetObject", "PutObject", "ListObjectsV2"}; }
  std::vector<Need> needs(const Call& call) const override {
    std::string arn = "arn:aws:s3:::" + text_at(call.input, "Bucket");
    if (call.operation == "ListObjectsV2") return {Need("s3:ListBucket", arn)};
    return {Need("s3:" + call.operation, arn + "/" + text_at(call.input, "Key"))};
  }
  AwsError refused(const Call&, const Denial& d) const override { return AwsError("AccessDenied", 403, denial_text(d, d.action)); }

  Task<Json> handle(Call call) override {
    std::string bucket = text_at(call.input, "Bucket");
    calls.push_back(call.operation + " " + bucket + "/" + text_at(call.input, "Key", text_at(call.input, "Prefix")));
    callers.push_back(call.caller.arn);
    if (!buckets.contains(bucket)) throw AwsError("NoSuchBucket", 404, "The specified bucket does not exist");
    auto& objects = buckets[bucket];
    Json out = Json::object();
    if (call.operation == "PutObject") {
      objects[text_at(call.input, "Key")] = text_at(call.input, "Body");
    } else if (call.operation == "GetObject") {
      auto it = objects.find(text_at(call.input, "Key"));
      if (it == objects.end()) throw AwsError("NoSuchKey", 404, "The specified key does not exist.");
      set(out, "Body", it->second);
      set_text(out, "ETag", "\"" + std::to_string(std::hash<std::string>()(it->second)) + "\"");
    } else {
      out = page(objects, text_at(call.input, "Prefix"), text_at(call.input, "ContinuationToken"));
    }
    co_return out;
  }
  std::map<std::string, std::map<std::string, std::string>> buckets;
  std::vector<std::string> calls, callers;

 private:
  static Json page(const std::map<std::string, std::string>& objects, const std::string& prefix, const std::string& after) {
    Json contents = array();
    bool more = false;
    for (const auto& [key, body] : objects) {
      if (!key.starts_with(prefix) || key <= after) continue;
      more = contents.size() == 2;
      if (more) break;
      contents.push_back(object({{"Key", key}, {"LastModified", 1700000000.0}, {"ETag", "\"e-" + key + "\""}, {"Size", body.size()}, {"StorageClass", "STANDARD"}}));
    }
    Json out = object({{"IsTruncated", more}});
    if (more) set_text(out, "NextContinuationToken", text_at(contents.back(), "Key"));
    set(out, "Contents", std::move(contents));
    return out;
  }
};

struct MapWorld : World {
  explicit MapWorld(ClockMode mode = ClockMode::skipping, const std::string& file = "", Duration later = {}) : World(mode, file, later) { aws.add(s3); }
  ~MapWorld() {
    loop.tasks().cancel();
    loop.tasks().drain();
  }
  // What MapRunStarted of the last execution names.
  std::string map_run(const std::string& execution) {
    std::string arn;
    for (const auto& e : events(execution))
      if (text_at(e, "type") == "MapRunStarted") arn = text_at(e["mapRunStartedEventDetails"], "mapRunArn");
    return arn;
  }
  Json describe_run(const std::string& arn) { return call("DescribeMapRun", object({{"mapRunArn", arn}})); }
  Json children(const std::string& arn) { return call("ListExecutions", object({{"mapRunArn", arn}}))["executions"]; }

  ScriptedS3 s3;
};

// A machine of one distributed Map M. `states`: the processor's, the first of which is C; `more`: members of M.
inline std::string distributed(const std::string& states, const std::string& more = "", const std::string& type = "STANDARD") {
  return R"({"StartAt":"M","States":{"M":{"Type":"Map","End":true,"ItemProcessor":{"ProcessorConfig":{"Mode":"DISTRIBUTED","ExecutionType":")" + type +
         R"("},"StartAt":"C","States":{)" + states + "}}" + more + "}}}";
}
inline const std::string kPass = R"("C":{"Type":"Pass","End":true})";
inline std::string task(const std::string& function) { return R"("C":{"Type":"Task","Resource":")" + function_arn(function) + R"(","End":true})"; }
inline std::string reader(const std::string& config, const std::string& key = "k") {
  return R"(,"ItemReader":{"Resource":"arn:aws:states:::s3:getObject","Parameters":{"Bucket":"b","Key":")" + key + R"("},"ReaderConfig":{)" + config + "}}";
}

}  // namespace lambent::states
