#include "ipo/case/shape_check.h"

#include <algorithm>

#include "base/text.h"

namespace lambent::ipo {
namespace {

using model::Shape;
using model::Type;

// Codes any service may answer with, and their statuses (each service's "Common Errors").
struct CommonError {
  const char* code;
  int status;
};
constexpr CommonError kCommon[] = {
    {"AccessDenied", 403},          {"AccessDeniedException", 403},      {"ExpiredToken", 403},
    {"ExpiredTokenException", 403}, {"IncompleteSignature", 400},        {"InternalError", 500},
    {"InternalFailure", 500},       {"InternalServerError", 500},        {"InvalidAction", 400},
    {"InvalidClientTokenId", 403},  {"InvalidParameterValue", 400},      {"MissingAction", 400},
    {"MalformedQueryString", 404},  {"MissingAuthenticationToken", 403}, {"MissingParameter", 400},
    {"NotAuthorized", 400},         {"OptInRequired", 403},              {"RequestExpired", 400},
    {"RequestLimitExceeded", 503},  {"RequestTimeout", 408},             {"ServiceUnavailable", 503},
    {"SignatureDoesNotMatch", 403}, {"Throttling", 400},                 {"ThrottlingException", 400},
    {"UnrecognizedClientException", 400}, {"ValidationError", 400},      {"ValidationException", 400},
};

std::string wanted(Type type) {
  switch (type) {
    case Type::structure: case Type::map: return "an object";
    case Type::list: return "a list";
    case Type::text: case Type::blob: return "text";
    case Type::integer: return "a whole number";
    case Type::real: return "a number";
    case Type::boolean: return "true or false";
    case Type::timestamp: return "an instant";
    case Type::document: return "";
  }
  return "";
}

bool fits(const Json& value, Type type) {
  switch (type) {
    case Type::structure: case Type::map: return value.is_object();
    case Type::list: return value.is_array();
    case Type::text: case Type::blob: return value.is_string();
    case Type::integer: return value.is_number_integer();
    case Type::real: return value.is_number();
    case Type::boolean: return value.is_boolean();
    case Type::timestamp: return value.is_string() || value.is_number();
    case Type::document: return true;
  }
  return true;
}

struct Rules {
  bool open = false;      // objects may hold matcher words, texts may begin with one
  bool kinds = false;
  bool required = false;
};

class Checker {
 public:
  Checker(const Value& value, std::string of, Rules rules, Diagnostics& says) : value_(value), of_(std::move(of)), rules_(rules), says_(says) {}

  void check(const Json& json, const Shape& shape, const std::string& pointer) {
    if (json.is_null() && !rules_.kinds) return;
    if (rules_.kinds && !fits(json, shape.type)) {
      says_.error(value_.place_of(pointer), of_ + (pointer.empty() ? "" : ": '" + printable(pointer.substr(1)) + "'") + " must be " + wanted(shape.type));
      return;
    }
    if (shape.type == Type::list && json.is_array() && shape.item && shape.item->shape)
      for (size_t i = 0; i < json.size(); i++) check(json[i], *shape.item->shape, pointer_to(pointer, i));
    if (!json.is_object() || (rules_.open && holds_words(json))) return;
    if (shape.type == Type::map && shape.value && shape.value->shape)
      for (const auto& [key, inside] : json.items())
        if (key != "$rest") check(inside, *shape.value->shape, pointer_to(pointer, key));
    if (shape.type == Type::structure) structure(json, shape, pointer);
  }

 private:
  static bool holds_words(const Json& json) {
    for (const auto& [key, inside] : json.items())
      if (key.starts_with('$') && key != "$rest") return true;
    return false;
  }

  void structure(const Json& json, const Shape& shape, const std::string& pointer) {
    for (const auto& [key, inside] : json.items()) {
      if (rules_.open && key == "$rest") continue;
      std::string at = pointer_to(pointer, key);
      const model::Member* member = shape.find(key);
      if (member && member->shape) {
        check(inside, *member->shape, at);
      } else if (!member && key.find("${") == std::string::npos) {
        std::vector<std::string> known;
        for (const auto& one : shape.members) known.push_back(one.name);
        says_.error(value_.place_of(at), (pointer.empty() ? of_ : shape.name) + " has no member '" + printable(key) + "'", Context::hint(key, known));
      }
    }
    if (!rules_.required) return;
    for (const auto& member : shape.members)
      if (member.required && !json.contains(member.name))
        says_.error(value_.place_of(pointer), (pointer.empty() ? of_ : shape.name) + " needs '" + member.name + "'", "`check: present` leaves it out");
  }

  const Value& value_;
  const std::string of_;
  const Rules rules_;
  Diagnostics& says_;
};

// Says what is wrong with the value as the first of the shapes, unless it is right as another of them.
void check_shapes(const Value& value, const std::vector<const Shape*>& shapes, const std::string& of, Rules rules, Context& context) {
  Diagnostics first;
  for (size_t i = 0; i < shapes.size(); i++) {
    Diagnostics says;
    if (shapes[i])
      Checker(value, of, rules, says).check(value.json, *shapes[i], "");
    else if (!value.json.empty())
      says.error(value.place, of + " is empty");
    if (!says.has_errors()) return;
    if (i == 0) first = says;
  }
  for (const auto& d : first.all()) context.error(d.place, d.message, d.hint);
}

void check_input(const Value& value, const ApiName& on, Context& context) {
  std::vector<const Shape*> shapes;
  for (const auto* operation : operations_of(on)) shapes.push_back(operation->input);
  if (value.json.is_object()) check_shapes(value, shapes, "the input of " + on.text, {.open = true}, context);
}

}  // namespace

void check_matcher(const Value& matcher, const ApiName& on, Context& context) { check_input(matcher, on, context); }
void check_params(const Value& params, const ApiName& on, Context& context) { check_input(params, on, context); }

void check_output(const Value& output, const ApiName& on, Check check, Context& context) {
  if (check == Check::off) return;
  std::vector<const Shape*> shapes;
  for (const auto* operation : operations_of(on)) shapes.push_back(operation->output);
  check_shapes(output, shapes, "the output of " + on.text, {.kinds = true, .required = check == Check::strict}, context);
}

int check_error(const std::string& code, const Place& place, const ApiName& on, Check check, Context& context) {
  auto operations = operations_of(on);
  std::vector<std::string> known;
  for (const auto* operation : operations)
    for (const Shape* error : operation->errors) {
      if (error->error_code == code || error->name == code) return error->http_status;
      known.push_back(error->error_code.empty() ? error->name : error->error_code);
    }
  for (const auto& common : kCommon)
    if (code == common.code) return common.status;
  if (operations.empty() || check == Check::off) return 400;
  std::string hint = Context::hint(code, known);
  if (!hint.starts_with("did"))
    for (const auto& common : kCommon) known.push_back(common.code);
  if (std::string near = nearest(code, known); !near.empty()) hint = "did you mean " + near + "?";
  context.error(place, on.text + " has no error '" + printable(code) + "'", hint);
  return 400;
}

}  // namespace lambent::ipo
