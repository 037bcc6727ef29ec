#include "aws/journal.h"

#include "base/time_text.h"

namespace lambent {
namespace {

// A rough weight of an entry, enough to keep the whole within its budget.
size_t weight(const Json& value) {
  if (value.is_string()) return value.get_ref<const std::string&>().size() + 16;
  size_t sum = 16;
  if (value.is_structured())
    for (const auto& item : value) sum += weight(item) + 24;
  return sum;
}
struct Weigh {
  size_t operator()(const CallEntry& e) const { return 300 + weight(e.input) + weight(e.output); }
  size_t operator()(const InvocationEntry& e) const { return 400 + e.event.size() + e.response.size(); }
  size_t operator()(const LogEntry& e) const { return 200 + e.line.size(); }
  size_t operator()(const MessageEntry& e) const { return 300 + e.text.size() + weight(e.data); }
  size_t operator()(const ExecutionEntry& e) const { return 300 + e.input.size() + e.output.size() + e.cause.size(); }
  size_t operator()(const VisitEntry& e) const { return 300 + e.input.size() + e.output.size() + e.cause.size(); }
};

double ms(Duration d) { return std::chrono::duration<double, std::milli>(d).count(); }

// [{"action", "resource", "by": [{"policy", "sid"}], "refused"}]
Json shown(const std::vector<Access>& allowed) {
  Json out = array();
  for (const auto& access : allowed) {
    if (access.by.empty() && !access.refused) continue;
    Json by = array();
    for (const auto& statement : access.by) {
      Json one = object({{"policy", *statement.policy}});
      set_if(one, "sid", find_text(*statement.document, "Sid"));
      if (!statement.keys.empty()) set(one, "keys", to_json(statement.keys));
      by.push_back(std::move(one));
    }
    Json one = object({{"action", access.action}, {"resource", access.resource}, {"by", std::move(by)}});
    if (access.refused) set(one, "refused", true);
    out.push_back(std::move(one));
  }
  return out;
}

struct Render {
  Json& out;
  void text(std::string_view key, const std::string& value) const {
    if (!value.empty()) set_text(out, key, value);
  }
  void operator()(const CallEntry& e) const {
    set_text(out, "service", e.service);
    set_text(out, "operation", e.operation);
    text("target", e.target);
    text("principal", e.principal);
    set(out, "status", e.status);
    set(out, "input", e.input);
    if (!e.output.is_null()) set(out, "output", e.output);
    text("errorCode", e.error_code);
    text("errorMessage", e.error_message);
    if (e.denial) set(out, "denial", to_json(*e.denial));
    text("stub", e.stub);
    text("route", e.route);
    if (Json allowed = shown(e.allowed); !allowed.empty()) set(out, "allowed", std::move(allowed));
  }
  void operator()(const InvocationEntry& e) const {
    set_text(out, "requestId", e.request_id);
    set_text(out, "function", e.function_name);
    set_text(out, "functionArn", e.function_arn);
    set_text(out, "version", e.version);
    set_text(out, "role", e.role_arn);
    set_text(out, "event", e.event);
    set_text(out, "response", e.response);
    text("functionError", e.function_error);
    text("errorType", e.error_type);
    set(out, "cold", e.cold);
    if (e.cold) set(out, "initMs", ms(e.init));
    set(out, "durationMs", ms(e.duration));
    set(out, "billedMs", e.billed_ms);
    set(out, "memory", object({{"limit", e.memory_mb}, {"max", e.max_memory_mb}}));
  }
  void operator()(const LogEntry& e) const {
    set_text(out, "function", e.function_name);
    text("requestId", e.request_id);
    text("logStream", e.log_stream);
    set_text(out, "line", e.line);
  }
  void operator()(const MessageEntry& e) const {
    if (e.kind != "sms" && e.kind != "email") set_text(out, "kind", e.kind);
    set_text(out, "id", e.id);
    set_text(out, "from", e.from);
    set(out, "to", text_array(e.to));
    text("subject", e.subject);
    set_text(out, "text", e.text);
    set(out, "data", e.data);
  }
  void operator()(const ExecutionEntry& e) const {
    set_text(out, "execution", e.arn);
    set_text(out, "machine", e.machine_arn);
    set_text(out, "status", e.status);
    set_text(out, "input", e.input);
    text("output", e.output);
    text("error", e.error);
    text("cause", e.cause);
  }
  void operator()(const VisitEntry& e) const {
    set_text(out, "execution", e.execution_arn);
    set_text(out, "state", e.state);
    set_text(out, "stateType", e.type);
    set_text(out, "via", e.via);
    text("from", e.from);
    set_text(out, "input", e.input);
    text("output", e.output);
    text("error", e.error);
    text("cause", e.cause);
  }
};

}  // namespace

const char* JournalEntry::type() const {
  static constexpr const char* names[] = {"call", "invocation", "log", "message", "execution", "visit"};
  if (auto* m = std::get_if<MessageEntry>(&data)) return m->kind.c_str();
  return names[data.index()];
}

Json to_json(const JournalEntry& e) {
  Json out = object({{"seq", e.seq}, {"type", e.type()}});
  if (e.parent) set(out, "parent", e.parent);
  if (!e.trace.empty()) set_text(out, "trace", e.trace);
  set_text(out, "at", iso_millis(e.at));
  set(out, "us", std::chrono::duration_cast<std::chrono::microseconds>(e.since).count());
  if (e.open) {
    set(out, "open", true);
  } else {
    set(out, "durUs", std::chrono::duration_cast<std::chrono::microseconds>(e.took).count());
    if (e.virtual_took > e.took) set(out, "virtualMs", ms(e.virtual_took));
  }
  Json data = Json::object();
  std::visit(Render{data}, e.data);
  set(out, "data", std::move(data));
  return out;
}

Journal::Journal(Clock& clock, size_t budget_bytes) : clock_(clock), budget_(budget_bytes) {}

std::uint64_t Journal::append(std::uint64_t parent, const std::string& trace, Data data, bool open) {
  JournalEntry e;
  e.seq = next();
  e.parent = parent;
  e.trace = trace;
  e.at = clock_.now();
  e.since = began_.elapsed();
  e.open = open;
  e.data = std::move(data);
  bytes_ += std::visit(Weigh{}, e.data);
  entries_.push_back(std::move(e));
  trim();
  for (const auto& listener : listeners_) listener(entries_.back());
  return next() - 1;
}

void Journal::finish(std::uint64_t seq) {
  JournalEntry* e = entry(seq);
  if (!e || !e->open) return;
  e->open = false;
  e->took = began_.elapsed() - e->since;
  e->virtual_took = clock_.now() - e->at;
  for (const auto& listener : listeners_) listener(*e);
}

JournalEntry* Journal::entry(std::uint64_t seq) {
  return seq < first_ || seq >= next() ? nullptr : &entries_[seq - first_];
}
const JournalEntry* Journal::find(std::uint64_t seq) const {
  return seq < first_ || seq >= next() ? nullptr : &entries_[seq - first_];
}

void Journal::clear() {
  first_ = next();
  entries_.clear();
  bytes_ = 0;
}

// What was added later to an open entry (a response) is not in bytes_, so a dropped entry may weigh more than it did.
void Journal::trim() {
  while (bytes_ > budget_ && entries_.size() > 1) {
    bytes_ -= std::min(bytes_, std::visit(Weigh{}, entries_.front().data));
    entries_.pop_front();
    ++first_;
  }
}

}  // namespace lambent
