#include "aws/model.h"

#include <stdexcept>

#include "aws/model_files.h"
#include "aws/uri_match.h"
#include "base/json.h"

namespace lambent::model {
namespace {

Type type_of(const std::string& name, const Json& shape) {
  static const std::map<std::string, Type> types = {
      {"structure", Type::structure}, {"list", Type::list},       {"map", Type::map},       {"string", Type::text},
      {"character", Type::text},      {"integer", Type::integer}, {"long", Type::integer},  {"short", Type::integer},
      {"bigInteger", Type::integer},  {"float", Type::real},      {"double", Type::real},   {"bigDecimal", Type::real},
      {"boolean", Type::boolean},     {"blob", Type::blob},       {"timestamp", Type::timestamp}};
  if (bool_at(shape, "document")) return Type::document;
  auto it = types.find(text_at(shape, "type"));
  if (it == types.end()) throw std::logic_error("model: shape " + name + " has an unknown type");
  return it->second;
}

TimeFormat time_format(const Json& from) {
  std::string word = text_at(from, "timestampFormat");
  if (word == "iso8601") return TimeFormat::iso;
  if (word == "rfc822") return TimeFormat::http;
  if (word == "unixTimestamp") return TimeFormat::epoch;
  return TimeFormat::unset;
}

Place place_of(const std::string& word) {
  if (word == "uri") return Place::uri;
  if (word == "querystring") return Place::query;
  if (word == "header") return Place::header;
  if (word == "headers") return Place::headers;
  if (word == "statusCode") return Place::status;
  return Place::body;
}

Protocol protocol_of(const std::string& word) {
  if (word == "json") return Protocol::json;
  if (word == "rest-json") return Protocol::rest_json;
  if (word == "rest-xml") return Protocol::rest_xml;
  return Protocol::query;
}

std::string xml_namespace(const Json& from) {
  const Json* ns = lambent::find(from, "xmlNamespace");
  if (!ns) return "";
  return ns->is_string() ? ns->get<std::string>() : text_at(*ns, "uri");
}

class Reader {
 public:
  explicit Reader(Service& service) : service_(service) {}

  void read(const Json& file) {
    const Json* metadata = lambent::find(file, "metadata");
    if (metadata) read_metadata(*metadata);
    // Two rounds: shapes refer to each other, also in circles.
    if (const Json* shapes = lambent::find(file, "shapes")) {
      for (const auto& [name, shape] : shapes->items()) {
        auto made = std::make_unique<Shape>();
        made->name = name;
        service_.shapes.emplace(name, std::move(made));
      }
      for (const auto& [name, shape] : shapes->items()) read_shape(*service_.shapes.at(name), shape);
    }
    if (const Json* operations = lambent::find(file, "operations"))
      for (const auto& [name, operation] : operations->items()) read_operation(name, operation);
  }

 private:
  void read_metadata(const Json& m) {
    service_.api_version = text_at(m, "apiVersion");
    service_.endpoint_prefix = text_at(m, "endpointPrefix");
    service_.signing_name = text_at(m, "signingName", service_.endpoint_prefix);
    service_.service_id = text_at(m, "serviceId");
    service_.target_prefix = text_at(m, "targetPrefix");
    service_.json_version = text_at(m, "jsonVersion", "1.0");
    service_.xml_namespace = text_at(m, "xmlNamespace");
    service_.query_compatible = lambent::has(m, "awsQueryCompatible");
    service_.protocols.push_back(protocol_of(text_at(m, "protocol")));
    for (const auto& word : texts_at(m, "protocols")) {
      Protocol p = protocol_of(word);
      if (p != service_.protocols.front()) service_.protocols.push_back(p);
    }
  }

  const Shape* shape_named(const std::string& name) const {
    auto it = service_.shapes.find(name);
    if (it == service_.shapes.end()) throw std::logic_error("model: shape " + name + " is missing");
    return it->second.get();
  }

  Member read_member(const std::string& name, const Json& m, const std::string& default_wire) const {
    Member out;
    out.name = name;
    out.wire = text_at(m, "locationName", default_wire);
    out.shape = shape_named(text_at(m, "shape"));
    out.place = place_of(text_at(m, "location"));
    out.flattened = bool_at(m, "flattened");
    out.idempotency_token = bool_at(m, "idempotencyToken");
    out.json_value = bool_at(m, "jsonvalue");
    out.time = time_format(m);
    out.xml_namespace = xml_namespace(m);
    out.xml_attribute = bool_at(m, "xmlAttribute");
    return out;
  }

