// What a Task must give the service it asks, and what Express machines may not ask for.
#include "mocks/states/asl/definition_reader.h"

namespace lambent::states::asl {
namespace {

struct Wanted {
  std::string_view service, action;
  std::vector<std::string> fields;
};

// As ValidateStateMachineDefinition says of them.
const std::vector<Wanted>& wanted() {
  static const std::vector<Wanted> table{
      {"lambda", "invoke", {"FunctionName"}},       {"sqs", "sendMessage", {"QueueUrl", "MessageBody"}},
      {"sns", "publish", {"Message"}},              {"dynamodb", "getItem", {"TableName", "Key"}},
      {"dynamodb", "putItem", {"TableName", "Item"}}, {"dynamodb", "updateItem", {"TableName", "Key"}},
      {"dynamodb", "deleteItem", {"TableName", "Key"}}, {"events", "putEvents", {"Entries"}},
      {"states", "startExecution", {"StateMachineArn"}}, {"ecs", "runTask", {"TaskDefinition"}},
      {"glue", "startJobRun", {"JobName"}},
  };
  return table;
}

}  // namespace

void DefinitionReader::express_limits(const Resource& resource, const std::string& at) {
  if (!express_) return;
  if (resource.kind == Resource::Kind::activity) fault("Express state machine does not support Activity ARN", at);
  switch (resource.pattern) {
    case Pattern::request_response: return;
    case Pattern::sync:
    case Pattern::sync2: return fault("Express state machine does not support '.sync' service integration", at);
    case Pattern::wait_for_token:  // the trailing blank is AWS's
      return fault("Express state machine does not support '.waitForTaskToken' service integration ", at);
  }
}

void DefinitionReader::service_fields(const Json& given, const State& s, const std::string& at) {
  if (s.resource.kind != Resource::Kind::optimized) return;
  const char* field = s.language == Language::jsonpath ? "Parameters" : "Arguments";
  auto it = given.find(field);
  if (it == given.end()) return fault(std::string(field) + " field is required for resource ARN: " + s.resource.arn, at);
  if (!it->is_object()) return;  // an expression gives them when it runs
  for (const auto& row : wanted()) {
    if (row.service != s.resource.service || row.action != s.resource.action) continue;
    for (const auto& name : row.fields)
      if (!it->contains(name) && !it->contains(name + ".$")) fault("The field '" + name + "' is required but was missing", at + "/" + field);
  }
}

}  // namespace lambent::states::asl
