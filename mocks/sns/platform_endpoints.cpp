// Devices of apps: endpoints, found by ARN and, within their app, by token.
#include "aws/arn.h"
#include "base/digest.h"
#include "base/text.h"
#include "mocks/sns/paging.h"
#include "mocks/sns/push.h"
#include "mocks/sns/sns.h"

namespace lambent::sns {
namespace {

constexpr size_t kLongestUserData = 2048;

AwsError no_endpoint() { return AwsError("NotFound", 404, "Endpoint does not exist"); }
AwsError bad_attributes(const std::string& why) { return invalid_parameter("Attributes Reason: " + why); }

using Attributes = std::map<std::string, std::string>;

Attributes read_attributes(const Platform& platform, const Json* given) {
  Attributes out;
  if (!given) return out;
  for (const auto& [name, value] : given->items()) {
    std::string text = value.get<std::string>();
    if (name != "Token" && name != "Enabled" && name != "CustomUserData") throw bad_attributes("Invalid attribute name: " + name);
    if (name == "CustomUserData" && text.size() > kLongestUserData)
      throw bad_attributes("Invalid value for attribute: CustomUserData: must be at most 2048 bytes long in UTF-8 encoding");
    if (name == "Enabled" && !iequals(text, "true") && !iequals(text, "false")) throw bad_attributes("Invalid value for attribute: Enabled: must be true or false");
    if (name == "Token") check_token(platform, text);
    out[name] = name == "Enabled" ? lower(text) : text;
  }
  return out;
}

// A version 3 UUID: of the same app and token always the same.
std::string id_of(const std::string& application, const std::string& token) {
  std::string bytes = md5(application + "\n" + token);
  bytes[6] = static_cast<char>((bytes[6] & 0x0F) | 0x30);
  bytes[8] = static_cast<char>((bytes[8] & 0x3F) | 0x80);
  std::string out = hex_encode(bytes);
  for (size_t at : {20, 16, 12, 8}) out.insert(at, "-");
  return out;
}

std::string token_key(const Scope& scope, const std::string& application, const std::string& token) {
  return scope_key(scope, application + "/" + hex_encode(sha256(token)));
}

// "app/GCM/name" of "endpoint/GCM/name/uuid".
std::string application_resource(const std::string& endpoint_resource) {
  return "app" + endpoint_resource.substr(endpoint_resource.find('/'), endpoint_resource.rfind('/') - endpoint_resource.find('/'));
}

std::string account_and_below(const std::string& arn) { return arn.substr(arn.find(':', arn.find(':', arn.find(':', arn.find(':') + 1) + 1) + 1) + 1); }

std::string resource_of(const std::string& arn) {
  std::string rest = account_and_below(arn);
  return rest.substr(rest.find(':') + 1);
}

Json attributes_of(const PlatformEndpointRow& row) {
  Json out = Json::object();
  for (const auto& [name, value] : row.attributes) out[name] = value;
  return out;
}

AwsError taken(const std::string& arn) {
  return invalid_parameter("Token Reason: Endpoint " + arn + " already exists with the same Token, but different attributes.");
}

Json event_of(const std::string& arn) { return object({{"EndpointArn", arn}}); }

}  // namespace

const PlatformEndpointRow* Push::find_endpoint(const Scope& scope, const std::string& arn) const {
  const PlatformEndpointRow* row = endpoints_.find(scope_key(scope, resource_of(arn)));
  return row && row->arn == arn ? row : nullptr;
}

const PlatformApplicationRow* Push::application_of(const Scope& scope, const std::string& endpoint_arn) const {
  return applications_.find(scope_key(scope, application_resource(resource_of(endpoint_arn))));
}

Task<Json> Push::create_endpoint(Call call) {
  const PlatformApplicationRow app = application(call);
  std::string resource = resource_of(app.arn);
  const std::string kind = split(resource, '/')[1];
  const Platform& platform = *find_platform(kind);
  std::string token = text_at(call.input, "Token");
  check_token(platform, token);

  PlatformEndpointRow row;
  row.attributes = read_attributes(platform, find(call.input, "Attributes"));
  auto data = find_text(call.input, "CustomUserData");
  if (data) {
    Json given = object({{"CustomUserData", *data}});
    row.attributes.merge(read_attributes(platform, &given));  // what the attributes say comes first
  }
  row.attributes.try_emplace("Enabled", "true");
  row.attributes["Token"] = token;

  if (const TokenRow* known = tokens_.find(token_key(call.scope, resource, token))) {
    const PlatformEndpointRow* there = endpoints_.find(known->endpoint);
    if (there && there->attributes != row.attributes) throw taken(there->arn);
    if (there) co_return object({{"EndpointArn", there->arn}});
  }
  std::string own = "endpoint" + resource.substr(3) + "/";
  std::string id = id_of(app.arn, token);
  if (endpoints_.contains(scope_key(call.scope, own + id))) id = aws_.ids().uuid();  // its device has another token now
  row.arn = make_arn("sns", call.scope.region, call.scope.account, own + id);
  std::string arn = row.arn;
  tokens_.put(token_key(call.scope, resource, token), TokenRow{scope_key(call.scope, own + id)});
  endpoints_.put(scope_key(call.scope, own + id), std::move(row));
  Json message = event_of(arn);
  co_await tell(std::move(call), app, "EndpointCreated", std::move(message));
  Json answer = object({{"EndpointArn", arn}});
  co_return answer;
}

Json Push::get_endpoint(const Call& call) {
  std::string arn = text_at(call.input, "EndpointArn");
  platform_resource(arn, "EndpointArn", 3);
  const PlatformEndpointRow* row = find_endpoint(call.scope, arn);
  if (!row) throw no_endpoint();
  return object({{"Attributes", attributes_of(*row)}});
}

Task<Json> Push::set_endpoint(Call call) {
  std::string arn = text_at(call.input, "EndpointArn");
  std::string resource = platform_resource(arn, "EndpointArn", 3);
  const PlatformEndpointRow* row = find_endpoint(call.scope, arn);
  const PlatformApplicationRow* app = row ? application_of(call.scope, arn) : nullptr;
  if (!row || !app) throw no_endpoint();
  std::string of_app = application_resource(resource);
  Attributes changed = read_attributes(*find_platform(split(of_app, '/')[1]), find(call.input, "Attributes"));
  PlatformEndpointRow now = *row;
  std::string old_token = now.attribute("Token");
  for (auto& [name, value] : changed) {
    if (name == "CustomUserData" && value.empty()) now.attributes.erase(name);
    else now.attributes[name] = value;
  }
  std::string token = now.attribute("Token");
  std::string key = scope_key(call.scope, resource);
  if (token != old_token) {
    const TokenRow* other = tokens_.find(token_key(call.scope, of_app, token));
    if (other && other->endpoint != key)
      if (const PlatformEndpointRow* there = endpoints_.find(other->endpoint)) throw taken(there->arn);
    tokens_.erase(token_key(call.scope, of_app, old_token));
    tokens_.put(token_key(call.scope, of_app, token), TokenRow{key});
  }
  bool differs = now.attributes != row->attributes;
  PlatformApplicationRow teller = *app;
  endpoints_.put(key, std::move(now));
  if (differs) {
    Json message = event_of(arn);
    co_await tell(std::move(call), std::move(teller), "EndpointUpdated", std::move(message));
  }
  co_return Json::object();
}

Task<Json> Push::delete_endpoint(Call call) {
  std::string arn = text_at(call.input, "EndpointArn");
  std::string resource = platform_resource(arn, "EndpointArn", 3);
  const PlatformEndpointRow* row = find_endpoint(call.scope, arn);
  const PlatformApplicationRow* app = row ? application_of(call.scope, arn) : nullptr;
  if (!row || !app) co_return Json::object();  // deleting what is not there succeeds
  PlatformApplicationRow teller = *app;
  tokens_.erase(token_key(call.scope, application_resource(resource), row->attribute("Token")));
  endpoints_.erase(scope_key(call.scope, resource));
  Json message = event_of(arn);
  co_await tell(std::move(call), std::move(teller), "EndpointDeleted", std::move(message));
  co_return Json::object();
}

Json Push::list_endpoints(const Call& call) {
  std::string resource = resource_of(application(call).arn);
  Page page(call);
  auto entry = [](const PlatformEndpointRow& row) { return std::optional<Json>(object({{"EndpointArn", row.arn}, {"Attributes", attributes_of(row)}})); };
  page.fill(endpoints_, scope_key(call.scope, "endpoint" + resource.substr(3) + "/"), entry);
  return page.answer("Endpoints");
}

}  // namespace lambent::sns
