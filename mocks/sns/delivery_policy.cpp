#include "mocks/sns/delivery_policy.h"

#include <array>

#include "aws/error.h"

namespace lambent::sns {
namespace {

constexpr const char* kText = "text/plain; charset=UTF-8";
constexpr std::int64_t kLongestSeconds = 3600;

// AWS source: "Creating an HTTP/S delivery policy", the values of headerContentType.
constexpr std::array kContentTypes{"application/atom+xml", "application/json", "application/octet-stream", "application/soap+xml", "application/x-www-form-urlencoded",
                                   "application/xhtml+xml", "application/xml", "text/css", "text/csv", "text/html", "text/plain", "text/xml"};

struct Count {
  const char* name;
  std::int64_t usual, least, most;
};
constexpr Count kCounts[] = {{"minDelayTarget", 20, 1, kLongestSeconds}, {"maxDelayTarget", 20, 1, kLongestSeconds}, {"numRetries", 3, 0, 100},
                             {"numMaxDelayRetries", 0, 0, 100},          {"numNoDelayRetries", 0, 0, 100},           {"numMinDelayRetries", 0, 0, 100}};

class Checker {
 public:
  explicit Checker(std::string prefix) : prefix_(std::move(prefix)) {}

  [[noreturn]] void refuse(const std::string& what) const { throw AwsError("InvalidParameter", 400, prefix_ + "DeliveryPolicy: " + what); }

  void members(const Json& object, const std::string& path, std::initializer_list<const char*> known) const {
    if (!object.is_object()) refuse((path.empty() ? "the policy" : path) + " must be an object");
    for (const auto& [name, value] : object.items()) {
      bool found = false;
      for (const char* one : known) found |= name == one;
      if (!found) refuse("Unexpected JSON member: " + (path.empty() ? "" : path + ".") + name);
    }
  }

  void retries(const Json& policy, const std::string& path) const {
    members(policy, path, {"minDelayTarget", "maxDelayTarget", "numRetries", "numMaxDelayRetries", "numNoDelayRetries", "numMinDelayRetries", "backoffFunction"});
    std::map<std::string, std::int64_t> value;
    for (const auto& count : kCounts) {
      const Json* given = find(policy, count.name);
      if (given && !given->is_number_integer()) refuse(path + "." + count.name + " must be an integer");
      std::int64_t n = given ? given->get<std::int64_t>() : count.usual;
      if (n < count.least || n > count.most)
        refuse(path + "." + count.name + " must be between " + std::to_string(count.least) + " and " + std::to_string(count.most));
      value[count.name] = n;
    }
    if (!find(policy, "maxDelayTarget")) value["maxDelayTarget"] = std::max(value["minDelayTarget"], value["maxDelayTarget"]);
    if (value["minDelayTarget"] > value["maxDelayTarget"]) refuse(path + ".minDelayTarget must be less than or equal to maxDelayTarget");
    if (value["numNoDelayRetries"] + value["numMinDelayRetries"] + value["numMaxDelayRetries"] > value["numRetries"])
      refuse(path + ".numRetries must be greater than or equal to numNoDelayRetries + numMinDelayRetries + numMaxDelayRetries");
    const Json* function = find(policy, "backoffFunction");
    if (function && (!function->is_string() || !backoff_named(function->get<std::string>())))
      refuse(path + ".backoffFunction must be one of [linear, arithmetic, geometric, exponential]");
    RetryPlan plan = read_manners(object({{"healthyRetryPolicy", policy}})).plan;
    std::int64_t total = 0;
    for (int i = 1; i <= plan.retries(); ++i) total += *plan.delay_ms(i);
    if (total > kLongestSeconds * 1000) refuse(path + ": the total delay must be less than or equal to " + std::to_string(kLongestSeconds) + " seconds");
  }

  void throttle(const Json& policy, const std::string& path) const {
    members(policy, path, {"maxReceivesPerSecond"});
    const Json* n = find(policy, "maxReceivesPerSecond");
    if (n && (!n->is_number_integer() || n->get<std::int64_t>() < 1)) refuse(path + ".maxReceivesPerSecond must be greater than or equal to 1");
  }

  void request(const Json& policy, const std::string& path) const {
    members(policy, path, {"headerContentType"});
    const Json* type = find(policy, "headerContentType");
    if (!type) return;
    std::string name = type->is_string() ? type->get<std::string>() : "";
    name = name.substr(0, name.find(';'));
    for (const char* one : kContentTypes)
      if (name == one) return;
    refuse(path + ".headerContentType is not a supported content type");
  }

