// Which variables the states of a machine name.
#include "mocks/states/asl/distributed.h"

namespace lambent::states::asl {
namespace {

using Names = std::map<std::string, std::set<std::string>>;

void add(const std::optional<Form>& form, std::set<std::string>& to) {
  if (form) form->add_variables(to);
}
void add(const std::optional<path::JsonPath>& path, std::set<std::string>& to) {
  if (path && path->root() == path::JsonPath::Root::variable) to.insert(path->variable());
}
void add(const Amount& amount, std::set<std::string>& to) {
  add(amount.path, to);
  add(amount.expression, to);
}
void add(const Distributed& map, std::set<std::string>& to) {
  if (map.reader) {
    add(map.reader->parameters, to);
    add(map.reader->max_items, to);
  }
  if (map.batcher) {
    add(map.batcher->max_items, to);
    add(map.batcher->max_bytes, to);
    add(map.batcher->input, to);
  }
  if (map.writer) add(map.writer->parameters, to);
}
void add(const Rule& rule, std::set<std::string>& to) {
  add(rule.variable_path, to);
  add(rule.operand_path, to);
  add(rule.condition, to);
  add(rule.assign, to);
  add(rule.output, to);
  for (const auto& part : rule.parts) add(part, to);
}

void gather(const Scope& scope, Names& out) {
  for (const auto& [name, s] : scope.states) {
    auto named = variables_of(s);
    if (!named.empty()) out[name] = std::move(named);
    for (const auto& inner : s.scopes) gather(inner, out);
  }
}

}  // namespace

std::set<std::string> variables_of(const State& s) {
  std::set<std::string> named;
  for (const Selector* selector : {&s.input, &s.output, &s.items_path}) add(selector->path, named);
  for (const auto* form : {&s.parameters, &s.result_selector, &s.arguments, &s.output_form, &s.assign, &s.role, &s.timestamp_form, &s.error, &s.cause,
                           &s.items, &s.item_selector})
    add(*form, named);
  for (const Amount* amount : {&s.timeout, &s.heartbeat, &s.seconds, &s.max_concurrency, &s.tolerated_count, &s.tolerated_percentage})
    add(*amount, named);
  if (s.distributed) add(*s.distributed, named);
  add(s.timestamp_path, named);
  for (const auto& rule : s.choices) add(rule, named);
  for (const auto& catcher : s.caught) {
    add(catcher.assign, named);
    add(catcher.output, named);
  }
  named.erase("states");
  return named;
}

Names variable_references(const Machine& machine) {
  Names out;
  gather(machine.top, out);
  return out;
}

}  // namespace lambent::states::asl
