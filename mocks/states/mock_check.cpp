#include "mocks/states/mock_check.h"

#include <algorithm>
#include <map>

#include "aws/error.h"
#include "aws/model.h"
#include "mocks/states/jsonata/unicode.h"

namespace lambent::states {
namespace {

using model::Shape;
using model::Type;

AwsError refused(const std::string& message) { return AwsError("ValidationException", 400, message); }
AwsError misfit(const std::string& field, const std::string& what) { return refused("Mock result schema validation error: Field '" + field + "' " + what); }

std::string capital(std::string name) {
  if (!name.empty() && name[0] >= 'a' && name[0] <= 'z') name[0] = static_cast<char>(name[0] - 32);
  return name;
}

// Where a value stands: the field's name, or none at the top.
void check(const Json& value, const Shape& shape, const std::string& field, FieldCheck mode);

void check_members(const Json& value, const Shape& shape, const std::string& field, FieldCheck mode) {
  if (!value.is_object()) {
    if (field.empty()) throw refused("Mocked result must be a JSON object.");
    throw misfit(field, "must be an object");
  }
  for (const auto& member : shape.members)
    if (mode == FieldCheck::strict && member.required && !value.contains(capital(member.name)))
      throw refused("Mock result schema validation error: Required field '" + capital(member.name) + "' is missing");
  for (const auto& [name, one] : value.items()) {
    auto known = std::find_if(shape.members.begin(), shape.members.end(), [&](const model::Member& m) { return capital(m.name) == name; });
    if (known != shape.members.end()) check(one, *known->shape, name, mode);
  }
}

void check_text(const Json& value, const Shape& shape, const std::string& field) {
  if (!value.is_string()) throw misfit(field, "must be a string");
  const auto& text = value.get_ref<const std::string&>();
  if (!shape.enums.empty() && std::find(shape.enums.begin(), shape.enums.end(), text) == shape.enums.end()) throw misfit(field, "is not an expected value");
  auto length = static_cast<double>(jsonata::count_points(text));
  if (shape.min && length < *shape.min) throw misfit(field, "is smaller than the minimum length");
  if (shape.max && length > *shape.max) throw misfit(field, "exceeds the maximum length");
}

void check_number(const Json& value, const Shape& shape, const std::string& field) {
  if (!value.is_number()) throw misfit(field, "must be a number");
  auto n = value.get<double>();
  if (shape.min && n < *shape.min) throw misfit(field, "is less than the minimum value");
  if (shape.max && n > *shape.max) throw misfit(field, "exceeds the maximum value");
}

void check(const Json& value, const Shape& shape, const std::string& field, FieldCheck mode) {
  switch (shape.type) {
    case Type::structure: return check_members(value, shape, field, mode);
    case Type::list:
      if (!value.is_array()) throw misfit(field, "must be an array");
      for (const auto& one : value) check(one, *shape.item->shape, field, mode);
      return;
    case Type::map:
      if (!value.is_object()) throw misfit(field, "must be an object");
      for (const auto& [name, one] : value.items()) check(one, *shape.value->shape, field, mode);
      return;
    case Type::boolean:
      if (!value.is_boolean()) throw misfit(field, "must be a boolean");
      return;
    case Type::integer:
    case Type::real: return check_number(value, shape, field);
    case Type::timestamp:
      if (!value.is_string()) throw misfit(field, "must be a string");
      return;
    case Type::text:
    case Type::blob: return check_text(value, shape, field);
    case Type::document: return;
  }
}

struct Answering {
  const model::Service* api = nullptr;
  const Shape* output = nullptr;  // null: it answers nothing
};

// Whose answer a task's result is. Nothing if lambent has no model of that API.
std::optional<Answering> answering(const asl::Resource& resource) {
  std::string service = resource.service, action = capital(resource.action);
  bool sdk = resource.kind == asl::Resource::Kind::sdk;
  if (sdk) service = service.substr(sizeof "aws-sdk:" - 1);
  static const std::map<std::string, std::string, std::less<>> models{{"states", "stepfunctions"}, {"sfn", "stepfunctions"}, {"eventbridge", "events"}};
  if (auto it = models.find(service); it != models.end()) service = it->second;
  // A started execution that is waited for is described at its end.
  bool waits = resource.pattern == asl::Pattern::sync || resource.pattern == asl::Pattern::sync2;
  if (!sdk && service == "stepfunctions" && waits) action = "DescribeExecution";
  Answering out;
  out.api = model::find(service);
  const model::Operation* operation = out.api ? out.api->find(action) : nullptr;
  if (!operation) return std::nullopt;
  out.output = operation->output;
  return out;
}

// What the task's result is taken from is known for calls of an API alone: a function, a worker or a holder of a task
// token answers what it likes, as does an address that is called by HTTP.
bool answers_by_model(const asl::Resource& resource) {
  bool api = resource.kind == asl::Resource::Kind::optimized || resource.kind == asl::Resource::Kind::sdk;
  return api && resource.pattern != asl::Pattern::wait_for_token && resource.service != "apigateway" && resource.service != "http";
}

void check_task(const asl::State& s, const Json& result, const Json& mock) {
  FieldCheck mode = field_check(mock);
  if (mode == FieldCheck::none || !answers_by_model(s.resource)) return;
  auto whose = answering(s.resource);
  if (!whose && find(mock, "fieldValidationMode"))
    throw not_emulated("stepfunctions", "fieldValidationMode " + text_at(mock, "fieldValidationMode") + " for " + s.resource.arn + ", whose API has no model here,");
  if (!whose || !whose->output) return;
  // What Lambda answers is parsed by the integration: any JSON may stand there.
  bool invoke = s.resource.kind == asl::Resource::Kind::optimized && s.resource.service == "lambda";
  Json seen = result;
  if (invoke && seen.is_object()) seen.erase("Payload");
  check(seen, *whose->output, "", mode);
}

}  // namespace

FieldCheck field_check(const Json& mock) {
  std::string mode = text_at(mock, "fieldValidationMode", "STRICT");
  return mode == "NONE" ? FieldCheck::none : mode == "PRESENT" ? FieldCheck::present : FieldCheck::strict;
}

void check_mocked_result(const asl::State& s, const Json& given, const Json& result, const Json& mock) {
  switch (s.type) {
    case asl::Type::task: return check_task(s, result, mock);
    case asl::Type::map:
      if (find(given, "ResultWriter")) {
        if (!result.is_object()) throw refused("Mocked result must be a JSON object.");
      } else if (!result.is_array()) {
        throw refused("Mocked result must be an array.");
      }
      return;
    case asl::Type::parallel:
      if (!result.is_array()) throw refused("Mocked result must be an array.");
      if (result.size() != s.scopes.size()) throw refused("Mocked result must contain the same number of items as number of Parallel branches.");
      return;
    default: return;
  }
}

}  // namespace lambent::states
