#include "mocks/states/asl/form.h"

#include "mocks/states/failure.h"
#include "mocks/states/jsonata/aws_functions.h"
#include "mocks/states/path/intrinsics.h"
#include "mocks/states/path/template.h"
#include "mocks/states/size.h"

namespace lambent::states::asl {

struct Form::Node {
  enum class Kind { literal, object, array, path, call, expression };
  Kind kind = Kind::literal;
  Json literal;                                     // literal
  std::vector<std::pair<std::string, Node>> parts;  // object, array (without names)
  std::string text, field;                          // path, call: as written, and the member it stands in
  std::optional<path::JsonPath> path;
  std::shared_ptr<const jsonata::Expression> expression;

  bool constant() const { return kind == Kind::literal; }
};

namespace {

using Node = Form::Node;

// Where a node stands, from the inside out; made into text only for a failure.
struct Place {
  const Place* outer;
  std::string_view name;
  size_t index;
  std::string text() const {
    if (!outer) return std::string(name);
    return name.empty() ? outer->text() + "[" + std::to_string(index) + "]" : outer->text() + "/" + std::string(name);
  }
};

Node fixed(Json value) {
  Node out;
  out.literal = std::move(value);
  return out;
}

Node of_text(const std::string& text, const std::string& field) {
  Node out;
  out.text = text;
  out.field = field;
  out.path = path::JsonPath::parse(text);
  out.kind = out.path ? Node::Kind::path : Node::Kind::call;
  return out;
}

// Reads objects and arrays; `leaf` reads a member's value if it is something to work out. Throws nothing of its own.
template <class Leaf>
Node read(const Json& given, const std::string& at, const Leaf& leaf) {
  if (std::optional<Node> own = leaf(given, "", at)) return std::move(*own);
  if (!given.is_structured()) return fixed(given);
  Node out;
  bool all_fixed = true;
  out.kind = given.is_object() ? Node::Kind::object : Node::Kind::array;
  size_t index = 0;
  for (const auto& [key, value] : given.items()) {
    std::string name = given.is_object() ? key : "";
    std::string below = given.is_object() ? at + "/" + key : at + "[" + std::to_string(index) + "]";
    std::optional<Node> own = given.is_object() ? leaf(value, key, below) : std::nullopt;
    if (own && own->kind != Node::Kind::expression && name.ends_with(".$")) name.resize(name.size() - 2);
    out.parts.emplace_back(std::move(name), own ? std::move(*own) : read(value, below, leaf));
    all_fixed = all_fixed && out.parts.back().second.constant();
    ++index;
  }
  return all_fixed ? fixed(given) : std::move(out);
}

Json select(const Node& node, const Sight& sight, std::string_view field) {
  const std::string& name = node.field.empty() ? std::string(field) : node.field;
  try {
    return node.path->evaluate(*sight.paths);
  } catch (const path::IndexMissing&) {
    return Json();
  } catch (const path::PathMissing&) {
    throw RuntimeFailure("The JSONPath '" + node.text + "' specified for the field '" + name + "' could not be found in the input '" +
                         dump(*sight.paths->data) + "'");
  }
}

Json evaluate(const Node& node, const Sight& sight, const Place& place) {
  const std::string& text = node.expression->text();
  jsonata::World world{sight.now_ms, sight.ids};
  jsonata::Result result;
  try {
    result = node.expression->evaluate(std::nullopt, *sight.bindings, jsonata::Limits(), world);
  } catch (const jsonata::JsonataError& e) {
    std::string field = place.text();
    throw QueryFailure(jsonata::cause_of_error(text, field, e), field);
  }
  if (result.kind == jsonata::Result::Kind::value) return std::move(result.value);
  std::string field = place.text();
  if (result.kind == jsonata::Result::Kind::nothing) throw QueryFailure(jsonata::cause_of_nothing(text, field), field);
  throw QueryFailure(jsonata::cause_of_unsupported(text, field), field);
}

Json leaf_value(const Node& node, const Sight& sight, const Place& place) {
  switch (node.kind) {
    case Node::Kind::path: return select(node, sight, place.name);
    case Node::Kind::call: return path::run_call(node.text, *sight.paths, sight.ids);
    default: return evaluate(node, sight, place);
  }
}

Json run(const Node& node, const Sight& sight, const Place& place, Allowance& allowance) {
  switch (node.kind) {
    case Node::Kind::literal: return node.literal;
    case Node::Kind::path:
    case Node::Kind::call:
    case Node::Kind::expression: {
      Json value = leaf_value(node, sight, place);
      allowance.take(value);
      return value;
    }
    case Node::Kind::object: break;
    case Node::Kind::array: {
      Json out = Json::array();
      for (size_t i = 0; i < node.parts.size(); ++i) {
        Place below{&place, "", i};
        out.push_back(run(node.parts[i].second, sight, below, allowance));
      }
      return out;
    }
  }
  Json out = Json::object();
  auto& members = *out.get_ptr<Json::object_t*>();  // names differ: that has been checked, or a Json object was read
  members.reserve(node.parts.size());
  for (const auto& [name, part] : node.parts) {
    Place below{&place, name, 0};
    members.emplace_back(name, run(part, sight, below, allowance));
  }
  return out;
}

void gather(const Node& node, jsonata::References& to) {
  if (node.expression) {
    const auto& own = node.expression->references();
    to.variables.insert(own.variables.begin(), own.variables.end());
    to.shadowing.insert(own.shadowing.begin(), own.shadowing.end());
    to.states_members.insert(own.states_members.begin(), own.states_members.end());
    to.whole_states = to.whole_states || own.whole_states;
    to.context = to.context || own.context;
    to.root = to.root || own.root;
  }
  if (node.kind == Node::Kind::path && node.path->root() == path::JsonPath::Root::variable) to.variables.insert(node.path->variable());
  if (node.kind == Node::Kind::call)
    for (auto& name : path::variables_of(node.text)) to.variables.insert(std::move(name));
  for (const auto& [name, part] : node.parts) gather(part, to);
}

void visit_below(const Node& node, const std::string& at, const Form::Visit& visit) {
  if (node.expression) visit(at, *node.expression);
  for (size_t i = 0; i < node.parts.size(); ++i) {
    const auto& [name, part] = node.parts[i];
    visit_below(part, node.kind == Node::Kind::object ? at + "/" + name : at + "[" + std::to_string(i) + "]", visit);
  }
}

}  // namespace

Form::Form() : Form(std::make_shared<const Node>()) {}

Form::Form(std::shared_ptr<const Node> root) : root_(std::move(root)) {
  auto references = std::make_shared<jsonata::References>();
  gather(*root_, *references);
  references_ = std::move(references);
}

Form Form::of_value(Json value) { return Form(std::make_shared<const Node>(fixed(std::move(value)))); }

Form Form::of_template(const Json& given) {
  auto leaf = [](const Json& value, const std::string& name, const std::string&) -> std::optional<Node> {
    if (!name.ends_with(".$") || !value.is_string()) return std::nullopt;
    return of_text(value.get_ref<const std::string&>(), name);
  };
  return Form(std::make_shared<const Node>(read(given, "", leaf)));
}

Form Form::of_path(const std::string& text) { return Form(std::make_shared<const Node>(of_text(text, ""))); }

Form Form::of_expressions(const Json& given, std::vector<ExpressionFault>& faults) {
  auto leaf = [&faults](const Json& value, const std::string&, const std::string& at) -> std::optional<Node> {
    if (!value.is_string()) return std::nullopt;
    const auto& whole = value.get_ref<const std::string&>();
    auto text = jsonata::expression_in(whole);
    if (!text) {
      if (!whole.starts_with("{%")) return std::nullopt;
      faults.push_back({at, "JSONata string must start with {% and end with %}", "SCHEMA_VALIDATION_FAILED"});
      return fixed(value);
    }
    Node out;
    try {
      out.expression = std::make_shared<const jsonata::Expression>(jsonata::Expression::parse(*text));
      out.kind = Node::Kind::expression;
    } catch (const jsonata::JsonataError& e) {
      faults.push_back({at, e.what(), "INVALID_JSONATA_EXPRESSION"});
    }
    return out;
  };
  return Form(std::make_shared<const Node>(read(given, "", leaf)));
}

bool Form::constant() const { return root_->constant(); }

Json Form::work_out(const Sight& sight, std::string_view field) const {
  Place top{nullptr, field, 0};
  Allowance allowance;
  return run(*root_, sight, top, allowance);
}

std::string Form::text() const { return root_->expression ? root_->expression->text() : root_->text; }

const jsonata::References& Form::references() const { return *references_; }

void Form::each_expression(const Visit& visit) const { visit_below(*root_, "", visit); }

void Form::add_variables(std::set<std::string>& to) const { to.insert(references_->variables.begin(), references_->variables.end()); }

}  // namespace lambent::states::asl
