#include "ipo/case/given.h"

#include "base/text.h"
#include "ipo/case/parts.h"
#include "ipo/case/placeholders.h"
#include "ipo/case/schema.h"

namespace lambent::ipo {
namespace {

Node merged(const Node& under, const Node& over) {
  if (!under.is(Node::Kind::map) || !over.is(Node::Kind::map)) return over;
  Node out = over;
  for (const auto& member : under.members) {
    Node::Member* mine = nullptr;
    for (auto& one : out.members)
      if (one.key == member.key) mine = &one;
    if (mine)
      mine->value = merged(member.value, mine->value);
    else
      out.members.push_back(member);
  }
  return out;
}

InlineFunction read_function(const Node::Member& from, Context& context) {
  Fields f(from.value, "function", "a function", Finish::value, context);
  InlineFunction out;
  out.name = value_text(from.key);
  out.place = from.place;
  out.handler = f.text("handler").value_or("");
  out.runtime = f.text("runtime").value_or("");
  out.role = f.text("role").value_or("");
  out.code = context.path_of(f.text("code").value_or("."));
  out.environment = f.spelled_map("env");
  out.timeout = f.integer("timeout", 1, 900);
  out.memory = f.integer("memory", 128, 10240);
  f.done();
  return out;
}

std::optional<App> read_app(const Node& node, const Place& place, Context& context) {
  App out;
  out.place = place;
  if (auto file = text_of(node, Accept::text)) {
    out.file = context.path_of(value_text(*file));
    std::error_code failed;
    if (!std::filesystem::exists(out.file, failed)) context.error(node.place, "there is no file '" + printable(*file) + "'", "paths are relative to the case file");
    return out;
  }
  if (!node.is(Node::Kind::map)) {
    if (!node.is(Node::Kind::broken)) context.error(node.place, "'app' must be a template's path or {functions: …}, not " + shown(node));
    return std::nullopt;
  }
  Fields f(node, "inlineApp", "app", Finish::value, context);
  if (const Node* functions = f.map("functions"))
    for (const auto& member : functions->members) out.functions.push_back(read_function(member, context));
  f.done();
  return out;
}

// Objects of buckets: {file: …} becomes the file's text.
Node with_contents(const Node& buckets, Context& context) {
  Node out = buckets;
  for (auto& bucket : out.members) {
    if (!bucket.value.is(Node::Kind::map)) {
      if (!bucket.value.is(Node::Kind::null) && !bucket.value.is(Node::Kind::broken))
        context.error(bucket.value.place, "a bucket must be a map of keys and contents, not " + shown(bucket.value));
      continue;
    }
    for (auto& object : bucket.value.members) {
      IncludedText included = included_text(object.value, context);
      if (included.text) {
        object.value = config::text_node(as_written(*included.text), object.value.place);
      } else if (auto text = text_of(object.value, Accept::scalars)) {
        object.value.plain = false;
      } else if (!included.is_file && !object.value.is(Node::Kind::broken)) {
        context.error(object.value.place, "an object's content must be text or {file: …}, not " + shown(object.value));
      }
    }
  }
  return out;
}

void read_state(const Node& node, Given& out, Context& context) {
  Fields f(node, "state", "state", Finish::value, context);
  for (const auto& service : keys_of("state")) {
    const Node* held = f.map(service);
    if (!held) continue;
    Node contents = service == "s3" ? with_contents(*held, context) : *held;
    if (service == "sqs")
      for (const auto& queue : held->members)
        if (!queue.value.is(Node::Kind::list) && !queue.value.is(Node::Kind::null) && !queue.value.is(Node::Kind::broken))
          context.error(queue.value.place, "a queue must be a list of messages, not " + shown(queue.value));
    if (service == "ses" || service == "sns") {
      Fields inside(*held, service + "State", "the state of " + service, Finish::value, context);
      for (const auto& key : keys_of(service + "State")) {
        bool flag = key == "sandbox" || key == "autoVerify", number = key == "quota" || key == "rate";
        if (flag)
          inside.flag(key);
        else if (number)
          inside.integer(key, 0, INT64_MAX);
        else if (key == "identities" || key == "optedOut" || key == "verified")
          inside.texts(key);
        else
          inside.list(key);
      }
      inside.done();
    }
    out.state.push_back({service, make_value(contents, f.place_of(service), Finish::value)});
  }
  f.done();
}

std::optional<Value> read_statements(Fields& f, const std::string& key, Context& context) {
  const Node* list = f.list(key);
  if (!list) return std::nullopt;
  for (const auto& statement : list->items) {
    if (statement.is(Node::Kind::broken)) continue;
    Fields s(statement, "statement", "a statement", Finish::value, context);
    s.text("Sid");
    s.word("Effect");
    for (const char* names : {"Action", "NotAction", "Resource", "NotResource"})
      if (const Node* given = s.find(names); given && !given->is(Node::Kind::list)) s.text(names);
    s.map("Condition");
    s.done();
    if (statement.is(Node::Kind::map) && !s.given("Action") && !s.given("NotAction")) context.error(statement.place, "a statement needs 'Action'");
  }
  return f.value(key);
}

void read_iam(const Node& node, Given& out, Context& context) {
  Fields f(node, "iam", "iam", Finish::value, context);
  out.iam = static_cast<IamMode>(f.word("mode").value_or(0));
  if (const Node* roles = f.map("roles"))
    for (const auto& member : roles->members) {
      Fields r(member.value, "roleChange", "a role's change", Finish::value, context);
      RoleChange change;
      change.role = value_text(member.key);
      change.place = member.place;
      change.replace = read_statements(r, "replace", context);
      change.add = read_statements(r, "add", context);
      change.remove = read_statements(r, "remove", context);
      r.done();
      out.roles.push_back(std::move(change));
    }
  f.done();
}

}  // namespace

Node merged_given(const Node* file, const Node* own) {
  if (!file || !own) return own ? *own : file ? *file : Node{};
  Node out = merged(*file, *own);
  const Node *first = own->find("stubs"), *after = file->find("stubs");
  if (first && after && first->is(Node::Kind::list) && after->is(Node::Kind::list))
    for (auto& member : out.members)
      if (member.key == "stubs") member.value.items.insert(member.value.items.end(), after->items.begin(), after->items.end());
  return out;
}

Given read_given(const Node& node, Context& context) {
  Fields f(node, "given", "given", Finish::value, context);
  Given out;
  out.place = node.place;
  if (const Node* app = f.find("app")) out.app = read_app(*app, f.place_of("app"), context);
  if (const Node* env = f.map("env"))
    for (const auto& function : env->members) {
      FunctionEnvironment one{value_text(function.key), {}, function.place};
      if (!function.value.is(Node::Kind::map)) {
        if (!function.value.is(Node::Kind::broken) && !function.value.is(Node::Kind::null))
          context.error(function.value.place, "the environment of a function must be a map, not " + shown(function.value));
        continue;
      }
      for (const auto& variable : function.value.members) {
        if (auto text = text_of(variable.value, Accept::scalars))
          one.variables[value_text(variable.key)] = value_text(*text);
        else if (!variable.value.is(Node::Kind::broken))
          context.error(variable.value.place, "'" + printable(variable.key) + "' must be text, not " + shown(variable.value));
      }
      out.environment.push_back(std::move(one));
    }
  if (const Node* state = f.map("state")) read_state(*state, out, context);
  if (const Node* stubs = f.list("stubs"))
    for (const auto& stub : stubs->items)
      if (!stub.is(Node::Kind::broken)) out.stubs.push_back(read_stub(stub, context));
  if (const Node* iam = f.map("iam")) read_iam(*iam, out, context);
  if (auto seed = f.integer("seed", 0, INT64_MAX)) out.seed = static_cast<std::uint64_t>(*seed);
  f.done();
  return out;
}

}  // namespace lambent::ipo
