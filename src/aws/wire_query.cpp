// The query protocol: form parameters in, XML out.
#include <charconv>
#include <map>

#include "aws/json_values.h"
#include "aws/wire_protocols.h"
#include "aws/xml_shapes.h"
#include "aws/xml_text.h"
#include "base/text.h"

namespace lambent {
namespace {

using model::Member;
using model::Shape;
using model::Type;

// The parameters as a tree: "A.member.2.B" is A > member > 2 > B.
struct Node {
  std::optional<std::string> value;
  std::map<std::string, Node, std::less<>> below;

  const Node* find(std::string_view name) const {
    auto it = below.find(name);
    return it == below.end() ? nullptr : &it->second;
  }
};

constexpr size_t kMaxDepth = 64;
constexpr size_t kMaxParameters = 20'000;

Node tree_of(const HttpRequest& request) {
  Node root;
  size_t count = 0;
  auto take = [&](std::string_view encoded) {
    for (auto& [name, value] : parse_form(encoded)) {
      if (++count > kMaxParameters) throw AwsError("MalformedQueryString", 400, "The query string contains too many parameters");
      auto steps = split(name, '.');
      if (steps.size() > kMaxDepth) throw AwsError("MalformedQueryString", 400, "The query string contains a syntax error");
      Node* at = &root;
      for (auto& step : steps) at = &at->below[step];
      at->value = std::move(value);
    }
  };
  take(request.query());
  if (istarts_with(request.headers.get("Content-Type"), "application/x-www-form-urlencoded")) take(request.body);
  return root;
}

// Numbered entries in numeric order; gaps are allowed, what is no number is not an entry.
std::vector<const Node*> numbered(const Node& node) {
  std::map<unsigned long, const Node*> sorted;
  for (const auto& [name, below] : node.below) {
    unsigned long n = 0;
    auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), n);
    if (error == std::errc() && end == name.data() + name.size()) sorted.emplace(n, &below);
  }
  std::vector<const Node*> out;
  for (const auto& [n, below] : sorted) out.push_back(below);
  return out;
}

[[noreturn]] void malformed(const std::string& what) { throw AwsError("MalformedInput", 400, what); }

Json read(const Shape& shape, const Node& node);

Json read_scalar(const Shape& shape, const std::string& text) {
  switch (shape.type) {
    case Type::integer: {
      std::int64_t n = 0;
      auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), n);
      if (error != std::errc() || end != text.data() + text.size()) malformed("'" + text + "' is not an integer");
      return n;
    }
    case Type::real: {
      if (text == "NaN" || text == "Infinity" || text == "-Infinity") return text;
      double d = 0;
      auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), d);
      if (error != std::errc() || end != text.data() + text.size()) malformed("'" + text + "' is not a number");
      return d;
    }
    case Type::boolean:
      if (iequals(text, "true")) return true;
      if (iequals(text, "false")) return false;
      malformed("'" + text + "' is not a boolean");
    case Type::blob: {
      auto bytes = base64_decode(text);
      if (!bytes) malformed("a binary value is not base64");
      return std::move(*bytes);
    }
    case Type::timestamp: {
      auto seconds = read_time(text);
      if (!seconds) malformed("'" + text + "' is not a timestamp");
      return *seconds;
    }
    default: return text;
  }
}

Json read_list(const Shape& shape, const Node& node, bool flattened) {
  Json out = Json::array();
  const Node* entries = flattened ? &node : node.find(shape.item->wire);
  if (!entries) return out;  // "Name=": an empty list
  for (const Node* entry : numbered(*entries)) out.push_back(read(*shape.item->shape, *entry));
  return out;
}

Json read_map(const Shape& shape, const Node& node, bool flattened) {
  Json out = Json::object();
  const Node* entries = flattened ? &node : node.find("entry");
  if (!entries) return out;
  for (const Node* entry : numbered(*entries)) {
    const Node* key = entry->find(shape.key->wire);
    const Node* value = entry->find(shape.value->wire);
    if (!key || !key->value) continue;
    Node empty;
    out[*key->value] = read(*shape.value->shape, value ? *value : empty);
  }
  return out;
}

