// Calling functions: library functions, lambdas with their tail calls, partial applications, chains, matchers.
#include <algorithm>

#include "mocks/states/jsonata/evaluator.h"
#include "mocks/states/jsonata/fault.h"
#include "mocks/states/jsonata/match.h"

namespace lambent::states::jsonata {

FunctionCell::FunctionCell(Heap& owner, Type t) : Cell(owner, CellKind::function), type(t) { charge(sizeof(FunctionCell)); }

int FunctionCell::arity() const {
  switch (type) {
    case Type::builtin: return builtin->row.arity;
    case Type::lambda: return static_cast<int>(node->parameters.size());
    case Type::partial: return static_cast<int>(std::count(open.begin(), open.end(), true));
    case Type::regex: return 2;
    case Type::next_match: return 0;
    default: return 1;
  }
}

namespace {

// What a procedure is called in messages: its name if it has one.
const std::string& name_of(const Node& procedure) { return procedure.type == NodeType::path ? procedure.items[0]->text : procedure.text; }

}  // namespace

void Evaluator::describe(Fault& fault, const Node* site) const {
  if (!site) return;
  if (fault.position < 0) fault.position = site->position;
  if (!fault.token) fault.token = name_of(*site->left);
}

Value Evaluator::call(const Value& function, Arguments arguments, const Value& context, const Node* site) {
  Value result = invoke(function, arguments, context, site);
  while (result.kind() == Kind::tail) {
    step();
    TailCell& tail = result.tail();
    const Node& next = tail.call;
    const Value procedure = eval(*next.left, tail.input, *tail.frame);
    Arguments given;
    for (const auto& item : next.items) given.push_back(eval(*item, tail.input, *tail.frame));
    result = invoke(procedure, given, context, &next);
  }
  return result;
}

Value Evaluator::call_back(const Value& function, const Value& item, const Value& place, const Value& whole) {
  Arguments arguments{item};
  const int arity = function.is_function() ? function.function().arity() : 1;
  if (arity >= 2) arguments.push_back(place);
  if (arity >= 3) arguments.push_back(whole);
  return call(function, std::move(arguments));
}

Value Evaluator::invoke(const Value& function, Arguments& arguments, const Value& context, const Node* site) {
  try {
    if (!function.is_function()) throw Fault("T1006");
    step();
    return invoke_kind(function.function(), arguments, context);
  } catch (Fault& fault) {
    describe(fault, site);
    if (!site && !fault.token && function.is_function() && function.function().builtin) fault.token = function.function().builtin->row.name;
    throw;
  }
}

Value Evaluator::invoke_kind(FunctionCell& function, Arguments& arguments, const Value& context) {
  switch (function.type) {
    case FunctionCell::Type::builtin: {
      Depth depth(*this);  // it may call back
      if (!function.builtin->signature.empty()) function.builtin->signature.complete(heap_, arguments, context);
      arguments.resize(std::max<size_t>(arguments.size(), static_cast<size_t>(function.builtin->row.parameters)));
      return function.builtin->row.run(*this, arguments);
    }
    case FunctionCell::Type::lambda: {
      const Node& node = *function.node;
      if (!node.signature.empty()) node.signature.complete(heap_, arguments, context);
      const Ref<Frame> frame(new Frame(heap_, function.frame));
      for (size_t i = 0; i < node.parameters.size(); ++i) frame->bind(node.parameters[i], i < arguments.size() ? std::move(arguments[i]) : Value());
      return eval(*node.right, function.input, *frame);
    }
    case FunctionCell::Type::partial: {
      Depth depth(*this);  // these may be made of one another without end
      Arguments all(function.arguments);
      size_t next = 0;
      for (size_t i = 0; i < all.size(); ++i)
        if (function.open[i]) all[i] = next < arguments.size() ? arguments[next++] : Value();
      return call(function.first, std::move(all), Value::null(), nullptr);
    }
    case FunctionCell::Type::chain: {
      Depth depth(*this);
      Arguments then;
      then.push_back(call(function.first, {arguments.empty() ? Value() : arguments[0]}, Value::null(), nullptr));
      return call(function.second, std::move(then), Value::null(), nullptr);
    }
    case FunctionCell::Type::regex: {
      if (arguments.empty() || !arguments[0].is_string()) return {};
      const double from = arguments.size() > 1 && arguments[1].is_number() ? arguments[1].number() : 0;
      return match_object(*this, *function.node, arguments[0], byte_from_unit(arguments[0], from));
    }
    case FunctionCell::Type::next_match: return next_match(*this, function);
    case FunctionCell::Type::transform: {
      Value subject = arguments.empty() ? Value() : arguments[0];
      if (!subject.is_undefined() && !subject.is_object() && !subject.is_array()) throw Fault("T0410").with("value", subject).with("index", 1.0);
      return transform(function, subject);
    }
  }
  return {};
}

// Whether a bare name is that of a function: its user forgot the dollar.
Value Evaluator::bound_name(const Node& procedure, Frame& frame) {
  if (procedure.type != NodeType::path || procedure.items[0]->type != NodeType::name) return {};
  const auto& names = program_.atoms.names();
  const auto it = std::find(names.begin(), names.end(), procedure.items[0]->text);
  if (it != names.end()) {
    const int atom = static_cast<int>(it - names.begin());
    const Value* found = frame.find(atom);
    return found ? *found : global(atom);
  }
  return Value::of(program_.functions->find(procedure.items[0]->text) != nullptr || bindings_.by_name.count(procedure.items[0]->text) > 0);
}

// A binding handed in hides the function of its name, but not from calls: it is data, and what calls it means the function.
Value Evaluator::called(const Node& node, const Value& input, Frame& frame) {
  Value found = eval(node, input, frame);
  const bool global_name = node.type == NodeType::variable && node.atom >= 0 && !frame.find(node.atom);
  if (found.is_function() || !global_name) return found;
  Value function = library_function(node.text);
  return function.is_function() ? function : found;
}

Value Evaluator::call_node(const Node& node, const Value& input, Frame& frame, const Value* first) {
  const Value procedure = called(*node.left, input, frame);
  if (procedure.is_undefined() && truth(heap_, bound_name(*node.left, frame))) throw Fault("T1005").at(node.position).of(name_of(*node.left));
  Arguments arguments;
  if (first) arguments.push_back(*first);
  for (const auto& item : node.items) arguments.push_back(eval(*item, input, frame));
  return call(procedure, std::move(arguments), input, &node);
}

Value Evaluator::lambda(const Node& node, const Value& input, Frame& frame) {
  auto* cell = new FunctionCell(heap_, FunctionCell::Type::lambda);
  Value function = Value::of(cell, Kind::function);
  cell->node = &node;
  cell->input = input;
  cell->frame = Ref<Frame>(&frame);
  return function;
}

Value Evaluator::partial(const Node& node, const Value& input, Frame& frame) {
  Value made = Value::of(new FunctionCell(heap_, FunctionCell::Type::partial), Kind::function);
  FunctionCell& cell = made.function();
  for (const auto& item : node.items) {
    const bool open = item->type == NodeType::open_argument;
    cell.open.push_back(open);
    cell.arguments.push_back(open ? Value() : eval(*item, input, frame));
  }
  cell.first = called(*node.left, input, frame);
  if (cell.first.is_undefined() && truth(heap_, bound_name(*node.left, frame))) throw Fault("T1007").at(node.position).of(name_of(*node.left));
  if (!cell.first.is_function()) throw Fault("T1008").at(node.position).of(name_of(*node.left));
  const FunctionCell& target = cell.first.function();
  const size_t takes = target.type == FunctionCell::Type::builtin  ? static_cast<size_t>(target.builtin->row.parameters)
                       : target.type == FunctionCell::Type::lambda ? target.node->parameters.size()
                                                                   : cell.open.size();
  if (cell.open.size() > takes) {
    cell.open.resize(takes);
    cell.arguments.resize(takes);
  }
  return made;
}

Value Evaluator::apply(const Node& node, const Value& input, Frame& frame) {
  const Value left = eval(*node.left, input, frame);
  // What stands behind the call, as in x ~> $f()[0], is not looked at: the reference does not either.
  if (node.right->type == NodeType::call) return call_node(*node.right, input, frame, &left);
  const Value function = eval(*node.right, input, frame);
  if (!function.is_function()) throw Fault("T2006").at(node.position).with("value", function);
  if (!left.is_function()) return call(function, {left}, Value::null(), nullptr);
  Value made = Value::of(new FunctionCell(heap_, FunctionCell::Type::chain), Kind::function);
  made.function().first = left;
  made.function().second = function;
  return made;
}

}  // namespace lambent::states::jsonata
