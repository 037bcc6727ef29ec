#include "codec.h"

#include "aws/validate.h"

namespace lambent::test {
namespace {
std::string told(const AwsError& e) { return e.code() + " " + std::to_string(e.status()) + " " + e.message(); }
}  // namespace

HttpRequest rest_request(const std::string& method, const std::string& target, const std::string& body) {
  HttpRequest out;
  out.method = method;
  out.target = target;
  out.headers.set("Host", "localhost:4566");
  if (!body.empty()) out.headers.set("Content-Type", "application/json");
  out.body = body;
  return out;
}

HttpRequest query_request(const std::string& form) {
  HttpRequest out = rest_request("POST", "/", form);
  out.headers.set("Content-Type", "application/x-www-form-urlencoded; charset=utf-8");
  return out;
}

HttpRequest json_request(const std::string& target, const std::string& body) {
  HttpRequest out = rest_request("POST", "/", body);
  out.headers.set("Content-Type", "application/x-amz-json-1.0");
  out.headers.set("X-Amz-Target", target);
  return out;
}

HttpRequest scoped_to(HttpRequest request, const std::string& signing_name) {
  request.headers.set("Authorization", "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260102/eu-west-1/" + signing_name +
                                           "/aws4_request, SignedHeaders=host, Signature=00");
  return request;
}

Identified identified(const HttpRequest& request) {
  std::optional<AwsError> error;
  Identified out = identify(request, error);
  if (error) throw *error;
  if (!out.operation) throw std::logic_error("nothing has this request");
  return out;
}

Json input_of(const HttpRequest& request) { return parse_input(identified(request), request); }

std::string refusal_of(const HttpRequest& request) {
  try {
    input_of(request);
  } catch (const AwsError& e) {
    return told(e);
  }
  return "";
}

std::string constraints_of(const HttpRequest& request) {
  try {
    Identified what = identified(request);
    validate_input(*what.service, *what.operation, parse_input(what, request));
  } catch (const AwsError& e) {
    return told(e);
  }
  return "";
}

HttpResponse answer_to(const HttpRequest& request, const Json& output) { return render_output(identified(request), output, "id-1"); }
HttpResponse error_to(const HttpRequest& request, const AwsError& error) { return render_error(identified(request), error, "id-1"); }

}  // namespace lambent::test
