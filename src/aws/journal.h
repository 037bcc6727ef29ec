// Everything observable, in order: calls with their verdicts, invocations with their logs, messages, executions.
// Console, `lambent logs`, `lambent invoke` and test cases are views of it.
//
// An entry's seq is also its span id: parent links make the tree of cause and effect. Entries of things that last
// (calls, invocations, executions) are opened and later finished in place. Kept in memory within a budget; the
// oldest go first. Loop thread only.
#pragma once
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <variant>

#include "aws/access_need.h"
#include "base/clock.h"
#include "base/json.h"

namespace lambent {

// A need of a call that was let through.
struct Access {
  std::string action, resource;
  std::vector<PolicyStatement> by;  // each of them allows it; none: root, a resource's policy, or refused
  bool refused = false;             // and let through all the same (Enforcement::audit)
};

struct CallEntry {
  std::string service, operation;
  std::string principal;  // ARN
  std::string region;     // where it was sent to
  std::string access_key; // by which it was signed; empty: by none, or from within
  std::string target;     // the resource asked for, as the access need named it
  Json input;             // as validated; values over 16 KiB are replaced by their size
  Json output;
  int status = 0;         // HTTP status; 0 while open
  std::string error_code, error_message;
  std::shared_ptr<const Denial> denial;  // also of a call that was let through (Enforcement::audit)
  std::string stub;                   // how a stub took the call (aws/stubs.h); empty: none did
  std::vector<Access> allowed;        // what it needed and got; empty where IAM is not asked
  std::string route;                  // of an API, that led to it: "API GET /path/{id}"
};

struct InvocationEntry {
  std::string request_id, function_name, function_arn, version;
  std::string event, response;   // payloads as bytes, cropped to 256 KiB
  std::string function_error;    // "Unhandled"; empty on success
  std::string error_type;        // Runtime.ExitError, Sandbox.Timedout, or the function's own
  std::string role_arn, log_stream;
  bool cold = false;
  Duration init{}, duration{};   // real time
  std::int64_t billed_ms = 0;
  int memory_mb = 0, max_memory_mb = 0;
};

struct LogEntry {
  std::string function_name, log_stream, request_id;  // request_id empty outside invocations
  std::string line;                                   // without the line feed
};

// A message that left the account, or came to it from a phone ("reply"): what an outbox shows. `data` has the
// LocalStack-like members of the kind. Or what SES told of a mail where nobody takes it: "mail-event", `to` the destination's
// ARN, `text` the event.
struct MessageEntry {
  std::string kind;  // "sms", "email", "push", "reply", "mail-event", …; the type of the entry
  std::string id, from, text, subject;
  std::vector<std::string> to;
  Json data;
};

struct ExecutionEntry {
  std::string arn, machine_arn, status;  // RUNNING, SUCCEEDED, FAILED, TIMED_OUT, ABORTED
  std::string input, output, error, cause;
};

// A state entered or left. `via` tells which edge led here: start, next, choice <n>, default, catch <n>, retry <n>.
struct VisitEntry {
  std::string execution_arn, state, type, via;
  std::string from;  // the state that edge leaves; empty for start
  std::string input, output;
  std::string error, cause;
  bool ended = false;
};

struct JournalEntry {
  std::uint64_t seq = 0;
  std::uint64_t parent = 0;  // 0: caused from outside
  std::string trace;
  TimePoint at{};            // emulated time
  Duration since{};          // real time since the journal began
  Duration took{};           // real time, when finished
  Duration virtual_took{};
  bool open = false;
  std::variant<CallEntry, InvocationEntry, LogEntry, MessageEntry, ExecutionEntry, VisitEntry> data;

  const char* type() const;  // "call", "invocation", "log", the kind of a message, "execution", "visit"
};

Json to_json(const JournalEntry& entry);

class Journal {
 public:
  explicit Journal(Clock& clock, size_t budget_bytes = 256u << 20);

  // Appends; an open one must be finished. Returns its seq.
  template <class Data>
  std::uint64_t add(std::uint64_t parent, const std::string& trace, Data data) {
    return append(parent, trace, std::move(data), false);
  }
  template <class Data>
  std::uint64_t open(std::uint64_t parent, const std::string& trace, Data data) {
    return append(parent, trace, std::move(data), true);
  }
  // The data of an entry, or null if it has been dropped or is of another kind. Valid until the next append.
  template <class Data>
  Data* get(std::uint64_t seq) {
    JournalEntry* e = entry(seq);
    return e ? std::get_if<Data>(&e->data) : nullptr;
  }
  void finish(std::uint64_t seq);

  const JournalEntry* find(std::uint64_t seq) const;
  std::uint64_t first() const { return first_; }
  std::uint64_t next() const { return first_ + entries_.size(); }
  const std::deque<JournalEntry>& entries() const { return entries_; }
  void clear();  // numbers go on

  // Called after an entry was added or finished. Never call back into the journal from it.
  using Listener = std::function<void(const JournalEntry&)>;
  void listen(Listener listener) { listeners_.push_back(std::move(listener)); }

 private:
  using Data = decltype(JournalEntry::data);
  std::uint64_t append(std::uint64_t parent, const std::string& trace, Data data, bool open);
  JournalEntry* entry(std::uint64_t seq);
  void trim();

  Clock& clock_;
  const size_t budget_;
  const Stopwatch began_;
  std::deque<JournalEntry> entries_;
  std::uint64_t first_ = 1;
  size_t bytes_ = 0;
  std::vector<Listener> listeners_;
};

}  // namespace lambent
