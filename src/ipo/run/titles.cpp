// Short names of what happened, for people.
#include "aws/model.h"
#include "ipo/match/display.h"
#include "ipo/run/observe.h"

namespace lambent::ipo {
namespace {

constexpr size_t kTitle = 120;

// What tells one effect of a kind from another.
struct Telling {
  const char* kind;
  std::vector<const char*> fields;
};
const std::vector<Telling>& telling() {
  static const std::vector<Telling> all = {
      {"email", {"to", "subject"}},          {"sms", {"to", "text"}},       {"execution", {"machine", "status"}},
      {"message", {"queue", "topic", "bus"}}, {"object", {"bucket", "key"}}, {"invoke", {"function", "mode"}},
      {"call", {"host", "service", "operation"}}, {"push", {"to", "text"}},
  };
  return all;
}

std::string text_of(const Json& value) {
  if (value.is_array() && value.size() == 1) return text_of(value[0]);
  return shown(value, kTitle);
}

}  // namespace

std::string effect_title(const std::string& kind, const Json& fields) {
  std::string out = kind;
  for (const auto& one : telling()) {
    if (one.kind != kind) continue;
    for (const char* name : one.fields)
      if (const Json* value = find(fields, name)) out += (out == kind ? " " : ", ") + std::string(name) + " " + text_of(*value);
  }
  return out;
}

std::string call_title(const CallEntry& call) {
  const model::Service* service = model::find(call.service);
  std::string out = (service ? service->signing_name : call.service) + ":" + call.operation;
  for (const char* member : {"PhoneNumber", "TopicArn", "TargetArn", "FunctionName", "stateMachineArn", "executionArn", "QueueUrl", "Bucket", "Destination"}) {
    const Json* value = find(call.input, member);
    if (!value) continue;
    if (const Json* to = find(*value, "ToAddresses")) value = to;
    return out + " " + text_of(*value);
  }
  if (!call.target.empty() && call.target != "*") out += " on " + call.target;
  return out;
}

std::string role_of(const std::string& principal) {
  constexpr std::string_view kMark = ":assumed-role/";
  auto at = principal.find(kMark);
  if (at == std::string::npos) return principal;
  std::string rest = principal.substr(at + kMark.size());
  return rest.substr(0, rest.find('/'));
}

}  // namespace lambent::ipo
