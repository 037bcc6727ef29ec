#include "ipo/case/then.h"

#include "base/text.h"
#include "ipo/case/duration.h"
#include "ipo/case/effect_kinds.h"
#include "ipo/case/parts.h"
#include "ipo/case/placeholders.h"
#include "ipo/case/schema.h"

namespace lambent::ipo {
namespace {

constexpr Finish kRaw = Finish::as_written;

bool is_word(const Node& node) { return node.is(Node::Kind::text) && node.text.starts_with('$'); }

void check_rest(const Node& map, Context& context) {
  const Node* rest = map.find("$rest");
  if (rest && !rest->is(Node::Kind::broken) && rest->text != "any") context.error(rest->place, "'$rest' is any, not " + shown(*rest));
}

// What http answers: a misspelt member would only ever fail.
void check_answer(const Node& expected, const std::string& word, Context& context) {
  if (word != "http" || !expected.is(Node::Kind::map) || is_matcher(expected)) return;
  static const std::vector<std::string> known = {"status", "json", "body", "headers"};
  for (const auto& member : expected.members)
    if (member.key != "$rest" && std::find(known.begin(), known.end(), member.key) == known.end())
      context.error(member.place, "the answer of http has no '" + printable(member.key) + "'", Context::hint(member.key, known));
}

void read_effects(Fields& f, Then& out, Context& context) {
  out.effects.place = f.place_of("effects");
  out.effects_given = f.given("effects");
  const Node* node = f.find("effects");
  if (!node || node->is(Node::Kind::null)) return;
  if (node->is(Node::Kind::text) && node->text == "$any") {
    out.effects.open = true;
    return;
  }
  const Node* list = node;
  std::optional<Fields> ordered;
  if (node->is(Node::Kind::map)) {
    ordered.emplace(*node, "ordered", "effects", kRaw, context);
    list = ordered->list("ordered");
    ordered->done();
    out.effects.order = Effects::Order::kept;
  }
  if (list && !list->is(Node::Kind::list)) {
    context.error(node->place, "'effects' must be a list, {ordered: […]} or $any, not " + shown(*node));
    list = nullptr;
  }
  if (!list) return;
  for (const auto& item : list->items)
    if (auto effect = read_effect(item, kRaw, context)) out.effects.list.push_back(std::move(*effect));
}

Denied read_denied(const Node& node, Context& context) {
  Fields f(node, "denied", "a refused call", kRaw, context);
  Denied out;
  out.place = node.place;
  for (const auto& key : keys_of("denied"))
    if (key != "count") f.find(key);
  out.count = f.value("count");
  static const std::vector<std::string> reasons = {"implicit", "explicit", "boundary", "session", "resource"};
  if (const Node* by = f.find("by"); by && by->is(Node::Kind::text) && !by->text.starts_with('$') &&
                                     std::find(reasons.begin(), reasons.end(), by->text) == reasons.end())
    context.error(by->place, "'by' is one of " + join(reasons, ", ") + ", not " + shown(*by));
  f.done();
  Node fields = node;
  std::erase_if(fields.members, [](const Node::Member& m) { return m.key == "count"; });
  out.fields = make_value(fields, node.place, kRaw);
  return out;
}

CallCount read_count(const Node::Member& member, Context& context) {
  CallCount out;
  out.on = read_api_name(value_text(member.key), member.place, context.diagnostics());
  const Node& node = member.value;
  Json typed = node.is(Node::Kind::text) ? config::to_json(node, config::Scalars::typed) : Json();
  bool short_form = typed.is_number_integer() || is_word(node) || (node.is(Node::Kind::map) && is_matcher(node));
  if (!short_form) {
    Fields f(node, "count", "the count of a call", kRaw, context);
    for (const auto& key : keys_of("count")) f.find(key);
    f.done();
  }
  out.counters = make_value(short_form ? config::map_node("total", member.place, node) : node, member.place, kRaw);
  return out;
}

LogLine read_log(const Node& node, Context& context) {
  Fields f(node, "log", "a log line", kRaw, context);
  LogLine out;
  out.place = node.place;
  out.function = f.text("function").value_or("");
  out.level = f.text("level").value_or("");
  out.has = f.value("has");
  out.json = f.value("json");
  out.count = f.value("count");
  f.done();
  return out;
}

std::optional<Value> read_span(Fields& f, const std::string& key, Context& context) {
  const Node* node = f.find(key);
  if (node && node->is(Node::Kind::text) && node->text.find('$') == std::string::npos && !read_duration(node->text))
    context.error(node->place, "'" + key + "' must be a duration as 412ms, 2s, 1h30m or 7d, not " + shown(*node));
  return f.value(key);
}

void read_took(const Node& node, Took& out, Context& context) {
  Fields f(node, "took", "took", kRaw, context);
  out.virtual_time = read_span(f, "virtual", context);
  out.real = read_span(f, "real", context);
  out.billed = read_span(f, "billed", context);
  out.memory = f.value("memory");
  out.cold = f.value("cold");
  f.done();
}

void read_snapshot(Fields& f, Then& out) {
  const Node* node = f.find("snapshot");
  if (!node) return;
  out.snapshot_place = f.place_of("snapshot");
  if (node->is(Node::Kind::text) && node->plain && (node->text == "true" || node->text == "false")) {
    if (node->text == "true") out.snapshot = "";
  } else {
    out.snapshot = f.fixed("snapshot");
  }
}

}  // namespace

bool is_matcher(const Node& node) {
  for (const auto& member : node.members)
    if (member.key.starts_with('$') && !member.key.starts_with("$$") && !member.key.starts_with("${") && member.key != "$rest") return true;
  return false;
}

std::optional<Effect> read_effect(const Node& node, Finish finish, Context& context) {
  if (node.is(Node::Kind::broken)) return std::nullopt;
  std::vector<std::string> kinds;
  for (const auto& kind : effect_kinds()) kinds.push_back(kind.name);
  if (!node.is(Node::Kind::map) || node.members.size() != 1) {
    std::string what = node.is(Node::Kind::map) ? std::to_string(node.members.size()) + " keys" : shown(node);
    context.error(node.place, "an effect is a map of one kind, " + join(kinds, ", ") + ", not " + what);
    return std::nullopt;
  }
  const auto& member = node.members[0];
  const EffectKind* kind = find_effect_kind(member.key);
  if (!kind) {
    context.error(member.place, "there is no effect '" + printable(member.key) + "'", Context::hint(member.key, kinds));
    return std::nullopt;
  }
  const Node& fields = member.value;
  if (fields.is(Node::Kind::map) && !is_matcher(fields)) {
    for (const auto& field : fields.members)
      if (field.key != "$rest" && std::find(kind->fields.begin(), kind->fields.end(), field.key) == kind->fields.end())
        context.error(field.place, "the effect " + kind->name + " has no '" + printable(field.key) + "'", Context::hint(field.key, kind->fields));
    for (const auto& key : kind->required)
      if (!fields.find(key) && !fields.find("$rest")) context.error(member.place, "the effect " + kind->name + " needs '" + key + "'", "or $rest: any");
    check_rest(fields, context);
  } else if (!fields.is(Node::Kind::map) && !is_word(fields) && !fields.is(Node::Kind::broken)) {
    context.error(fields.place, "the effect " + kind->name + " must be a map of its fields, not " + shown(fields));
  }
  return Effect{kind->name, make_value(fields, member.place, finish), node.place};
}

Then read_then(const Node& node, const Answers& before, Context& context) {
  Fields f(node, "then", "then", kRaw, context);
  Then out;
  out.place = node.place;
  if (const Node* response = f.find("response")) check_answer(*response, before.last, context);
  out.response = f.value("response");
  out.error = f.value("error");
  if (const Node* steps = f.map("steps"))
    for (const auto& member : steps->members) {
      auto it = before.steps.find(member.key);
      std::vector<std::string> ids;
      for (const auto& [id, word] : before.steps) ids.push_back(id);
      if (it == before.steps.end())
        context.error(member.place, "no step before this has the id '" + printable(member.key) + "'", Context::hint(member.key, ids));
      else
        check_answer(member.value, it->second, context);
      out.steps.emplace_back(member.key, make_value(member.value, member.place, kRaw));
    }
  read_effects(f, out, context);
  out.denied_place = f.place_of("denied");
  out.denied_given = f.given("denied");
  if (const Node* denied = f.list("denied"))
    for (const auto& item : denied->items)
      if (!item.is(Node::Kind::broken)) out.denied.push_back(read_denied(item, context));
  if (const Node* calls = f.map("calls"))
    for (const auto& member : calls->members) out.calls.push_back(read_count(member, context));
  out.reads = static_cast<Then::Reads>(f.word("reads").value_or(0));
  if (const Node* logs = f.list("logs"))
    for (const auto& item : logs->items)
      if (!item.is(Node::Kind::broken)) out.logs.push_back(read_log(item, context));
  if (const Node* state = f.map("state")) {
    Fields s(*state, "stateLeft", "state", kRaw, context);
    for (const auto& service : keys_of("stateLeft"))
      if (auto value = s.value(service)) out.state.push_back({service, std::move(*value)});
    s.done();
  }
  if (const Node* took = f.map("took")) read_took(*took, out.took, context);
  read_snapshot(f, out);
  f.done();
  return out;
}

}  // namespace lambent::ipo
