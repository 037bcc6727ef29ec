// The report for people: aligned, indented by cause, colours only if asked for.
#include "base/text.h"
#include "cli/report_writer.h"

namespace lambent::cli {
namespace {

void write_call(Writer& w, const Json& s, int depth) {
  std::int64_t status = int_at(s, "status");
  std::string name = text_at(s, "service") + ":" + text_at(s, "operation");
  std::string verdict;
  if (find(s, "denial"))
    verdict = w.bad("refused " + text_at(s, "errorCode"));
  else if (status >= 300)
    verdict = w.bad(std::to_string(status) + " " + text_at(s, "errorCode"));
  else
    verdict = w.good("ok");
  w.line(depth, "call   " + name + "  " + verdict + "  " + w.dim(millis(number_at(s, "ms")) + ", as " + printable(text_at(s, "as"))));
  if (status >= 300) w.labelled(depth + 1, "", payload(text_at(s, "errorMessage")), 7);
  write_steps(w, s.at("steps"), depth + 1);
}

void write_invocation(Writer& w, const Json& s, int depth) {
  std::string line = "invoke " + w.strong(printable(text_at(s, "function"))) + "  ";
  bool failed = find(s, "functionError") != nullptr;
  line += failed ? w.bad("failed " + printable(text_at(s, "errorType"))) : w.good("ok");
  std::string facts = millis(number_at(s, "durationMs"));
  if (bool_at(s, "cold")) facts += ", cold start " + millis(number_at(s, "initMs"));
  if (const Json* memory = find(s, "memory")) facts += ", " + std::to_string(int_at(*memory, "max")) + " of " + std::to_string(int_at(*memory, "limit")) + " MB";
  w.line(depth, line + "  " + w.dim(facts));
  write_steps(w, s.at("steps"), depth + 1);
}

void write_execution(Writer& w, const Json& s, int depth) {
  std::string status = text_at(s, "status");
  std::string name = last_part(text_at(s, "machine"));
  std::string took = millis(number_at(s, "ms"));
  if (const Json* v = find(s, "virtualMs")) took += " (" + millis(v->get<double>()) + " emulated)";
  w.line(depth, "run    " + w.strong(printable(name)) + "  " + w.status(status) + "  " + w.dim(took));
  std::string path;
  for (const Json& step : s.at("steps"))
    if (text_at(step, "kind") == "state") path += (path.empty() ? "" : " → ") + text_at(step, "state");
  if (!path.empty()) w.labelled(depth + 1, "path", printable(path), 7);
  write_steps(w, s.at("steps"), depth + 1);
  if (auto error = find_text(s, "error")) w.labelled(depth + 1, w.bad("error"), payload(*error + ": " + text_at(s, "cause")), 7);
}

void write_state(Writer& w, const Json& s, int depth) {
  std::string via = text_at(s, "via");
  std::string facts = text_at(s, "stateType") + (via.empty() || via == "start" || via == "next" ? "" : ", by " + via);
  if (const Json* v = find(s, "virtualMs")) facts += ", " + millis(v->get<double>()) + " emulated";
  std::string line = "state  " + printable(text_at(s, "state")) + "  " + w.dim(printable(facts));
  if (auto error = find_text(s, "error")) line += "  " + w.bad(printable(*error));
  w.line(depth, line);
  write_steps(w, s.at("steps"), depth + 1);
}

std::string recipients(const Json& message) { return printable(join(texts_at(message, "to"), ", ")); }

}  // namespace

void write_steps(Writer& w, const Json& steps, int depth) {
  for (const Json& s : steps) {
    std::string kind = text_at(s, "kind");
    if (kind == "call") write_call(w, s, depth);
    if (kind == "invocation") write_invocation(w, s, depth);
    if (kind == "execution") write_execution(w, s, depth);
    if (kind == "state") write_state(w, s, depth);
    if (kind == "log") w.labelled(depth, w.dim("log   "), payload(text_at(s, "line")), 7);
    if (kind == "sms" || kind == "email" || kind == "push") w.line(depth, "sent   " + kind + " to " + recipients(s));
  }
}

void write_refused(Writer& w, const Json& r) {
  const Json& denial = *find(r, "denial");
  w.labelled(0, w.bad("refused") + "   ", text_at(denial, "action") + " on " + printable(text_at(denial, "resource")) + ", as " + printable(text_at(r, "as")));
  w.labelled(0, "", text_at(r, "errorCode") + ": " + payload(text_at(r, "errorMessage")));
  const Json* fixes = find(denial, "fixes");
  if (!fixes) {
    w.labelled(0, "", "An explicit deny decided: " + printable(text_at(denial, "policy")) + ". No further statement can allow it.");
    return;
  }
  for (const Json& fix : *fixes) {
    const Json& attach = *find(fix, "attach");
    std::string where = text_at(attach, "kind") == "role" ? "a policy of " + text_at(attach, "name") : "the resource's policy";
    w.labelled(0, "", "This statement in " + printable(where) + " would allow it:");
    w.labelled(0, "", "  " + printable(dump(*find(fix, "statement"))));
  }
}

std::string report_text(const Json& report, Colour colour) {
  Writer w(colour);
  const Json& input = report.at("input");
  const Json& output = report.at("output");
  w.heading("Input");
  w.labelled(0, "function", printable(text_at(input, "function")));
  w.labelled(0, "event", payload(std::string(trim(text_at(input, "event")))));
  w.heading("Process");
  write_steps(w, report.at("process"), 0);
  w.heading("Output");
  if (auto error = find_text(output, "errorCode")) w.labelled(0, w.bad("error") + "     ", *error + ": " + payload(text_at(output, "errorMessage")));
  if (auto response = find_text(output, "response")) {
    std::string label = find(output, "functionError") ? w.bad("response") + "  " : "response";
    w.labelled(0, label, payload(*response));
  }
  for (const Json& m : output.at("sms")) w.labelled(0, "sms", recipients(m) + ": " + payload(text_at(m, "text")));
  for (const Json& m : output.at("emails"))
    w.labelled(0, "email", printable(text_at(m, "from")) + " → " + recipients(m) + "  " + printable(text_at(m, "subject")) + "\n" + payload(text_at(m, "text")));
  if (const Json* pushes = find(output, "pushes"))
    for (const Json& m : *pushes) w.labelled(0, "push", recipients(m) + ": " + payload(text_at(m, "text")));
  for (const Json& e : output.at("executions")) {
    std::string text = last_part(text_at(e, "execution")) + "  " + text_at(e, "status");
    if (auto o = find_text(e, "output")) text += "  " + *o;
    w.labelled(0, "execution", payload(text));
  }
  for (const Json& r : output.at("refused")) write_refused(w, r);
  return w.take();
}

}  // namespace lambent::cli
