#include "mocks/apigateway/proxy_response.h"

#include <charconv>

#include "base/json.h"
#include "base/text.h"
#include "mocks/apigateway/proxy_event.h"

namespace lambent::apigateway {
namespace {

std::optional<int> status_of(const Json& answer) {
  const Json* given = find(answer, "statusCode");
  if (!given) return 200;
  std::int64_t status = 0;
  if (given->is_number_integer()) {
    status = given->get<std::int64_t>();
  } else if (given->is_string()) {
    const auto& text = given->get_ref<const std::string&>();
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), status);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  } else {
    return std::nullopt;
  }
  if (status < 200 || status > 599) return std::nullopt;
  return static_cast<int>(status);
}

std::optional<std::string> scalar(const Json& value) {
  if (value.is_structured() || value.is_null()) return std::nullopt;
  std::string text = value.is_string() ? value.get<std::string>() : dump(value);
  if (text.find_first_of("\r\n") != std::string::npos) return std::nullopt;
  return text;
}

bool is_token(const std::string& name) {
  for (char c : name)
    if (c <= ' ' || c >= 127 || std::string_view("()<>@,;:\\\"/[]?={}").find(c) != std::string_view::npos) return false;
  return !name.empty();
}

// Names API Gateway keeps for itself.
std::string outgoing_name(const std::string& name) {
  for (const char* own : {"Connection", "Content-Length", "Date", "Server", "WWW-Authenticate", "Authorization", "Host", "User-Agent", "X-Amzn-Trace-Id"})
    if (iequals(name, own)) return "x-amzn-Remapped-" + name;
  return name;
}

bool dropped(const std::string& name) {
  return iequals(name, "Transfer-Encoding") || iequals(name, "Keep-Alive") || iequals(name, "TE") || iequals(name, "Upgrade");
}

// False if a header is malformed. The multi-value form comes first and gives the name its case.
bool add_headers(const Json& answer, HttpFields& out) {
  auto add = [&](const std::string& name, const Json& value) {
    auto text = scalar(value);
    if (!text || !is_token(name)) return false;
    std::string shown = outgoing_name(name);
    for (const auto& [known, ignored] : out)
      if (iequals(known, shown)) shown = known;
    if (!dropped(name)) out.add(shown, *text);
    return true;
  };
  const Json* multi = find(answer, "multiValueHeaders");
  if (multi && !multi->is_object()) return false;
  if (multi)
    for (const auto& [name, values] : multi->items()) {
      if (!values.is_array()) return false;
      for (const auto& value : values)
        if (!add(name, value)) return false;
    }
  const Json* single = find(answer, "headers");
  if (single && !single->is_object()) return false;
  if (single)
    for (const auto& [name, value] : single->items())
      if (!add(name, value)) return false;
  return true;
}

}  // namespace

std::optional<HttpResponse> map_proxy_response(const std::string& payload, const std::vector<std::string>& binary_types,
                                               std::string_view accept) {
  auto answer = try_parse_json(payload);
  if (!answer || !answer->is_object()) return std::nullopt;
  for (const auto& [name, value] : answer->items())
    if (name != "statusCode" && name != "headers" && name != "multiValueHeaders" && name != "body" && name != "isBase64Encoded") return std::nullopt;
  auto status = status_of(*answer);
  HttpResponse out;
  if (!status || !add_headers(*answer, out.headers)) return std::nullopt;
  out.status = *status;
  const Json* body = find(*answer, "body");
  const Json* encoded = find(*answer, "isBase64Encoded");
  if ((body && !body->is_string()) || (encoded && !encoded->is_boolean())) return std::nullopt;
  if (body) out.body = body->get<std::string>();
  if (encoded && encoded->get<bool>() && is_binary(binary_types, accept)) {
    auto bytes = base64_decode(out.body);
    if (!bytes) return std::nullopt;
    out.body = std::move(*bytes);
  }
  if (!out.headers.has("Content-Type")) out.headers.add("Content-Type", "application/json");
  return out;
}

HttpResponse gateway_error(int status, const char* type, const char* body) {
  HttpResponse out = HttpResponse::json(status, body);
  out.headers.add("x-amzn-ErrorType", type);
  return out;
}

}  // namespace lambent::apigateway
