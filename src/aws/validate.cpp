#include "aws/validate.h"

#include <cstdio>

#include "base/text.h"
#include "base/time_text.h"

namespace lambent {
namespace {

using model::Member;
using model::Shape;
using model::Type;

// How Java prints a value inside a constraint message.
std::string printed(const Shape& shape, const Json& value) {
  switch (shape.type) {
    case Type::text: return value.is_string() ? value.get<std::string>() : dump(value);
    case Type::blob: {
      size_t n = value.is_string() ? value.get_ref<const std::string&>().size() : 0;
      return "java.nio.HeapByteBuffer[pos=0 lim=" + std::to_string(n) + " cap=" + std::to_string(n) + "]";
    }
    case Type::list: {
      std::string out = "[";
      for (size_t i = 0; i < value.size(); ++i) out += (i ? ", " : "") + printed(*shape.item->shape, value[i]);
      return out + "]";
    }
    case Type::map: {
      std::string out = "{";
      for (const auto& [key, item] : value.items()) out += (out.size() > 1 ? ", " : "") + key + "=" + printed(*shape.value->shape, item);
      return out + "}";
    }
    case Type::structure: {
      std::string out = shape.name + "(";
      for (size_t i = 0; i < shape.members.size(); ++i) {
        const Json* item = find(value, shape.members[i].name);
        out += (i ? ", " : "") + shape.members[i].name + "=" + (item ? printed(*shape.members[i].shape, *item) : "null");
      }
      return out + ")";
    }
    default: return dump(value);
  }
}

std::string number(double v) {
  char buffer[40];
  std::snprintf(buffer, sizeof buffer, "%.15g", v);
  return buffer;
}

std::string first_lower(std::string name) {
  if (!name.empty() && name[0] >= 'A' && name[0] <= 'Z') name[0] = static_cast<char>(name[0] + 32);
  return name;
}

// Whether printing a value of this shape could show something the model calls sensitive.
bool holds_sensitive(const Shape& shape, int depth = 0) {
  if (shape.sensitive) return true;
  if (depth > 8) return false;  // shapes may refer to themselves
  if (shape.type == Type::list) return holds_sensitive(*shape.item->shape, depth + 1);
  if (shape.type == Type::map) return holds_sensitive(*shape.key->shape, depth + 1) || holds_sensitive(*shape.value->shape, depth + 1);
  for (const Member& m : shape.members)
    if (holds_sensitive(*m.shape, depth + 1)) return true;
  return false;
}

size_t text_length(const std::string& utf8) {
  size_t n = 0;
  for (char c : utf8) n += (c & 0xC0) != 0x80;
  return n;
}

class Checker {
 public:
  explicit Checker(const model::Service& service) {
    hide_ = service.name == "iam" || service.name == "sts" || service.name == "ses" || service.name == "sesv2";
    hide_enums_ = service.name == "iam";
  }

  void structure(const Shape& shape, const Json& value, const std::string& path) {
    for (const Member& m : shape.members) {
      const Json* item = find(value, m.name);
      std::string here = path.empty() ? first_lower(m.name) : path + "." + first_lower(m.name);
      if (item) {
        check(*m.shape, *item, here);
      } else if (m.required) {
        errors_.push_back("Value null at '" + here + "' failed to satisfy constraint: Member must not be null");
      }
    }
  }

  std::vector<std::string> errors_;

 private:
  void fail(const Shape& shape, const Json& value, const std::string& path, const std::string& rule) {
    std::string shown = hide_ || holds_sensitive(shape) ? "" : " '" + printed(shape, value) + "'";
    errors_.push_back("Value" + shown + " at '" + path + "' failed to satisfy constraint: " + rule);
  }

