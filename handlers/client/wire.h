// What a call looks like on the wire, per protocol; pure functions over JSON and text.
#pragma once
#include <lambent/aws.hpp>

#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lambent::client {

using Json = nlohmann::ordered_json;

// Parameters the caller gave that cannot be sent; becomes an AwsError of this code.
struct CallError : std::runtime_error {
  CallError(std::string code, const std::string& message) : std::runtime_error(message), code(std::move(code)) {}
  std::string code;
};

enum class Protocol { query, json, rest_json };

struct Service {
  std::string_view name;           // as users call it
  std::string_view variable;       // AWS_ENDPOINT_URL_<variable>
  std::string_view signing_name;
  std::string_view host_prefix;    // <prefix>.<region>.amazonaws.com
  Protocol protocol;
  std::string_view version;        // query: API version; json: version of the content type
  std::string_view target_prefix;  // json
};

const Service* find_service(std::string_view name);

struct WireRequest {
  std::string path = "/", query, body;
  std::vector<std::pair<std::string, std::string>> headers;
};

struct WireReply {
  int status = 0;
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;  // names in lower case
  std::string header(std::string_view lower_name) const;
};

WireRequest make_request(const Service& service, std::string_view operation, const Json& parameters);  // throws CallError
AwsResult read_reply(const Service& service, std::string_view operation, const WireReply& reply);

// --- the parts, each in a file of its own ---
std::string query_form(std::string_view operation, std::string_view version, const Json& parameters);
WireRequest rest_request(std::string_view service, std::string_view operation, const Json& parameters);
Json rest_answer(std::string_view operation, const WireReply& reply);
Json read_xml(std::string_view xml);  // elements as objects, `member` lists as arrays; throws CallError
std::string percent_encoded(std::string_view text);

}  // namespace lambent::client