Json read(const Shape& shape, const Node& node) {
  switch (shape.type) {
    case Type::structure: {
      Json out = Json::object();
      for (const Member& m : shape.members) {
        // Clients differ in whether a flattened list goes by its own name or by its element's.
        const Shape& inner = *m.shape;
        bool flat = m.flattened || inner.flattened;
        const Node* below = node.find(m.wire);
        if (!below && flat && inner.type == Type::list && inner.item->wire != "member") below = node.find(inner.item->wire);
        if (!below) continue;
        if (inner.type == Type::list)
          out[m.name] = read_list(inner, *below, flat);
        else if (inner.type == Type::map)
          out[m.name] = read_map(inner, *below, flat);
        else
          out[m.name] = read(inner, *below);
      }
      return out;
    }
    case Type::list: return read_list(shape, node, shape.flattened);
    case Type::map: return read_map(shape, node, shape.flattened);
    default: return read_scalar(shape, node.value.value_or(""));
  }
}

HttpResponse answer(int status, std::string body, const std::string& request_id) {
  HttpResponse out{status, {}, std::move(body)};
  out.headers.add("Content-Type", "text/xml");
  out.headers.add("x-amzn-RequestId", request_id);
  return out;
}

}  // namespace

namespace {

// How this protocol spells a service. One whose model is of another protocol (SQS) has a second model for it.
const model::Service& spelled(const Identified& what) {
  if (!what.service->query_compatible) return *what.service;
  const model::Service* found = model::find(what.service->name + "_query");
  return found ? *found : *what.service;
}

}  // namespace

Json parse_query(const Identified& what, const HttpRequest& request) {
  const model::Operation& operation = *spelled(what).find(what.operation->name);
  if (!operation.input) return Json::object();
  return read(*operation.input, tree_of(request));
}

HttpResponse render_query(const Identified& what, const Json& output, const std::string& request_id) {
  XmlText xml;
  std::string root = what.operation->name + "Response";
  const model::Service& service = spelled(what);
  const model::Operation& operation = *service.find(what.operation->name);
  xml.open(root, service.xml_namespace);
  if (operation.output) {
    std::string wrapper = operation.result_wrapper.empty() ? operation.name + "Result" : operation.result_wrapper;
    xml.open(wrapper);
    if (output.is_object()) write_xml_members(xml, *operation.output, output, FlatList::by_element);
    xml.close(wrapper);
  }
  xml.open("ResponseMetadata");
  xml.element("RequestId", request_id);
  xml.close("ResponseMetadata");
  xml.close(root);
  return answer(200, xml.take(), request_id);
}

HttpResponse render_query_error(const Identified& what, const AwsError& error, const std::string& request_id) {
  if (error.code() == "UnknownOperationException") return answer(error.status(), "<UnknownOperationException/>\n", request_id);
  XmlText xml;
  xml.open("ErrorResponse", what.service ? spelled(what).xml_namespace : "");
  xml.open("Error");
  xml.element("Type", error.status() >= 500 ? "Receiver" : "Sender");
  const Shape* shape = what.service ? what.service->error_by_code(error.code()) : nullptr;
  // A service of two protocols throws its errors by their names; here they go by their codes, and one by other words.
  bool both = what.service && what.service->query_compatible;
  xml.element("Code", both && shape ? shape->error_code : error.code());
  std::string message = error.message();
  if (both && error.code() == "QueueDoesNotExist") message = "The specified queue does not exist for this wsdl version.";
  if (!message.empty()) xml.element("Message", message);
  for (const auto& [key, value] : error.fields().items()) {
    const Member* m = shape ? shape->find(key) : nullptr;
    if (m)
      write_xml_member(xml, *m, value, FlatList::by_element);
    else
      xml.element(key, value.is_string() ? value.get<std::string>() : dump(value));
  }
  if (both) xml.element("Detail", "");
  xml.close("Error");
  xml.element("RequestId", request_id);
  xml.close("ErrorResponse");
  return answer(error.status(), xml.take(), request_id);
}

}  // namespace lambent
