#include "aws/journal.h"

#include "base/heap_size.h"
#include "base/time_text.h"

namespace lambent {
namespace {

// What an entry takes in memory. `late`: what is known only at its end; an open entry weighs without it.
struct Weigh {
  enum class Late { without, with };
  const Late late;

  size_t at_end(size_t bytes) const { return late == Late::with ? bytes : 0; }
  static size_t texts(std::initializer_list<const std::string*> all) {
    size_t out = 0;
    for (const auto* one : all) out += heap_size(*one);
    return out;
  }
  size_t operator()(const CallEntry& e) const {
    size_t known = texts({&e.service, &e.operation, &e.principal, &e.access_key, &e.route}) + heap_size(e.input);
    size_t ending = texts({&e.target, &e.error_code, &e.error_message, &e.stub}) + heap_size(e.output) + heap_size(e.allowed.capacity() * sizeof(Access));
    for (const auto& one : e.allowed) ending += heap_size(one.action) + heap_size(one.resource) + heap_size(one.by.capacity() * sizeof(PolicyStatement));
    if (e.denial) ending += heap_size(sizeof(Denial)) + texts({&e.denial->principal, &e.denial->action, &e.denial->resource, &e.denial->encoded}) + heap_size(e.denial->considered) + heap_size(e.denial->missing_statement);
    return known + at_end(ending);
  }
  size_t operator()(const InvocationEntry& e) const {
    return texts({&e.request_id, &e.function_name, &e.function_arn, &e.event, &e.role_arn}) + at_end(texts({&e.response, &e.function_error, &e.error_type, &e.log_stream}));
  }
  size_t operator()(const LogEntry& e) const { return texts({&e.function_name, &e.log_stream, &e.request_id, &e.line}); }
  size_t operator()(const MessageEntry& e) const { return texts({&e.kind, &e.id, &e.from, &e.text, &e.subject}) + heap_size(e.to) + heap_size(e.data); }
  size_t operator()(const ExecutionEntry& e) const { return texts({&e.arn, &e.machine_arn, &e.input}) + at_end(texts({&e.status, &e.output, &e.error, &e.cause})); }
  size_t operator()(const VisitEntry& e) const {
    return texts({&e.execution_arn, &e.state, &e.type, &e.via, &e.from, &e.input}) + at_end(texts({&e.output, &e.error, &e.cause}));
  }
};

size_t weight(const JournalEntry& e, Weigh::Late late) { return sizeof(JournalEntry) + heap_size(e.trace) + std::visit(Weigh{late}, e.data); }
size_t weight(const JournalEntry& e) { return weight(e, e.open ? Weigh::Late::without : Weigh::Late::with); }

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
  entries_.push_back(std::move(e));
  bytes_ += weight(entries_.back());
  trim();
  for (const auto& listener : listeners_) listener(entries_.back());
  return next() - 1;
}

void Journal::finish(std::uint64_t seq) {
  JournalEntry* e = entry(seq);
  if (!e || !e->open) return;
  bytes_ += weight(*e, Weigh::Late::with) - weight(*e, Weigh::Late::without);
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

// Texts may have grown since (a target that became known): a dropped entry may weigh a little more than it did.
void Journal::trim() {
  while (bytes_ > budget_ && entries_.size() > 1) {
    bytes_ -= std::min(bytes_, weight(entries_.front()));
    entries_.pop_front();
    ++first_;
  }
}

}  // namespace lambent