 private:
  const std::string prefix_;
};

// Members that are given replace those of `usual`; null is not given.
Json over(Json usual, const Json* given) {
  if (given && given->is_object())
    for (const auto& [name, value] : given->items())
      if (!value.is_null()) usual[name] = value;
  return usual;
}

Json usual_retries() {
  return object({{"minDelayTarget", 20}, {"maxDelayTarget", 20}, {"numRetries", 3}, {"numMaxDelayRetries", 0}, {"numNoDelayRetries", 0}, {"numMinDelayRetries", 0},
                 {"backoffFunction", "linear"}});
}

Json full_retries(const Json* given) {
  Json out = over(usual_retries(), given);
  if (int_at(out, "maxDelayTarget") < int_at(out, "minDelayTarget")) out["maxDelayTarget"] = out["minDelayTarget"];
  return out;
}

Json parsed(const std::string& text) {
  auto out = try_parse_json(text);
  return out && out->is_object() ? *out : Json::object();
}

}  // namespace

void check_delivery_policy(const std::string& text, PolicyOf of, const std::string& prefix) {
  if (text.empty()) return;
  Checker check(prefix);
  auto policy = try_parse_json(text);
  if (!policy) check.refuse("failed to parse JSON.");
  auto each = [&](const Json& in, const std::string& path, const char* name, auto member) {
    if (const Json* value = find(in, name)) (check.*member)(*value, path.empty() ? name : path + "." + name);
  };
  if (of == PolicyOf::topic) {
    check.members(*policy, "", {"http"});
    const Json* http = find(*policy, "http");
    if (!http) return;
    check.members(*http, "http", {"defaultHealthyRetryPolicy", "disableSubscriptionOverrides", "defaultThrottlePolicy", "defaultRequestPolicy"});
    const Json* disable = find(*http, "disableSubscriptionOverrides");
    if (disable && !disable->is_boolean()) check.refuse("http.disableSubscriptionOverrides must be either true or false");
    each(*http, "http", "defaultHealthyRetryPolicy", &Checker::retries);
    each(*http, "http", "defaultThrottlePolicy", &Checker::throttle);
    each(*http, "http", "defaultRequestPolicy", &Checker::request);
    return;
  }
  check.members(*policy, "", {"healthyRetryPolicy", "throttlePolicy", "requestPolicy", "sicklyRetryPolicy", "guaranteed"});
  if (has(*policy, "sicklyRetryPolicy") || bool_at(*policy, "guaranteed")) throw not_emulated("sns", "sicklyRetryPolicy or guaranteed of a DeliveryPolicy");
  each(*policy, "", "healthyRetryPolicy", &Checker::retries);
  each(*policy, "", "throttlePolicy", &Checker::throttle);
  each(*policy, "", "requestPolicy", &Checker::request);
}

Json effective_topic_policy(const std::string& topic) {
  Json all = parsed(topic);
  const Json* http = find(all, "http");
  const Json none = Json::object();
  const Json& given = http ? *http : none;
  Json out = object({{"defaultHealthyRetryPolicy", full_retries(find(given, "defaultHealthyRetryPolicy"))},
                     {"disableSubscriptionOverrides", bool_at(given, "disableSubscriptionOverrides")}});
  if (const Json* throttle = find(given, "defaultThrottlePolicy")) out["defaultThrottlePolicy"] = *throttle;
  out["defaultRequestPolicy"] = over(object({{"headerContentType", kText}}), find(given, "defaultRequestPolicy"));
  return object({{"http", out}});
}

Json effective_subscription_policy(const std::string& topic, const std::string& subscription) {
  Json http = effective_topic_policy(topic)["http"];
  Json own = bool_at(http, "disableSubscriptionOverrides") ? Json::object() : parsed(subscription);
  const Json* retries = find(own, "healthyRetryPolicy");
  const Json *throttle = find(own, "throttlePolicy"), *usual = find(http, "defaultThrottlePolicy");
  if (!throttle) throttle = usual;
  return object({{"healthyRetryPolicy", retries ? full_retries(retries) : http["defaultHealthyRetryPolicy"]},
                 {"sicklyRetryPolicy", nullptr},
                 {"throttlePolicy", throttle ? *throttle : Json()},
                 {"requestPolicy", over(http["defaultRequestPolicy"], find(own, "requestPolicy"))},
                 {"guaranteed", false}});
}

HttpManners read_manners(const Json& effective) {
  HttpManners out;
  Json retries = full_retries(find(effective, "healthyRetryPolicy"));
  auto count = [&](const char* name) { return static_cast<int>(int_at(retries, name)); };
  RetryPlan& plan = out.plan;
  plan.no_delay = count("numNoDelayRetries");
  plan.pre_backoff = count("numMinDelayRetries");
  plan.post_backoff = count("numMaxDelayRetries");
  plan.backoff = std::max(0, count("numRetries") - plan.no_delay - plan.pre_backoff - plan.post_backoff);
  plan.min_delay_ms = int_at(retries, "minDelayTarget") * 1000;
  plan.max_delay_ms = int_at(retries, "maxDelayTarget") * 1000;
  plan.function = backoff_named(text_at(retries, "backoffFunction")).value_or(Backoff::linear);
  const Json* request = find(effective, "requestPolicy");
  out.content_type = request ? text_at(*request, "headerContentType", kText) : kText;
  if (const Json* throttle = find(effective, "throttlePolicy")) out.per_second = find_int(*throttle, "maxReceivesPerSecond");
  return out;
}

}  // namespace lambent::sns
