#include "client/wire.h"

namespace lambent::client {

namespace {

std::string text_at(const Json& object, const char* name) {
  const auto at = object.is_object() ? object.find(name) : object.end();
  return at != object.end() && at->is_string() ? at->get<std::string>() : "";
}

// "com.amazonaws.x#Name:http://..." and the like: the name alone.
std::string bare_code(std::string code) {
  if (const auto hash = code.rfind('#'); hash != std::string::npos) code.erase(0, hash + 1);
  if (const auto colon = code.find(':'); colon != std::string::npos) code.resize(colon);
  return code;
}

AwsError read_error(const Service& service, std::string_view operation, const WireReply& reply, const std::string& request_id) {
  AwsError error;
  error.http_status = reply.status;
  error.operation = operation;
  error.request_id = request_id;
  if (service.protocol == Protocol::query && reply.body.find('<') != std::string::npos) {
    const Json document = read_xml(reply.body);
    const Json body = document.is_object() ? document.value("Error", Json::object()) : Json::object();
    error.code = text_at(body, "Code");
    error.message = text_at(body, "Message");
    if (error.request_id.empty()) error.request_id = text_at(document, "RequestId");
  } else {
    const Json body = Json::parse(reply.body, nullptr, false);
    error.code = bare_code(reply.header("x-amzn-errortype"));
    for (const char* name : {"__type", "code", "Code"})
      if (error.code.empty()) error.code = bare_code(text_at(body, name));
    for (const char* name : {"message", "Message", "errorMessage"})
      if (error.message.empty()) error.message = text_at(body, name);
  }
  if (error.code.empty()) error.code = std::to_string(reply.status);
  return error;
}

}  // namespace

std::string WireReply::header(std::string_view lower_name) const {
  for (const auto& [name, value] : headers)
    if (name == lower_name) return value;
  return "";
}

WireRequest make_request(const Service& service, std::string_view operation, const Json& parameters) {
  WireRequest request;
  switch (service.protocol) {
    case Protocol::query:
      request.body = query_form(operation, service.version, parameters);
      request.headers.emplace_back("Content-Type", "application/x-www-form-urlencoded; charset=utf-8");
      break;
    case Protocol::json:
      request.body = parameters.dump();
      request.headers.emplace_back("Content-Type", "application/x-amz-json-" + std::string(service.version));
      request.headers.emplace_back("X-Amz-Target", std::string(service.target_prefix) + "." + std::string(operation));
      break;
    case Protocol::rest_json:
      request = rest_request(service.name, operation, parameters);
      break;
  }
  return request;
}

AwsResult read_reply(const Service& service, std::string_view operation, const WireReply& reply) {
  std::string request_id = reply.header("x-amzn-requestid");
  try {
    if (reply.status < 200 || reply.status > 299) return AwsResult::failure(read_error(service, operation, reply, request_id));
    Json answer = Json::object();
    if (service.protocol == Protocol::rest_json) {
      answer = rest_answer(operation, reply);
    } else if (service.protocol == Protocol::json) {
      if (!reply.body.empty()) answer = Json::parse(reply.body);
    } else {
      const Json document = read_xml(reply.body);
      const std::string result = std::string(operation) + "Result";
      if (document.is_object() && document.contains(result) && document[result].is_object()) answer = document[result];
      if (request_id.empty() && document.is_object()) request_id = text_at(document.value("ResponseMetadata", Json::object()), "RequestId");
    }
    return AwsResult::success(answer.dump(-1, ' ', false, Json::error_handler_t::replace), request_id);
  } catch (const CallError& e) {
    return AwsResult::failure({e.code, e.what(), reply.status, request_id, std::string(operation)});
  } catch (const Json::exception& e) {
    return AwsResult::failure({"InvalidResponse", std::string("the answer cannot be read: ") + e.what(), reply.status, request_id, std::string(operation)});
  }
}

}  // namespace lambent::client
