#include "mocks/states/integrations/connection.h"

#include "base/text.h"

namespace lambent::states {
namespace {

constexpr const char* kLists[] = {"HeaderParameters", "QueryStringParameters", "BodyParameters"};

std::string basic(const Json& parameters) {
  return "Basic " + base64_encode(text_at(parameters, "Username") + ":" + text_at(parameters, "Password"));
}

std::vector<std::string> secrets_of(const Json& auth) {
  std::vector<std::string> out;
  if (const Json* parameters = find(auth, "BasicAuthParameters")) {
    out.push_back(basic(*parameters));
    out.push_back(text_at(*parameters, "Password"));
  }
  if (const Json* key = find(auth, "ApiKeyAuthParameters")) out.push_back(text_at(*key, "ApiKeyValue"));
  const Json* more = find(auth, "InvocationHttpParameters");
  for (const char* name : kLists)
    if (const Json* list = more ? find(*more, name) : nullptr)
      for (const auto& one : *list)
        if (bool_at(one, "IsValueSecret")) out.push_back(text_at(one, "Value"));
  return out;
}

std::string protocol_of(const std::string& url) { return url.substr(0, url.find(':')); }

template <class Headers>
std::string header_text(const Headers& headers) {
  std::string out;
  for (const auto& [name, value] : headers) out += (out.empty() ? "" : ", ") + name + ": " + value;
  return "[" + out + "]";
}

}  // namespace

void authorize(const Json& auth, HttpRequest& request, Pairs& query) {
  if (const Json* parameters = find(auth, "BasicAuthParameters")) request.headers.set("Authorization", basic(*parameters));
  if (const Json* key = find(auth, "ApiKeyAuthParameters")) request.headers.set(text_at(*key, "ApiKeyName"), text_at(*key, "ApiKeyValue"));
  const Json* more = find(auth, "InvocationHttpParameters");
  if (!more) return;
  if (const Json* list = find(*more, "HeaderParameters"))
    for (const auto& one : *list) request.headers.set(text_at(one, "Key"), text_at(one, "Value"));
  if (const Json* list = find(*more, "QueryStringParameters"))
    for (const auto& one : *list) query.emplace_back(text_at(one, "Key"), text_at(one, "Value"));
  const Json* list = find(*more, "BodyParameters");
  auto body = list ? try_parse_json(request.body.empty() ? "{}" : request.body) : std::nullopt;
  if (!body || !body->is_object()) return;
  for (const auto& one : *list) set_text(*body, text_at(one, "Key"), text_at(one, "Value"));
  request.body = dump(*body);
}

Json without_secrets(const Json& auth) {
  Json out = Json::object();
  const Json* more = find(auth, "InvocationHttpParameters");
  if (!more) return out;
  Json kept = Json::object();
  for (const char* name : kLists) {
    const Json* list = find(*more, name);
    if (!list) continue;
    Json plain = Json::array();
    for (const auto& one : *list)
      if (!bool_at(one, "IsValueSecret")) plain.push_back(one);
    if (!plain.empty()) set(kept, name, std::move(plain));
  }
  set(out, "InvocationHttpParameters", std::move(kept));
  return out;
}

std::string masked(std::string text, const Json& auth) {
  constexpr std::string_view kMask = "***";
  for (const auto& secret : secrets_of(auth)) {
    std::string escaped = dump(Json(secret));
    escaped = escaped.substr(1, escaped.size() - 2);
    for (const std::string& form : {secret, escaped, percent_encode(secret)})  // as it may be told again
      for (size_t at = 0; !form.empty() && (at = text.find(form, at)) != text.npos; at += kMask.size()) text.replace(at, form.size(), kMask);
  }
  return text;
}

Json shown_request(const HttpRequest& request, const std::string& url) {
  Json out = object({{"protocol", protocol_of(url)}, {"method", request.method}, {"url", url}, {"headers", header_text(request.headers)}});
  if (!request.body.empty()) set_text(out, "body", request.body);
  return out;
}

Json shown_response(const HttpResponse& response, const std::string& reason, const std::string& url) {
  Json out = object({{"protocol", protocol_of(url)}, {"statusCode", std::to_string(response.status)}});
  if (!reason.empty()) set_text(out, "statusMessage", reason);
  set_text(out, "headers", header_text(response.headers));
  if (!response.body.empty()) set_text(out, "body", response.body);
  return out;
}

}  // namespace lambent::states
