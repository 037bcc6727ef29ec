// The rest-xml protocol (S3): operation by method and path, members in path, query, headers and an XML body.
#include <algorithm>

#include "base/digest.h"
#include "base/text.h"

#include "aws/extended_request_id.h"
#include "aws/http_places.h"
#include "aws/wire_protocols.h"
#include "aws/xml_shapes.h"

namespace lambent {
namespace {

using model::Member;
using model::Place;
using model::Shape;
using model::Type;

XmlElement parsed(const std::string& body) {
  auto root = parse_xml(body);
  if (!root) throw AwsError("MalformedXML", 400, "The XML you provided was not well-formed or did not validate against our published schema");
  return std::move(*root);
}

bool blank(const std::string& text) { return text.find_first_not_of(" \t\r\n") == std::string::npos; }

bool any_in(const Shape& shape, std::initializer_list<Place> places) {
  for (const Member& m : shape.members)
    if (std::find(places.begin(), places.end(), m.place) != places.end()) return true;
  return false;
}

void read_body(const Shape& shape, const HttpRequest& request, Json& out) {
  if (shape.payload.empty()) {
    if (any_in(shape, {Place::body}) && !blank(request.body)) read_xml_members(shape, parsed(request.body), out);
    return;
  }
  const Member* m = shape.find(shape.payload);
  if (request.body.empty()) return;
  if (m->shape->type == Type::blob || m->shape->type == Type::text)
    out[m->name] = request.body;
  else
    out[m->name] = read_xml(*m->shape, parsed(request.body));
}

// The name of the root: what the payload's member or shape is called, else the shape's own.
std::string root_of(const Member& m) {
  if (m.wire != m.name) return m.wire;
  return m.shape->wire.empty() ? m.shape->name : m.shape->wire;
}

bool is_s3(const Identified& what) { return what.service && what.service->name == "s3"; }

constexpr const char* kDeclaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

// S3 shows ids of its own: sixteen digits, and a long one of the host that has answered.
std::string shown_id(const Identified& what, const std::string& request_id) {
  return is_s3(what) ? upper(replace_all(request_id, "-", "")).substr(0, 16) : request_id;
}

void add_ids(const Identified& what, const std::string& request_id, HttpResponse& out) {
  out.headers.add("x-amz-request-id", shown_id(what, request_id));
  if (is_s3(what)) out.headers.add("x-amz-id-2", extended_request_id(request_id));
}

std::string first_of(const std::string& a, const std::string& b) { return a.empty() ? b : a; }

void write_payload(const Member& m, const Json& value, HttpResponse& out) {
  if (m.shape->type == Type::blob || m.shape->type == Type::text) {
    out.body = value.get<std::string>();
    if (!out.headers.has("Content-Type")) out.headers.set("Content-Type", m.shape->type == Type::text ? "text/plain" : "application/octet-stream");
    return;
  }
  XmlText xml;
  write_xml(xml, *m.shape, value, root_of(m), first_of(m.xml_namespace, m.shape->xml_namespace), FlatList::by_member);
  out.body = xml.take();
}

}  // namespace

Json parse_rest_xml(const Identified& what, const HttpRequest& request) {
  Json out = Json::object();
  if (!what.operation->input) return out;
  read_places(what, request, out);
  read_body(*what.operation->input, request, out);
  return out;
}

HttpResponse render_rest_xml(const Identified& what, const Json& output, const std::string& request_id) {
  HttpResponse out{what.operation->response_code, {}, {}};
  const Shape* shape = what.operation->output;
  add_ids(what, request_id, out);
  if (!shape) return out;
  write_places(*shape, output, out);
  if (out.headers.has("Content-Range")) out.status = 206;
  if (is_s3(what) && what.operation->name == "GetBucketLocation") {  // an element without elements
    XmlText xml;
    xml.element(shape->wire, text_at(output, "LocationConstraint"), what.service->xml_namespace);
    out.body = xml.take();
  } else if (!shape->payload.empty()) {
    const Member* m = shape->find(shape->payload);
    if (const Json* value = find(output, m->name)) write_payload(*m, *value, out);
  } else if (any_in(*shape, {Place::body, Place::uri, Place::query}) && out.status != 204) {
    XmlText xml;
    write_xml(xml, *shape, output, first_of(shape->wire, what.operation->name + "Response"), first_of(shape->xml_namespace, what.service->xml_namespace), FlatList::by_member);
    out.body = xml.take();
  }
  if (out.body.empty() || out.headers.has("Content-Type")) return out;
  out.headers.set("Content-Type", "application/xml");
  if (is_s3(what)) out.body.insert(0, kDeclaration);
  return out;
}

// S3's errors stand alone; all others' in an ErrorResponse, as query's do.
HttpResponse render_rest_xml_error(const Identified& what, const AwsError& error, const std::string& request_id) {
  HttpResponse out{error.status(), {}, {}};
  add_ids(what, request_id, out);
  const bool alone = is_s3(what);
  if (error.status() == 304) {  // no fault: what the caller has is still right, and the fields are headers
    for (const auto& [name, value] : error.fields().items()) out.headers.set(name, value.get<std::string>());
    return out;
  }
  out.headers.add("Content-Type", "application/xml");
  XmlText xml;
  if (!alone) xml.open("ErrorResponse", what.service ? what.service->xml_namespace : "");
  xml.open("Error");
  if (!alone) xml.element("Type", error.status() >= 500 ? "Receiver" : "Sender");
  xml.element("Code", error.code());
  if (!error.message().empty()) xml.element("Message", error.message());
  const Shape* shape = what.service ? what.service->error_by_code(error.code()) : nullptr;
  for (const auto& [key, value] : error.fields().items()) {
    const Member* m = shape ? shape->find(key) : nullptr;
    if (m && m->place == Place::body)
      write_xml_member(xml, *m, value, FlatList::by_member);
    else if (!m)
      xml.element(key, value.is_string() ? value.get<std::string>() : dump(value));
  }
  if (shape) write_places(*shape, error.fields(), out);
  if (alone) {
    xml.element("RequestId", shown_id(what, request_id));
    xml.element("HostId", extended_request_id(request_id));
  }
  xml.close("Error");
  if (!alone) {
    xml.element("RequestId", request_id);
    xml.close("ErrorResponse");
  }
  out.body = (alone ? kDeclaration : "") + xml.take();
  return out;
}

}  // namespace lambent
