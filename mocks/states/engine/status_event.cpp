// "Step Functions Execution Status Change": what EventBridge is told when a Standard execution begins, ends or is redriven.
// The default bus is called as states.amazonaws.com, as good as it goes; where nobody takes events, they are noted in the
// journal. AWS source: Step Functions Developer Guide, "Automating event delivery with EventBridge".
#include <algorithm>

#include "base/log.h"
#include "mocks/states/engine/engine.h"
#include "mocks/states/redrive.h"

namespace lambent::states {
namespace {

const char* kDetailType = "Step Functions Execution Status Change";

Json or_null(const std::string& text) { return text.empty() ? Json() : Json(text); }

Json detail_of(const ExecutionRow& row, const Redrivable& may) {
  Json included = object({{"included", true}});
  Json out = object({{"executionArn", row.arn},
                     {"stateMachineArn", row.machine_arn},
                     {"name", row.name},
                     {"status", row.status},
                     {"startDate", row.started},
                     {"stopDate", row.stopped ? Json(row.stopped) : Json()},
                     {"input", row.input},
                     {"inputDetails", included},
                     {"output", row.output ? Json(*row.output) : Json()},
                     {"outputDetails", row.output ? included : Json()},
                     {"stateMachineVersionArn", or_null(row.version_arn)},
                     {"stateMachineAliasArn", or_null(row.alias_arn)},
                     {"redriveCount", row.redrives},
                     {"redriveDate", row.redrives ? Json(row.redriven) : Json()},
                     {"redriveStatus", may.status()},
                     {"redriveStatusReason", or_null(may.reason)}});
  if (row.failure.error) set_text(out, "error", *row.failure.error);
  if (row.failure.cause) set_text(out, "cause", *row.failure.cause);
  return out;
}

bool takes_events(Aws& aws) {
  Service* events = aws.find("events");
  if (!events) return false;
  auto operations = events->operations();
  return std::find(operations.begin(), operations.end(), "PutEvents") != operations.end();
}

}  // namespace

void Engine::tell_status(const Live& live) {
  const ExecutionRow& row = live.row();
  if (row.express) return;
  std::int64_t now = aws_.clock().now_ms();
  std::string detail = dump(detail_of(row, redrivable(records_, live.key, row, now)));
  if (!takes_events(aws_)) {
    MessageEntry entry;
    entry.kind = "execution-event";
    entry.id = row.arn;
    entry.from = row.machine_arn;
    entry.subject = kDetailType;
    entry.text = std::move(detail);
    aws_.journal().add(live.span, live.trace, std::move(entry));
    return;
  }
  Json event = object({{"Time", seconds_of(now)}, {"Source", "aws.states"}, {"Resources", text_array({row.arn})}, {"DetailType", kDetailType}, {"Detail", detail}});
  Json entries = array();
  entries.push_back(std::move(event));
  Call call("events", "PutEvents", object({{"Entries", std::move(entries)}}), Principal::service("states.amazonaws.com", row.machine_arn, live.scope.account),
            live.scope);
  call.parent = live.span;
  call.trace = live.trace;
  call.origin.source_ip = "states.amazonaws.com";
  aws_.loop().tasks().spawn("execution status event", put_events(std::move(call)));
}

Task<void> Engine::put_events(Call call) {
  try {
    co_await aws_.call(std::move(call));
  } catch (const AwsError& e) {
    log_info("stepfunctions: an event was not taken: " + e.code() + ": " + e.message());
  }
}

}  // namespace lambent::states
