#include "aws/identify.h"

#include "aws/s3_request.h"
#include "aws/uri_match.h"
#include "base/text.h"

namespace lambent {
namespace {

using model::Protocol;

struct Scope4 {
  std::string access_key, region, service;
};

// The credential scope, from the header or the query; says nothing about whether the signature is good.
std::optional<Scope4> credential_scope(const HttpRequest& request) {
  std::string credential;
  std::string_view header = request.headers.get("Authorization");
  if (header.starts_with("AWS4-")) {
    auto at = header.find("Credential=");
    if (at == std::string_view::npos) return std::nullopt;
    std::string_view rest = header.substr(at + 11);
    credential = rest.substr(0, rest.find_first_of(", "));
  } else if (request.query().find("X-Amz-Credential=") != std::string_view::npos) {
    for (const auto& [name, value] : parse_form(request.query()))
      if (name == "X-Amz-Credential") credential = value;
  }
  auto parts = split(credential, '/');
  if (parts.size() != 5) return std::nullopt;
  return Scope4{parts[0], parts[2], parts[3]};
}

struct Named {
  const char* signing;
  const char* path_prefix;
  const char* service;
};
// Signing names that stand for several services are told apart by the path.
constexpr Named kBySigningName[] = {
    {"ses", "/v2/", "sesv2"}, {"ses", "", "ses"},       {"apigateway", "/v2/", "apigatewayv2"}, {"apigateway", "", "apigateway"},
    {"states", "", "stepfunctions"}, {"lambda", "", "lambda"}, {"sns", "", "sns"}, {"iam", "", "iam"}, {"sts", "", "sts"}, {"sqs", "", "sqs"}, {"s3", "", "s3"}};
constexpr Named kByVersion[] = {{"2010-03-31", "", "sns"}, {"2010-12-01", "", "ses"}, {"2010-05-08", "", "iam"}, {"2011-06-15", "", "sts"},
                               {"2012-11-05", "", "sqs"}};
constexpr Named kByHost[] = {{"sns", "", "sns"},          {"email", "/v2/", "sesv2"}, {"email", "", "ses"}, {"states", "", "stepfunctions"},
                             {"sync-states", "", "stepfunctions"}, {"iam", "", "iam"}, {"sts", "", "sts"}, {"lambda", "", "lambda"},
                             {"apigateway", "", "apigateway"}, {"sqs", "", "sqs"}};

template <size_t N>
const char* look_up(const Named (&table)[N], std::string_view name, std::string_view path) {
  for (const Named& row : table)
    if (name == row.signing && path.starts_with(row.path_prefix)) return row.service;
  return nullptr;
}

std::string form_value(const HttpRequest& request, std::string_view wanted) {
  std::string_view sources[] = {request.query(), {}};
  if (istarts_with(request.headers.get("Content-Type"), "application/x-www-form-urlencoded")) sources[1] = request.body;
  for (std::string_view source : sources)
    for (size_t at = 0; at < source.size();) {
      auto end = std::min(source.find('&', at), source.size());
      std::string_view one = source.substr(at, end - at);
      if (one.size() > wanted.size() && one.starts_with(wanted) && one[wanted.size()] == '=') return form_decode(one.substr(wanted.size() + 1));
      at = end + 1;
    }
  return "";
}

bool lambda_path(std::string_view path) {  // /20dd-dd-dd/...
  return path.size() > 11 && path.starts_with("/20") && path[5] == '-' && path[8] == '-' && path[11] == '/';
}

// The path of a queue: /<account>/<name>.
bool queue_path(std::string_view path) {
  if (path.size() < 15 || path[0] != '/' || path[13] != '/') return false;
  return path.substr(1, 12).find_first_not_of("0123456789") == std::string_view::npos && path.find('/', 14) == std::string_view::npos;
}

const char* service_of(const HttpRequest& request, const std::optional<Scope4>& scope, const std::string& target) {
  std::string_view path = request.path();
  if (scope)
    if (auto* s = look_up(kBySigningName, scope->service, path)) return s;
  if (is_s3_host(request.headers.get("Host"))) return "s3";
  if (target.starts_with("AWSStepFunctions.")) return "stepfunctions";
  if (target.starts_with("AmazonSQS.") || queue_path(path)) return "sqs";
  if (lambda_path(path)) return "lambda";
  if (path.starts_with("/v2/email/")) return "sesv2";
  if (path == "/restapis" || (path.starts_with("/restapis/") && path.find("/_user_request_") == std::string_view::npos)) return "apigateway";
  std::string_view host = request.headers.get("Host");
  auto dot = host.find('.');
  if (dot != std::string_view::npos && (host.find(".amazonaws.com") != std::string_view::npos || host.find(".localhost") != std::string_view::npos))
    if (auto* s = look_up(kByHost, lower(host.substr(0, dot)), path)) return s;
  if (auto* s = look_up(kByVersion, form_value(request, "Version"), "")) return s;
  // A hand-written request may leave the version out; the operation's name may still tell.
  std::string action = form_value(request, "Action");
  if (!action.empty())
    for (const char* name : {"sns", "ses", "iam", "sts", "sqs"})
      if (model::find(name)->find(action)) return name;
  if (!scope && target.empty() && is_s3_request(request)) return "s3";
  return nullptr;
}

// SQS at the address of one queue, and its errors: its paths mean something, and it speaks two protocols.
void identify_sqs(const HttpRequest& request, const std::string& target, Identified& out, std::optional<AwsError>& error) {
  std::string_view path = request.path();
  bool json = !target.empty() || istarts_with(request.headers.get("Content-Type"), "application/x-amz-json-");
  out.protocol = json ? Protocol::json : Protocol::query;
  if (queue_path(path)) out.captured.emplace_back("QueueUrl", percent_decode(path));
  if (json) return;
  std::string action = form_value(request, "Action");
  out.operation = out.service->find(action);
  bool misplaced = !out.captured.empty() && (action == "CreateQueue" || action == "ListQueues");
  if (misplaced) out.operation = nullptr;
  if (!out.operation && action.empty()) error = AwsError("UnknownOperationException", 404, "");
  if (!out.operation && !action.empty()) error = AwsError("InvalidAction", 400, "The action " + action + " is not valid for this endpoint.");
}

AwsError unknown_operation(Protocol protocol, const std::string& name, const std::string& version) {
  switch (protocol) {
    case Protocol::query:
      if (name.empty()) return AwsError("MissingAction", 400, "Missing Action parameter");
      return AwsError("InvalidAction", 400, "Could not find operation " + name + " for version " + version);
    case Protocol::json: return AwsError("UnknownOperationException", 400, "");
    default: return AwsError("UnknownOperationException", 404, "");
  }
}

}  // namespace

Identified identify(const HttpRequest& request, std::optional<AwsError>& error) {
  Identified out;
  std::string target(request.headers.get("X-Amz-Target"));
  auto scope = credential_scope(request);
  if (scope) {
    out.region = scope->region;
    out.access_key = scope->access_key;
  }
  const char* name = service_of(request, scope, target);
  if (!name) return out;
  out.service = model::find(name);
  if (!out.service) return out;

  out.protocol = out.service->protocols.front();
  if (out.service->name == "s3") {
    identify_s3(request, out, error);
    return out;
  }
  if (out.service->query_compatible) {
    identify_sqs(request, target, out, error);
    if (out.protocol == Protocol::query) return out;
  }
  switch (out.protocol) {
    case Protocol::query: {
      std::string action = form_value(request, "Action");
      out.operation = out.service->find(action);
      std::string version = form_value(request, "Version");
      if (!out.operation) error = unknown_operation(out.protocol, action, version.empty() ? out.service->api_version : version);
      break;
    }
    case Protocol::json: {
      std::string type(request.headers.get("Content-Type"));
      out.content_type = type.starts_with("application/x-amz-json-") ? type.substr(0, type.find(';')) : "application/x-amz-json-" + out.service->json_version;
      auto dot = target.rfind('.');
      if (dot != std::string::npos) out.operation = out.service->find(std::string_view(target).substr(dot + 1));
      if (!out.operation) error = unknown_operation(out.protocol, target, "");
      break;
    }
    default: {
      UriMatch match = out.service->uris->find(request);
      out.operation = match.operation;
      out.captured = std::move(match.captured);
      if (!out.operation) error = unknown_operation(out.protocol, "", "");
    }
  }
  return out;
}

}  // namespace lambent
