// The rest-json protocol: operation by method and path, members in path, query, headers and body.
#include "aws/error_body.h"
#include "aws/http_places.h"
#include "aws/json_values.h"
#include "aws/wire_protocols.h"
#include "base/text.h"

namespace lambent {
namespace {

using model::Member;
using model::Place;
using model::Shape;
using model::Type;

Json parsed_body(const HttpRequest& request) {
  try {
    return parse_json(request.body);
  } catch (const JsonError& e) {
    throw AwsError("SerializationException", 400, std::string("Could not parse request body into json: ") + e.what());
  }
}

void read_body(const Shape& shape, const HttpRequest& request, Json& out) {
  if (!shape.payload.empty()) {
    const Member* m = shape.find(shape.payload);
    if (request.body.empty()) return;
    if (m->shape->type == Type::blob || m->shape->type == Type::text)
      out[m->name] = request.body;
    else
      out[m->name] = read_json_value(*m->shape, parsed_body(request), SerializationWords::rest_json);
    return;
  }
  bool wanted = false;
  for (const Member& m : shape.members) wanted |= m.place == Place::body;
  if (!wanted || trim(request.body).empty()) return;
  Json body = parsed_body(request);
  if (!body.is_object()) throw AwsError("SerializationException", 400, "Start of list found where not expected");
  for (const Member& m : shape.members) {
    if (m.place != Place::body) continue;
    auto it = body.find(m.wire);
    if (it != body.end() && !it->is_null()) out[m.name] = read_json_value(*m.shape, std::move(*it), SerializationWords::rest_json);
  }
}

}  // namespace

Json parse_rest_json(const Identified& what, const HttpRequest& request) {
  Json out = Json::object();
  const Shape* shape = what.operation->input;
  if (!shape) return out;
  read_places(what, request, out);
  read_body(*shape, request, out);
  return out;
}

HttpResponse render_rest_json(const Identified& what, const Json& output, const std::string& request_id) {
  HttpResponse out{what.operation->response_code, {}, {}};
  const Shape* shape = what.operation->output;
  out.headers.add("Content-Type", "application/json");
  out.headers.add("x-amzn-RequestId", request_id);
  if (!shape) return out;
  write_places(*shape, output, out);
  if (!shape->payload.empty()) {
    const Member* m = shape->find(shape->payload);
    const Json* value = find(output, m->name);
    if (!value) return out;
    if (m->shape->type == Type::blob || m->shape->type == Type::text) {
      out.body = value->get_ref<const std::string&>();
      if (m->shape->type == Type::text || what.service->name != "lambda") out.headers.set("Content-Type", m->shape->type == Type::text ? "text/plain" : "application/octet-stream");
    } else {
      out.body = dump(write_json_value(*m->shape, *value));
    }
    return out;
  }
  if (out.status == 204) return out;
  Json body = Json::object();
  for (const auto& [key, value] : output.items()) {
    const Member* m = shape->find(key);
    if (m && m->place == Place::body && !value.is_null()) body[m->wire] = write_json_value(*m->shape, value, m->time);
  }
  out.body = dump(body);
  return out;
}

HttpResponse render_rest_json_error(const Identified& what, const AwsError& error, const std::string& request_id) {
  HttpResponse out{error.status(), {}, {}};
  out.headers.add("Content-Type", "application/json");
  out.headers.add("x-amzn-RequestId", request_id);
  out.headers.add("x-amzn-ErrorType", error.code());
  Json body = Json::object();
  bool lambda = what.service && what.service->name == "lambda";
  if (lambda && what.service->error_by_code(error.code())) set_text(body, "Type", error.status() >= 500 ? "Service" : "User");
  add_error_members(what, error, body, out.headers);
  out.body = dump(body);
  return out;
}

}  // namespace lambent