  // The broken rules of a scalar, each as AWS words it.
  std::vector<std::string> rules(const Shape& shape, const Json& value) const {
    std::vector<std::string> out;
    std::string what = "length";
    double size = 0;
    if (shape.type == Type::integer || shape.type == Type::real) {
      if (!value.is_number()) return out;
      what = "value";
      size = value.get<double>();
    } else if (value.is_string()) {
      const auto& s = value.get_ref<const std::string&>();
      size = static_cast<double>(shape.type == Type::blob ? s.size() : text_length(s));
    } else {
      size = static_cast<double>(value.size());
    }
    if (shape.min && size < *shape.min) out.push_back("Member must have " + what + " greater than or equal to " + number(*shape.min));
    if (shape.max && size > *shape.max) out.push_back("Member must have " + what + " less than or equal to " + number(*shape.max));
    if (shape.type != Type::text || !value.is_string()) return out;
    const auto& s = value.get_ref<const std::string&>();
    if (shape.pattern && !shape.pattern->matches(s)) out.push_back("Member must satisfy regular expression pattern: " + shape.pattern->source());
    if (!shape.enums.empty() && std::find(shape.enums.begin(), shape.enums.end(), s) == shape.enums.end())
      out.push_back(hide_enums_ ? "Member must satisfy enum value set" : "Member must satisfy enum value set: [" + join(shape.enums, ", ") + "]");
    return out;
  }

  static bool scalar(const Shape& shape) { return shape.type != Type::structure && shape.type != Type::list && shape.type != Type::map; }

  void check(const Shape& shape, const Json& value, const std::string& path) {
    if (shape.type == Type::document) return;
    for (const auto& rule : rules(shape, value)) fail(shape, value, path, rule);
    if (shape.type == Type::structure) structure(shape, value, path);
    if (shape.type == Type::list && value.is_array()) list(shape, value, path);
    if (shape.type == Type::map && value.is_object()) map(shape, value, path);
  }

  // Scalars in lists and maps are reported once for the whole container.
  void list(const Shape& shape, const Json& value, const std::string& path) {
    const Shape& item = *shape.item->shape;
    std::vector<std::string> broken;
    for (size_t i = 0; i < value.size(); ++i) {
      if (!scalar(item)) {
        check(item, value[i], path + "." + std::to_string(i + 1) + ".member");
        continue;
      }
      if (broken.empty()) broken = rules(item, value[i]);
    }
    if (!broken.empty()) fail(shape, value, path, "Member must satisfy constraint: [" + join(broken, ", ") + "]");
  }
  void map(const Shape& shape, const Json& value, const std::string& path) {
    std::vector<std::string> keys, values;
    for (const auto& [key, item] : value.items()) {
      if (keys.empty()) keys = rules(*shape.key->shape, Json(key));
      if (!scalar(*shape.value->shape)) {
        check(*shape.value->shape, item, path + "." + key + ".member");
      } else if (values.empty()) {
        values = rules(*shape.value->shape, item);
      }
    }
    if (!keys.empty()) fail(shape, value, path, "Map keys must satisfy constraint: [" + join(keys, ", ") + "]");
    if (!values.empty()) fail(shape, value, path, "Map value must satisfy constraint: [" + join(values, ", ") + "]");
  }

