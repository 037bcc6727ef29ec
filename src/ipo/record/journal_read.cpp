#include "ipo/record/journal_read.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <stdexcept>

#include "base/time_text.h"

namespace lambent::ipo {
namespace {

Duration from_ms(double ms) { return std::chrono::duration_cast<Duration>(std::chrono::duration<double, std::milli>(ms)); }

Denial denial_of(const Json& d) {
  static constexpr std::pair<std::string_view, DenialReason> reasons[] = {{"identity", DenialReason::identity},
                                                                         {"resource", DenialReason::resource},
                                                                         {"boundary", DenialReason::boundary},
                                                                         {"session", DenialReason::session},
                                                                         {"role_trust", DenialReason::role_trust}};
  Denial out;
  out.principal = text_at(d, "principal");
  out.action = text_at(d, "action");
  out.resource = text_at(d, "resource");
  for (const auto& [name, reason] : reasons)
    if (text_at(d, "reason") == name) out.reason = reason;
  out.explicit_deny = text_at(d, "verdict") == "explicit";
  out.policy = text_at(d, "policy");
  out.considered = texts_at(d, "considered");
  if (const Json* fixes = find(d, "fixes"); fixes && !fixes->empty()) {
    if (const Json* attach = find((*fixes)[0], "attach")) {
      out.attach_kind = text_at(*attach, "kind", "resource");
      out.attach_to = text_at(*attach, "name");
    }
    if (const Json* statement = find((*fixes)[0], "statement")) out.missing_statement = *statement;
  }
  return out;
}

// By which policies is told, not by which of their statements.
Access access_of(const Json& d) {
  static const Json kNoStatement = Json::object();
  Access out;
  out.action = text_at(d, "action");
  out.resource = text_at(d, "resource");
  out.refused = bool_at(d, "refused");
  if (const Json* by = find(d, "by"))
    for (const auto& one : *by) out.by.push_back({std::make_shared<std::string>(text_at(one, "policy")), &kNoStatement});
  return out;
}

CallEntry call_of(const Json& d) {
  CallEntry out;
  out.service = text_at(d, "service");
  out.operation = text_at(d, "operation");
  out.principal = text_at(d, "principal");
  out.target = text_at(d, "target");
  if (const Json* input = find(d, "input")) out.input = *input;
  if (const Json* output = find(d, "output")) out.output = *output;
  out.status = static_cast<int>(int_at(d, "status"));
  out.error_code = text_at(d, "errorCode");
  out.error_message = text_at(d, "errorMessage");
  if (const Json* denial = find(d, "denial")) out.denial = std::make_shared<const Denial>(denial_of(*denial));
  out.stub = text_at(d, "stub");
  out.route = text_at(d, "route");
  if (const Json* allowed = find(d, "allowed"))
    for (const auto& one : *allowed) out.allowed.push_back(access_of(one));
  return out;
}

InvocationEntry invocation_of(const Json& d) {
  InvocationEntry out;
  out.request_id = text_at(d, "requestId");
  out.function_name = text_at(d, "function");
  out.function_arn = text_at(d, "functionArn");
  out.version = text_at(d, "version");
  out.role_arn = text_at(d, "role");
  out.event = text_at(d, "event");
  out.response = text_at(d, "response");
  out.function_error = text_at(d, "functionError");
  out.error_type = text_at(d, "errorType");
  out.cold = bool_at(d, "cold");
  out.init = from_ms(number_at(d, "initMs"));
  out.duration = from_ms(number_at(d, "durationMs"));
  out.billed_ms = int_at(d, "billedMs");
  if (const Json* memory = find(d, "memory")) {
    out.memory_mb = static_cast<int>(int_at(*memory, "limit"));
    out.max_memory_mb = static_cast<int>(int_at(*memory, "max"));
  }
  return out;
}

// A message's type is its kind.
bool is_message(std::string_view type) {
  static constexpr std::string_view kinds[] = {"sms", "reply", "push", "email", "received-email", "rendering-failure", "mail-event", "smtp-relay", "message", "topic", "http", "mail", "firehose", "execution-event"};
  return std::find(std::begin(kinds), std::end(kinds), type) != std::end(kinds);
}

MessageEntry message_of(const Json& d, const std::string& kind) {
  MessageEntry out;
  out.kind = kind;
  out.id = text_at(d, "id");
  out.from = text_at(d, "from");
  out.to = texts_at(d, "to");
  out.subject = text_at(d, "subject");
  out.text = text_at(d, "text");
  if (const Json* data = find(d, "data")) out.data = *data;
  return out;
}

ExecutionEntry execution_of(const Json& d) {
  return {text_at(d, "execution"), text_at(d, "machine"), text_at(d, "status"), text_at(d, "input"), text_at(d, "output"), text_at(d, "error"), text_at(d, "cause")};
}

VisitEntry visit_of(const Json& d, bool ended) {
  return {text_at(d, "execution"), text_at(d, "state"), text_at(d, "stateType"), text_at(d, "via"),   text_at(d, "from"),
          text_at(d, "input"),     text_at(d, "output"), text_at(d, "error"),     text_at(d, "cause"), ended};
}

JournalEntry journal_entry(const Json& written) {
  const Json* data = find(written, "data");
  const std::string type = text_at(written, "type");
  auto at = parse_iso(text_at(written, "at"));
  if (!data || !at) throw std::invalid_argument("this is no journal entry");
  JournalEntry out;
  out.seq = static_cast<std::uint64_t>(int_at(written, "seq"));
  out.parent = static_cast<std::uint64_t>(int_at(written, "parent"));
  out.trace = text_at(written, "trace");
  out.at = *at;
  out.since = std::chrono::microseconds(int_at(written, "us"));
  out.open = bool_at(written, "open");
  out.took = std::chrono::microseconds(int_at(written, "durUs"));
  out.virtual_took = std::max(out.took, from_ms(number_at(written, "virtualMs")));
  if (type == "call") out.data = call_of(*data);
  else if (type == "invocation") out.data = invocation_of(*data);
  else if (type == "log") out.data = LogEntry{text_at(*data, "function"), text_at(*data, "logStream"), text_at(*data, "requestId"), text_at(*data, "line")};
  else if (is_message(type)) out.data = message_of(*data, type);
  else if (type == "execution") out.data = execution_of(*data);
  else if (type == "visit") out.data = visit_of(*data, !out.open);
  else throw std::invalid_argument("there is no journal entry of the type '" + type + "'");
  return out;
}

}  // namespace

ReadJournal::ReadJournal(const std::vector<Json>& entries) {
  std::vector<JournalEntry> read;
  for (const auto& one : entries) read.push_back(journal_entry(one));
  loop_ = std::make_unique<Loop>(ClockMode::frozen, read.empty() ? TimePoint{} : read.front().at);
  journal_ = std::make_unique<Journal>(loop_->clock());
  const std::uint64_t first = read.empty() ? 1 : read.front().seq;
  std::multimap<TimePoint, std::uint64_t> ends;
  auto finish_until = [&](TimePoint t) {
    for (; !ends.empty() && ends.begin()->first <= t; ends.erase(ends.begin())) {
      loop_->clock().advance(std::max(ends.begin()->first - loop_->clock().now(), Duration{}));
      journal_->finish(ends.begin()->second);
    }
  };
  for (auto& one : read) {
    if (one.seq - first + 1 != journal_->next()) throw std::invalid_argument("the journal has a gap before entry " + std::to_string(one.seq));
    finish_until(one.at);
    loop_->clock().advance(std::max(one.at - loop_->clock().now(), Duration{}));
    const std::uint64_t parent = one.parent >= first ? one.parent - first + 1 : 0;
    const bool lasts = one.open || one.virtual_took > Duration{} || std::holds_alternative<CallEntry>(one.data) || std::holds_alternative<VisitEntry>(one.data);
    auto add = [&](auto& data) { return lasts ? journal_->open(parent, one.trace, std::move(data)) : journal_->add(parent, one.trace, std::move(data)); };
    const std::uint64_t seq = std::visit(add, one.data);
    if (lasts && !one.open) ends.emplace(one.at + one.virtual_took, seq);
  }
  finish_until(TimePoint::max());
}

}  // namespace lambent::ipo
