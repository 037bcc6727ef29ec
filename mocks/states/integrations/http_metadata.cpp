#include "mocks/states/integrations/http_metadata.h"

#include <map>

#include "base/time_text.h"

namespace lambent::states {
namespace {

using Headers = std::map<std::string, std::string>;

std::string content_type(const model::Service& api) {
  switch (api.protocols.front()) {
    case model::Protocol::query: return "text/xml";
    case model::Protocol::json: return "application/x-amz-json-" + api.json_version;
    case model::Protocol::rest_json: return "application/json";
    case model::Protocol::rest_xml: return "application/xml";
  }
  return "";
}

Headers headers_of(const model::Service& api, const Json& answer, const About& about) {
  Headers out{{"Content-Type", content_type(api)}, {"Date", http_date(about.now)}, {"x-amzn-RequestId", about.request_id}};
  if (api.name == "lambda") {
    out["Connection"] = "keep-alive";
    out["Content-Length"] = std::to_string(text_at(answer, "Payload").size());
    out["X-Amz-Executed-Version"] = text_at(answer, "ExecutedVersion", "$LATEST");
    out["x-amzn-Remapped-Content-Length"] = "0";
    out["X-Amzn-Trace-Id"] = about.trace;
    if (auto log = find_text(answer, "LogResult")) out["X-Amz-Log-Result"] = *log;
    return out;
  }
  out["connection"] = "keep-alive";
  out["Content-Length"] = std::to_string(dump(answer).size());
  return out;
}

}  // namespace

void add_http_metadata(Json& result, const model::Service& api, const Json& answer, const About& about) {
  Json all = Json::object(), single = Json::object();
  for (const auto& [name, value] : headers_of(api, answer, about)) {
    set(all, name, text_array({value}));
    set_text(single, name, value);
  }
  set(result, "SdkHttpMetadata", object({{"AllHttpHeaders", std::move(all)}, {"HttpHeaders", std::move(single)}, {"HttpStatusCode", 200}}));
  set(result, "SdkResponseMetadata", object({{"RequestId", about.request_id}}));
}

}  // namespace lambent::states