  bool hide_, hide_enums_;
};

// The first thing in an answer of ours that the model would not have.
std::string fault(const Shape& shape, const Json& value, const std::string& path) {
  auto wrong = [&](const char* expected) { return path + " is not " + expected; };
  switch (shape.type) {
    case Type::text: return value.is_string() ? "" : wrong("a string");
    case Type::blob: return value.is_string() ? "" : wrong("a blob (string of bytes)");
    case Type::integer: return value.is_number_integer() ? "" : wrong("an integer");
    case Type::real: return value.is_number() ? "" : wrong("a number");
    case Type::boolean: return value.is_boolean() ? "" : wrong("a boolean");
    case Type::timestamp:
      return value.is_number() || (value.is_string() && parse_iso(value.get_ref<const std::string&>())) ? "" : wrong("a time (epoch seconds or ISO 8601)");
    case Type::document: return "";
    case Type::list:
      if (!value.is_array()) return wrong("a list");
      for (size_t i = 0; i < value.size(); ++i)
        if (auto f = fault(*shape.item->shape, value[i], path + "[" + std::to_string(i) + "]"); !f.empty()) return f;
      return "";
    case Type::map:
      if (!value.is_object()) return wrong("a map");
      for (const auto& [key, item] : value.items())
        if (auto f = fault(*shape.value->shape, item, path + "." + key); !f.empty()) return f;
      return "";
    case Type::structure: break;
  }
  if (!value.is_object()) return wrong("a structure");
  for (const auto& [key, item] : value.items()) {
    const Member* m = shape.find(key);
    if (!m) return path + " has a member '" + key + "' that " + shape.name + " has not";
    if (item.is_null()) continue;
    if (auto f = fault(*m->shape, item, path + "." + key); !f.empty()) return f;
  }
  for (const Member& m : shape.members)  // null says: AWS leaves it out, though the model requires it
    if (m.required && !value.contains(m.name)) return path + " lacks the required member '" + m.name + "'";
  return "";
}

// SQS looks at what must be there and checks all else by itself, with words of its own.
void require_members(const Shape& shape, const Json& input) {
  for (const Member& m : shape.members)
    if (m.required && !find(input, m.name))
      throw AwsError("MissingRequiredParameterException", 400, "The request must contain the parameter " + m.name + ".");
}

// S3 answers by where a value stands: documents are well-formed or not, arguments are named.
void check_s3(const model::Service& service, const model::Operation& operation, const Json& input) {
  for (const Member& m : operation.input->members) {
    const Json* value = find(input, m.name);
    const bool document = m.place == model::Place::body;
    if (!value) {
      if (m.required && document) throw AwsError("MalformedXML", 400, "The XML you provided was not well-formed or did not validate against our published schema");
      if (m.required) throw AwsError("InvalidRequest", 400, "Missing required header for this request: " + m.wire);
      continue;
    }
    if (document && m.shape->type == Type::structure && operation.name != "CreateBucket") {  // regions have a refusal of their own
      Checker checker(service);
      checker.structure(*m.shape, *value, "");
      if (!checker.errors_.empty()) throw AwsError("MalformedXML", 400, "The XML you provided was not well-formed or did not validate against our published schema");
    }
    if (m.shape->enums.empty() || !value->is_string()) continue;
    const auto& text = value->get_ref<const std::string&>();
    if (std::find(m.shape->enums.begin(), m.shape->enums.end(), text) != m.shape->enums.end()) continue;
    if (m.name == "StorageClass") throw AwsError("InvalidStorageClass", 400, "The storage class you specified is not valid", object({{"StorageClassRequested", text}}));
    std::string message = m.name == "EncodingType" ? "Invalid Encoding Method specified in Request" : "Unknown value for " + m.wire;
    if (m.name == "MetadataDirective") message = "Unknown metadata directive.";
    if (m.name == "TaggingDirective") message = "Unknown tagging directive.";
    throw AwsError("InvalidArgument", 400, message, object({{"ArgumentName", m.wire}, {"ArgumentValue", text}}));
  }
}

}  // namespace

void validate_input(const model::Service& service, const model::Operation& operation, const Json& input) {
  if (!operation.input) return;
  if (service.query_compatible) return require_members(*operation.input, input);
  if (service.name == "s3") return check_s3(service, operation, input);
  Checker checker(service);
  checker.structure(*operation.input, input, service.name == "apigateway" ? first_lower(operation.name) + "Input" : "");
  if (checker.errors_.empty()) return;
  size_t n = checker.errors_.size();
  std::string text = std::to_string(n) + (n == 1 ? " validation error detected: " : " validation errors detected: ") + join(checker.errors_, "; ");
  const char* code = service.name == "sesv2" ? "BadRequestException" : "ValidationException";
  if (service.protocols.front() == model::Protocol::query) code = "ValidationError";
  throw AwsError(code, 400, text);
}

std::string output_fault(const model::Service&, const model::Operation& operation, const Json& output) {
  if (!operation.output) return output.is_null() || output.empty() ? "" : "it answers something, and the operation has no output";
  return fault(*operation.output, output.is_null() ? Json::object() : output, operation.output->name);
}

}  // namespace lambent
