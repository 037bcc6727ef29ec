// An http step as the request API Gateway gets: through the deployed API's own host name, without a socket.
#include "base/text.h"
#include "ipo/run/steps.h"
#include "ipo/run/world.h"

namespace lambent::ipo {
namespace {

AwsError no_api(const std::string& why) { return AwsError("NotFoundException", 404, why); }

// The API of this name or id; without one the only API there is.
Json find_api(const World& world, const std::string& wanted) {
  Json answer = world.ask("apigateway", "GetRestApis", object({{"limit", 500}}));
  const Json* all = find(answer, "items");
  std::vector<std::string> names;
  if (all)
    for (const auto& api : *all) {
      if (!wanted.empty() && (text_at(api, "name") == wanted || text_at(api, "id") == wanted)) return api;
      names.push_back(text_at(api, "name"));
    }
  if (names.empty()) throw no_api("there is no API to send a request to");
  if (!wanted.empty()) throw no_api("there is no API '" + printable(wanted) + "'; there are " + join(names, ", "));
  if (names.size() > 1) throw no_api("there are several APIs, so name one with `api`: " + join(names, ", "));
  return (*all)[0];
}

std::string stage_of(const World& world, const std::string& api) {
  Json answer = world.ask("apigateway", "GetStages", object({{"restApiId", api}}));
  const Json* all = find(answer, "item");
  if (!all || all->empty()) throw no_api("the API " + api + " has no stage");
  return text_at((*all)[0], "stageName");
}

std::string target_of(const Http& http) {
  std::string out = http.path;
  for (const auto& [name, value] : http.query) {
    out += out.find('?') == std::string::npos ? '?' : '&';
    out += percent_encode(name) + "=" + percent_encode(value);
  }
  return out;
}

}  // namespace

HttpRequest request_of(const World& world, const Http& http) {
  Json api = find_api(world, http.api);
  std::string id = text_at(api, "id");
  HttpRequest out;
  out.method = http.method;
  out.target = "/" + stage_of(world, id) + target_of(http);
  out.peer = "127.0.0.1";
  out.headers.add("Host", id + ".execute-api." + world.scope().region + ".amazonaws.com");
  for (const auto& [name, value] : http.headers) out.headers.add(name, value);
  if (http.json) {
    out.body = dump(http.json->json);
    if (!out.headers.has("Content-Type")) out.headers.add("Content-Type", "application/json");
  }
  if (http.body) out.body = *http.body;
  return out;
}

}  // namespace lambent::ipo
