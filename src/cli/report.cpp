#include "cli/report.h"

#include <map>

namespace lambent::cli {
namespace {

// Journal entries by seq, and what each caused, in order.
struct Tree {
  std::map<std::uint64_t, const Json*> entries;
  std::map<std::uint64_t, std::vector<const Json*>> caused;
  const bool with_data;  // of states

  explicit Tree(const std::vector<Json>& list, bool data_of_states = false) : with_data(data_of_states) {
    for (const auto& e : list) {
      entries[seq(e)] = &e;
      caused[static_cast<std::uint64_t>(int_at(e, "parent"))].push_back(&e);
    }
  }
  static std::uint64_t seq(const Json& e) { return static_cast<std::uint64_t>(int_at(e, "seq")); }
  const std::vector<const Json*>& below(const Json& e) const {
    static const std::vector<const Json*> none;
    auto it = caused.find(seq(e));
    return it == caused.end() ? none : it->second;
  }
};

const Json& data(const Json& entry) { return *find(entry, "data"); }

// "arn:aws:sts::1:assumed-role/ROLE/SESSION" as "ROLE/SESSION"; others as they are.
std::string short_principal(const std::string& arn) {
  auto at = arn.find(":assumed-role/");
  if (at != std::string::npos) return arn.substr(at + 14);
  at = arn.rfind(':');
  return at == std::string::npos ? arn : arn.substr(at + 1);
}

void copy(Json& out, const Json& from, std::initializer_list<const char*> names) {
  for (const char* name : names)
    if (const Json* v = find(from, name)) set(out, name, *v);
}

Json steps_below(const Tree& tree, const Json& entry);

Json call_step(const Tree& tree, const Json& entry) {
  const Json& d = data(entry);
  Json out = object({{"kind", "call"}});
  copy(out, d, {"service", "operation", "target", "status", "errorCode", "errorMessage"});
  set_text(out, "as", short_principal(text_at(d, "principal")));
  set(out, "ms", number_at(entry, "durUs") / 1000.0);
  if (const Json* denial = find(d, "denial")) set(out, "denial", *denial);
  set(out, "steps", steps_below(tree, entry));
  return out;
}

Json invocation_step(const Tree& tree, const Json& entry) {
  const Json& d = data(entry);
  Json out = object({{"kind", "invocation"}});
  copy(out, d, {"function", "requestId", "cold", "initMs", "durationMs", "memory", "functionError", "errorType", "event", "response", "role"});
  // The journal has what Lambda's own log calls it (Runtime.Unknown for a function's own errors); people know theirs.
  if (has(out, "functionError"))
    if (auto failure = try_parse_json(text_at(out, "response")); failure && has(*failure, "errorType")) set(out, "errorType", *find(*failure, "errorType"));
  set(out, "steps", steps_below(tree, entry));
  return out;
}

Json execution_step(const Tree& tree, const Json& entry) {
  const Json& d = data(entry);
  Json out = object({{"kind", "execution"}});
  copy(out, d, {"execution", "machine", "status", "input", "output", "error", "cause"});
  set(out, "ms", number_at(entry, "durUs") / 1000.0);
  if (const Json* v = find(entry, "virtualMs")) set(out, "virtualMs", *v);
  set(out, "steps", steps_below(tree, entry));
  return out;
}

Json steps_below(const Tree& tree, const Json& entry) {
  Json out = array();
  for (const Json* e : tree.below(entry)) {
    const size_t before = out.size();
    std::string type = text_at(*e, "type");
    const Json& d = data(*e);
    if (type == "call") {
      // An Invoke that ran is shown as what it ran; the call itself says nothing more.
      Json call = call_step(tree, *e);
      bool ran = text_at(d, "operation") == "Invoke" && call["steps"].size() == 1 && text_at(call["steps"][0], "kind") == "invocation";
      out.push_back(ran ? Json(call["steps"][0]) : call);
    } else if (type == "invocation") {
      out.push_back(invocation_step(tree, *e));
    } else if (type == "execution") {
      out.push_back(execution_step(tree, *e));
    } else if (type == "visit") {
      Json state = object({{"kind", "state"}});
      copy(state, d, {"state", "stateType", "via", "error", "cause"});
      if (tree.with_data) copy(state, d, {"input", "output"});
      if (tree.with_data) copy(state, *e, {"at", "open", "durUs"});
      set(state, "ms", number_at(*e, "durUs") / 1000.0);
      if (const Json* v = find(*e, "virtualMs")) set(state, "virtualMs", *v);
      set(state, "steps", steps_below(tree, *e));
      out.push_back(state);
    } else if (type == "log") {
      out.push_back(object({{"kind", "log"}, {"line", text_at(d, "line")}}));
    } else if (type != "execution-event") {  // that is told by the execution itself
      Json message = object({{"kind", type}});
      copy(message, d, {"to", "from", "subject", "text", "id"});
      out.push_back(message);
    }
    if (tree.with_data && out.size() > before) copy(out.back(), *e, {"us"});
  }
  return out;
}

Json nothing_found() {
  return object({{"response", nullptr}, {"sms", array()}, {"emails", array()}, {"executions", array()}, {"refused", array()}, {"failures", array()}});
}

// Walks the steps and collects what came out.
void collect(const Json& steps, Json& out) {
  for (const Json& step : steps) {
    std::string kind = text_at(step, "kind");
    if (kind == "sms" || kind == "email") out[kind == "sms" ? "sms" : "emails"].push_back(step);
    if (kind == "push") out["pushes"].push_back(step);  // there only if there is one
    if (kind == "execution") {
      Json one = Json::object();
      copy(one, step, {"execution", "status", "output", "error", "cause"});
      out["executions"].push_back(one);
    }
    if (find(step, "denial")) {
      Json one = Json::object();
      copy(one, step, {"service", "operation", "as", "errorCode", "errorMessage", "denial"});
      out["refused"].push_back(one);
    }
    if (kind == "invocation" && find(step, "functionError")) {
      Json one = Json::object();
      copy(one, step, {"function", "errorType", "response"});
      out["failures"].push_back(one);
    }
    if (const Json* below = find(step, "steps")) collect(*below, out);
  }
}

}  // namespace

Json make_report(const std::vector<Json>& entries, std::uint64_t root, const std::string& function, const std::string& event) {
  Tree tree(entries);
  Json process = array();
  Json output = nothing_found();
  auto it = tree.entries.find(root);
  if (it != tree.entries.end()) {
    const Json& call = *it->second;
    process = steps_below(tree, call);
    const Json& d = data(call);
    if (const Json* answer = find(d, "output")) {
      if (auto payload = find_text(*answer, "Payload")) set_text(output, "response", *payload);
      if (auto error = find_text(*answer, "FunctionError")) set_text(output, "functionError", *error);
    }
    // The journal crops large answers; the invocation keeps more of them.
    if (process.size() == 1 && find(process[0], "response")) set(output, "response", process[0]["response"]);
    if (find(d, "errorCode")) copy(output, d, {"errorCode", "errorMessage"});
  }
  collect(process, output);
  return object({{"input", object({{"function", function}, {"event", event}})}, {"process", process}, {"output", output}});
}

namespace {

// A Task that is under way at an instant, if there is just one.
Json* task_at(Json& steps, std::int64_t us) {
  Json* found = nullptr;
  for (Json& step : steps) {
    if (text_at(step, "stateType") != "Task" || int_at(step, "us") > us) continue;
    if (!bool_at(step, "open") && int_at(step, "us") + int_at(step, "durUs") < us) continue;
    if (found) return nullptr;
    found = &step;
  }
  return found;
}

// The journal has states and calls side by side; where only one Task can have made a call, it is shown under that.
void put_under_states(Json& steps) {
  Json kept = array();
  for (Json& step : steps)
    if (text_at(step, "kind") == "state") kept.push_back(step);
  for (Json& step : steps) {
    if (text_at(step, "kind") == "state") continue;
    Json* task = task_at(kept, int_at(step, "us"));
    (task ? (*task)["steps"] : kept).push_back(step);
  }
  steps = std::move(kept);
}

}  // namespace

Json execution_report(const std::vector<Json>& entries, std::uint64_t root) {
  Tree tree(entries, true);
  const Json& entry = *tree.entries.at(root);
  Json out = execution_step(tree, entry);
  copy(out, entry, {"at", "open"});
  put_under_states(out["steps"]);
  Json found = nothing_found();
  collect(out["steps"], found);
  set(out, "refused", found["refused"]);
  return out;
}

int report_verdict(const Json& report) {
  const Json& out = report.at("output");
  bool bad = !out["refused"].empty() || !out["failures"].empty() || find(out, "errorCode");
  for (const auto& e : out["executions"]) bad |= text_at(e, "status") != "SUCCEEDED";
  return bad ? 1 : 0;
}

}  // namespace lambent::cli