  void read_shape(Shape& out, const Json& s) const {
    out.type = type_of(out.name, s);
    out.flattened = bool_at(s, "flattened");
    if (const Json* v = lambent::find(s, "min"); v && v->is_number()) out.min = v->get<double>();
    if (const Json* v = lambent::find(s, "max"); v && v->is_number()) out.max = v->get<double>();
    if (std::string pattern = text_at(s, "pattern"); !pattern.empty()) out.pattern = std::make_unique<Pattern>(pattern);
    out.enums = texts_at(s, "enum");
    out.sensitive = bool_at(s, "sensitive");
    out.streaming = bool_at(s, "streaming");
    out.is_union = bool_at(s, "union");
    out.event_stream = bool_at(s, "eventstream");
    out.payload = text_at(s, "payload");
    out.time = time_format(s);
    out.wire = text_at(s, "locationName");
    out.xml_namespace = xml_namespace(s);
    out.exception = bool_at(s, "exception");
    out.fault = bool_at(s, "fault");
    out.error_code = out.name;
    if (out.fault) out.http_status = 500;
    if (const Json* error = lambent::find(s, "error")) {
      out.error_code = text_at(*error, "code", out.name);
      out.http_status = static_cast<int>(int_at(*error, "httpStatusCode", out.http_status));
    }
    if (const Json* members = lambent::find(s, "members"))
      for (const auto& [name, m] : members->items()) out.members.push_back(read_member(name, m, name));
    for (const auto& name : texts_at(s, "required"))
      for (auto& m : out.members)
        if (m.name == name) m.required = true;
    if (const Json* m = lambent::find(s, "member")) out.item = read_member("member", *m, "member");
    if (const Json* m = lambent::find(s, "key")) out.key = read_member("key", *m, "key");
    if (const Json* m = lambent::find(s, "value")) out.value = read_member("value", *m, "value");
  }

  void read_operation(const std::string& name, const Json& o) {
    Operation out;
    out.name = name;
    if (const Json* http = lambent::find(o, "http")) {
      out.method = text_at(*http, "method", "POST");
      out.uri = text_at(*http, "requestUri", "/");
      out.response_code = static_cast<int>(int_at(*http, "responseCode", 200));
    }
    if (const Json* input = lambent::find(o, "input")) out.input = shape_named(text_at(*input, "shape"));
    if (const Json* output = lambent::find(o, "output")) {
      out.output = shape_named(text_at(*output, "shape"));
      out.result_wrapper = text_at(*output, "resultWrapper");
    }
    if (const Json* errors = lambent::find(o, "errors"))
      for (const auto& e : *errors)
        out.errors.push_back(shape_named(e.is_string() ? e.get<std::string>() : text_at(e, "shape")));
    out.unsigned_call = text_at(o, "authtype") == "none";
    service_.operations.emplace(name, std::move(out));
  }

  Service& service_;
};

}  // namespace

const Member* Shape::find(std::string_view member) const {
  for (const auto& m : members)
    if (m.name == member) return &m;
  return nullptr;
}

const Operation* Service::find(std::string_view operation) const {
  auto it = operations.find(operation);
  return it == operations.end() ? nullptr : &it->second;
}

const Shape* Service::error_by_code(std::string_view code) const {
  const Shape* found = nullptr;
  for (const auto& [name, shape] : shapes) {
    if (!shape->exception) continue;
    if (name == code) return shape.get();
    if (shape->error_code == code) found = shape.get();
  }
  return found;
}

std::unique_ptr<Service> from_json(const std::string& name, const Json& file) {
  auto service = std::make_unique<Service>();
  service->name = name;
  Reader(*service).read(file);
  bool rest = service->protocols.empty() || service->protocols.front() == Protocol::rest_json || service->protocols.front() == Protocol::rest_xml;
  if (rest) service->uris = std::make_shared<const UriTable>(*service);
  return service;
}

// The one cache of the process: made once per service, constant from then on. A function-local static is made under
// the language's own guard, so emulators on several threads may come here first together.
const Service* find(std::string_view service) {
  for (const File& file : files())
    if (file.name == service) return file.load();
  return nullptr;
}

std::vector<std::string_view> names() {
  std::vector<std::string_view> out;
  for (const File& file : files())
    if (!file.name.ends_with("_query")) out.push_back(file.name);  // how another protocol spells a service that is there
  return out;
}

}  // namespace lambent::model
