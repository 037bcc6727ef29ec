// Apps registered with a push service.
#include <set>

#include "aws/arn.h"
#include "base/text.h"
#include "mocks/sns/paging.h"
#include "mocks/sns/push.h"
#include "mocks/sns/sns.h"

namespace lambent::sns {
namespace {

constexpr size_t kLongestValue = 32'768;  // credentials are key files at most
constexpr size_t kMostApplications = 10'000;

AwsError no_application() { return AwsError("NotFound", 404, "PlatformApplication does not exist"); }
AwsError bad_attributes(const std::string& why) { return invalid_parameter("Attributes Reason: " + why); }

void check_name(const std::string& name) {
  if (name.empty()) throw invalid_parameter(name + " Reason: cannot be empty");
  if (name.size() > 256) throw invalid_parameter(name + " Reason: must be at most 256 characters long");
  for (char c : name) {
    bool good = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.';
    if (!good) throw invalid_parameter(name + " Reason: must contain only characters 'a'-'z', 'A'-'Z', '0'-'9', '_', '-', and '.'");
  }
}

void check_attribute(const std::string& name, const std::string& value) {
  static const std::set<std::string> known{"PlatformCredential", "PlatformPrincipal", "ApplePlatformTeamID", "ApplePlatformBundleID",
                                           "EventEndpointCreated", "EventEndpointDeleted", "EventEndpointUpdated", "EventDeliveryFailure",
                                           "SuccessFeedbackRoleArn", "FailureFeedbackRoleArn", "SuccessFeedbackSampleRate", "Enabled"};
  if (!known.contains(name)) throw bad_attributes("Invalid attribute name: " + name);
  auto refuse = [&](const std::string& why) { throw bad_attributes("Invalid value for attribute: " + name + ": " + why); };
  if (value.size() > kLongestValue) refuse("must be at most 32768 bytes long in UTF-8 encoding");
  if (name == "Enabled" && !iequals(value, "true") && !iequals(value, "false")) refuse("must be true or false");
  if (name == "SuccessFeedbackSampleRate") {
    bool good = !value.empty() && value.size() <= 3 && value.find_first_not_of("0123456789") == std::string::npos && std::stoi(value) <= 100;
    if (!good) refuse("must be an integer from 0 to 100");
  }
  auto arn = value.empty() ? std::optional<Arn>(Arn{}) : Arn::parse(value);
  if (name.ends_with("FeedbackRoleArn") && !value.empty() && (!arn || arn->service != "iam" || !arn->resource.starts_with("role/"))) refuse("must be the ARN of a role");
  if (name.starts_with("Event") && !value.empty() && (!arn || arn->service != "sns")) refuse("must be the ARN of a topic");
}

// Puts attributes into a row; an empty value takes one away. Credentials are not kept.
void apply(PlatformApplicationRow& row, const Json& attributes) {
  for (const auto& [name, value] : attributes.items()) {
    std::string text = value.get<std::string>();
    check_attribute(name, text);
    if (name == "PlatformCredential") row.has_credential = !text.empty();
    else if (name == "PlatformPrincipal") row.has_principal = !text.empty();
    else if (text.empty()) row.attributes.erase(name);
    else row.attributes[name] = name == "Enabled" ? lower(text) : text;
  }
}

void check_credentials(const Platform& platform, const PlatformApplicationRow& row) {
  if (row.has_principal && !row.has_credential) throw bad_attributes("PlatformPrincipal attribute provided without PlatformCredential");
  if (platform.needs == Credentials::both && row.has_credential && !row.has_principal)
    throw bad_attributes("PlatformCredential attribute provided without PlatformPrincipal");
  if (platform.needs != Credentials::optional && !row.has_credential) throw bad_attributes("PlatformCredential attribute is required");
}

Json attributes_of(const PlatformApplicationRow& row) {
  Json out = Json::object();
  for (const auto& [name, value] : row.attributes) out[name] = value;
  return out;
}

}  // namespace

std::string platform_resource(const std::string& arn, const char* member, size_t slashes) {
  size_t parts = split(arn, ':').size();
  if (parts < 6) throw invalid_parameter(std::string(member) + " Reason: An ARN must have at least 6 elements, not " + std::to_string(parts));
  auto parsed = Arn::parse(arn);
  if (!parsed || parsed->service != "sns") throw invalid_parameter(member);
  if (split(parsed->resource, '/').size() != slashes + 1) throw invalid_parameter(std::string(member) + " Reason: Wrong number of slashes in relative portion of the ARN.");
  return parsed->resource;
}

const PlatformApplicationRow& Push::application(const Call& call) const {
  std::string arn = text_at(call.input, "PlatformApplicationArn");
  std::string resource = platform_resource(arn, "PlatformApplicationArn", 2);
  const PlatformApplicationRow* row = applications_.find(scope_key(call.scope, resource));
  if (!row || row->arn != arn) throw no_application();
  return *row;
}

Json Push::create_application(const Call& call) {
  std::string name = text_at(call.input, "Name"), kind = text_at(call.input, "Platform");
  check_name(name);
  const Platform* platform = find_platform(kind);
  if (!platform) throw invalid_parameter("Platform Reason: " + kind + " is not supported");
  std::string resource = "app/" + kind + "/" + name;
  std::string key = scope_key(call.scope, resource);

  PlatformApplicationRow row;
  row.arn = make_arn("sns", call.scope.region, call.scope.account, resource);
  row.attributes["Enabled"] = "true";
  apply(row, *find(call.input, "Attributes"));
  check_credentials(*platform, row);
  if (!applications_.contains(key) && applications_.size() >= kMostApplications) throw AwsError("Throttled", 429, "There are too many platform applications");
  std::string arn = row.arn;
  applications_.put(key, std::move(row));  // the same name again: the application as it is given now
  return object({{"PlatformApplicationArn", arn}});
}

Json Push::list_applications(const Call& call) {
  Page page(call);
  auto entry = [](const PlatformApplicationRow& row) { return std::optional<Json>(object({{"PlatformApplicationArn", row.arn}, {"Attributes", attributes_of(row)}})); };
  page.fill(applications_, scope_key(call.scope, "app/"), entry);
  return page.answer("PlatformApplications");
}

Json Push::get_application(const Call& call) { return object({{"Attributes", attributes_of(application(call))}}); }

Json Push::set_application(const Call& call) {
  PlatformApplicationRow row = application(call);
  std::string resource = platform_resource(row.arn, "PlatformApplicationArn", 2);
  apply(row, *find(call.input, "Attributes"));
  check_credentials(*find_platform(split(resource, '/')[1]), row);
  applications_.put(scope_key(call.scope, resource), std::move(row));
  return Json::object();
}

// Its endpoints go with it. Deleting one that is not there succeeds.
Json Push::delete_application(const Call& call) {
  std::string arn = text_at(call.input, "PlatformApplicationArn");
  std::string resource = platform_resource(arn, "PlatformApplicationArn", 2);
  const PlatformApplicationRow* row = applications_.find(scope_key(call.scope, resource));
  if (!row || row->arn != arn) return Json::object();
  std::vector<std::string> endpoints, tokens;
  endpoints_.each(scope_key(call.scope, "endpoint/" + resource.substr(4) + "/"), [&](const std::string& key, const PlatformEndpointRow&) { endpoints.push_back(key); });
  tokens_.each(scope_key(call.scope, resource + "/"), [&](const std::string& key, const TokenRow&) { tokens.push_back(key); });
  for (const auto& key : endpoints) endpoints_.erase(key);
  for (const auto& key : tokens) tokens_.erase(key);
  applications_.erase(scope_key(call.scope, resource));
  return Json::object();
}

}  // namespace lambent::sns
