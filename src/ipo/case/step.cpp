#include "ipo/case/step.h"

#include "base/text.h"
#include "config/json_file.h"
#include "ipo/case/parts.h"
#include "ipo/case/placeholders.h"
#include "ipo/case/schema.h"
#include "ipo/case/shape_check.h"

namespace lambent::ipo {
namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

// {name: text} or {name: [texts]}
Pairs read_pairs(Fields& f, const std::string& key, Context& context) {
  Pairs out;
  const Node* map = f.map(key);
  if (!map) return out;
  auto one = [&](const std::string& name, const Node& value) {
    if (auto text = text_of(value, Accept::scalars))
      out.emplace_back(name, *text);
    else if (!value.is(Node::Kind::broken))
      context.error(value.place, "'" + printable(name) + "' must be text or a list of texts, not " + shown(value));
  };
  for (const auto& member : map->members) {
    if (member.value.is(Node::Kind::list))
      for (const auto& item : member.value.items) one(member.key, item);
    else
      one(member.key, member.value);
  }
  return out;
}

Http read_http(const Node& node, Context& context) {
  Fields f(node, "http", "http", Finish::as_written, context);
  Http out;
  out.path = f.text("path").value_or("");
  if (!out.path.empty() && !out.path.starts_with('/') && !out.path.starts_with("${"))
    context.error(node.find("path")->place, "'path' must begin with '/'");
  out.api = f.text("api").value_or("");
  out.headers = read_pairs(f, "headers", context);
  out.query = read_pairs(f, "query", context);
  out.json = f.value("json");
  if (const Node* body = f.find("body")) {
    IncludedText included = included_text(*body, context);
    if (included.text)
      out.body = as_written(*included.text);
    else if (!included.is_file)
      out.body = f.spelled("body");
  }
  if (f.given("json") && f.given("body")) context.error(f.place_of("body"), "a request has 'json' or 'body', not both");
  bool sends = f.given("json") || f.given("body");
  out.method = f.text("method").value_or(sends ? "POST" : "GET");
  bool later = out.method.find("${") != std::string::npos;
  if (!later) out.method = upper(out.method);
  if (!later && (out.method.empty() || out.method.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ") != std::string::npos))
    context.error(node.find("method")->place, "'" + printable(out.method) + "' is not an HTTP method");
  f.done();
  return out;
}

Example read_example(const Node& node, Context& context) {
  Fields f(node, "example", "a sample event", Finish::as_written, context);
  Example out;
  out.source = f.fixed("example").value_or("");
  const auto& known = context.options().examples;
  if (!out.source.empty() && !known.empty() && std::find(known.begin(), known.end(), out.source) == known.end())
    context.error(node.find("example")->place, "there is no sample event '" + printable(out.source) + "'", Context::hint(out.source, known));
  out.with = f.value("with", Node::Kind::map);
  f.done();
  return out;
}

std::variant<Value, Example> read_event(const Node* node, const Place& place, Context& context) {
  Value out;
  out.place = place;
  out.json = Json::object();
  if (!node) return out;
  bool example = node->find("example") && node->members.size() == (node->find("with") ? 2u : 1u);
  if (example) return read_example(*node, context);
  IncludedText included = included_text(*node, context);
  if (!included.is_file) return make_value(*node, place, Finish::as_written);
  if (!included.text) return out;
  try {
    out.json = json_as_written(parse_json(*included.text));
  } catch (const JsonError& e) {
    context.error({included.path, static_cast<int>(e.line()), static_cast<int>(e.column())}, std::string("this is not JSON: ") + printable(e.what()));
  }
  return out;
}

Invoke read_invoke(Fields& f, Context& context) {
  Invoke out;
  out.function = f.text("invoke").value_or("");
  out.event = read_event(f.find("event"), f.place_of("event"), context);
  out.mode = static_cast<Invoke::Mode>(f.word("mode").value_or(0));
  out.as = f.text("as").value_or("");
  out.qualifier = f.spelled("qualifier").value_or("");
  return out;
}

AwsCall read_aws(Fields& f, const Node& node, Context& context) {
  AwsCall out;
  if (auto on = f.fixed("aws")) out.on = read_api_name(*on, node.find("aws")->place, context.diagnostics());
  out.params = f.value("params", Node::Kind::map).value_or(Value{Json::object(), f.place_of("params"), {}});
  check_params(out.params, out.on, context);
  out.as = f.text("as").value_or("");
  return out;
}

Advance read_advance(Fields& f, Context& context) {
  Advance out;
  const Node* by = f.find("advance");
  if (!by) return out;
  if (by->find("until")) {
    Fields u(*by, "advanceUntil", "advance", Finish::as_written, context);
    if (const Node* effect = u.find("until"))
      if (auto read = read_effect(*effect, Finish::as_written, context)) out.by = Advance::Until{std::move(*read)};
    u.done();
  } else if (by->is(Node::Kind::map)) {
    Fields t(*by, "advanceTo", "advance", Finish::as_written, context);
    if (auto to = t.instant("to")) out.by = *to;
    t.done();
  } else if (auto duration = f.duration("advance")) {
    out.by = *duration;
  }
  return out;
}

Reply read_reply(const Node& node, Context& context) {
  Fields f(node, "reply", "reply", Finish::as_written, context);
  Reply out{f.text("from").value_or(""), f.text("to").value_or(""), f.spelled("text").value_or("")};
  f.done();
  return out;
}

bool is_name(const std::string& name) {
  if (name.empty() || (name[0] >= '0' && name[0] <= '9') || name[0] == '-') return false;
  for (char c : name)
    if (!isalnum(static_cast<unsigned char>(c)) && c != '_' && c != '-') return false;
  return name != "row" && name != "env" && name != "steps";
}

void read_names(Fields& f, const Node& node, const Answers& before, Step& out, Context& context) {
  out.id = f.fixed("id").value_or("");
  if (!out.id.empty() && !is_name(out.id)) context.error(node.find("id")->place, "'" + printable(out.id) + "' is no id", "letters, digits, _ and -");
  if (before.steps.count(out.id)) context.error(node.find("id")->place, "an earlier step has the id '" + printable(out.id) + "'");
  const Node* save = f.map("save");
  if (!save) return;
  for (const auto& member : save->members) {
    auto path = text_of(member.value, Accept::text);
    if (!is_name(member.key)) context.error(member.place, "'" + printable(member.key) + "' is no name", "letters, digits, _ and -; not row, env, steps");
    if (path && path->starts_with('$'))
      out.save.push_back({member.key, value_text(*path), member.place});
    else if (!member.value.is(Node::Kind::broken))
      context.error(member.value.place, "'" + printable(member.key) + "' must be a JSONPath of the answer, not " + shown(member.value), "as $.executionArn");
  }
}

}  // namespace

const char* Step::word() const {
  static constexpr const char* words[] = {"http", "invoke", "aws", "advance", "check", "reply", "restart"};
  return words[what.index()];
}
bool Step::answers() const { return what.index() <= 2; }

Step read_step(const Node& node, const Answers& before, Context& context) {
  Step out;
  out.place = node.place;
  std::string word;
  for (const auto& one : step_words())
    if (word.empty() && node.find(one)) word = one;
  if (word.empty()) {
    std::vector<std::string> keys;
    std::string near;
    for (const auto& member : node.members)
      if (near.empty()) near = nearest(member.key, step_words());
    if (!node.is(Node::Kind::broken))
      context.error(node.place, "a step is one of " + join(step_words(), ", ") + (node.is(Node::Kind::map) ? "" : ", not " + shown(node)),
                    near.empty() ? "" : "did you mean " + near + "?");
    return out;
  }
  Fields f(node, word + "Step", "a step with " + word, Finish::as_written, context);
  if (word == "http") {
    const Node* http = f.find("http");
    out.what = http ? read_http(*http, context) : Http{};
  } else if (word == "invoke") {
    out.what = read_invoke(f, context);
  } else if (word == "aws") {
    out.what = read_aws(f, node, context);
  } else if (word == "advance") {
    out.what = read_advance(f, context);
  } else if (word == "check") {
    CheckNow check;
    const Node* then = f.map("check");
    if (then) check.then = read_then(*then, before, context);
    check.effects_given = then && then->find("effects");
    if (check.then.snapshot) context.error(check.then.snapshot_place, "a snapshot is of the whole case", "write it under the case's own `then`");
    out.what = std::move(check);
  } else if (word == "reply") {
    const Node* reply = f.find("reply");
    out.what = reply ? read_reply(*reply, context) : Reply{};
  } else {
    out.what = Restart{f.text("restart").value_or("")};
  }
  if (out.answers()) read_names(f, node, before, out, context);
  f.done();
  return out;
}

}  // namespace lambent::ipo
