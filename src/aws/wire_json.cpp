// The json 1.0 and 1.1 protocols: one operation per X-Amz-Target, one JSON object each way.
#include "aws/error_body.h"
#include "aws/json_values.h"
#include "aws/wire_protocols.h"

namespace lambent {
namespace {

// Errors of the framework carry the framework's namespace; those of the service, in 1.0, the service's.
std::string qualified(const Identified& what, const std::string& code) {
  if (what.content_type.ends_with("1.1")) return code;
  if (code == "UnrecognizedClientException" || code == "UnknownOperationException" || code == "SerializationException" ||
      code == "MissingAuthenticationTokenException" || code == "InvalidSignatureException" || code == "IncompleteSignatureException" ||
      code == "ExpiredTokenException" || code == "AccessDeniedException" || code == "InternalFailure")
    return "com.amazon.coral.service#" + code;
  if (code == "ValidationException") return "com.amazon.coral.validate#" + code;
  if (what.service->query_compatible) return "com.amazonaws." + what.service->name + "#" + code;
  return code;
}

HttpResponse answer(const Identified& what, int status, std::string body, const std::string& request_id) {
  HttpResponse out{status, {}, std::move(body)};
  out.headers.add("Content-Type", what.content_type);
  out.headers.add("x-amzn-RequestId", request_id);
  return out;
}

}  // namespace

Json parse_json_rpc(const Identified& what, const HttpRequest& request) {
  if (!what.operation->input || request.body.empty()) return Json::object();
  Json body;
  try {
    body = parse_json(request.body);
  } catch (const JsonError&) {
    throw AwsError("SerializationException", 400, "");
  }
  if (!body.is_object()) throw AwsError("SerializationException", 400, "Unexpected list or scalar where a structure was expected.");
  return read_json_value(*what.operation->input, std::move(body), SerializationWords::json);
}

HttpResponse render_json_rpc(const Identified& what, const Json& output, const std::string& request_id) {
  std::string body = "{}";
  if (what.operation->output && output.is_object()) body = dump(write_json_value(*what.operation->output, output));
  return answer(what, 200, std::move(body), request_id);
}

HttpResponse render_json_rpc_error(const Identified& what, const AwsError& error, const std::string& request_id) {
  Json body = Json::object();
  set_text(body, "__type", qualified(what, error.code()));
  HttpResponse out = answer(what, error.status(), "", request_id);
  // Clients that once spoke the query protocol go on to see its codes.
  const model::Shape* shape = what.service->query_compatible ? what.service->error_by_code(error.code()) : nullptr;
  if (shape) out.headers.add("x-amzn-query-error", shape->error_code + (error.status() >= 500 ? ";Receiver" : ";Sender"));
  add_error_members(what, error, body, out.headers);
  out.body = dump(body);
  return out;
}

}  // namespace lambent
