#include "ipo/case/sweep.h"

#include <algorithm>

#include "base/text.h"
#include "ipo/case/parts.h"
#include "ipo/case/schema.h"

namespace lambent::ipo {
namespace {

// The words of a list that are among the schema's; the others are reported.
std::vector<std::string> words(Fields& f, const char* key, const char* what, Context& context) {
  auto known = words_of("sweep", key);
  std::vector<std::string> out;
  f.texts(key);
  const Node* list = f.list(key);
  if (!list) return out;
  if (list->items.empty()) context.error(list->place, std::string("'") + key + "' is empty", "leave it out for the default");
  for (const auto& item : list->items) {
    if (!item.is(Node::Kind::text)) continue;
    if (std::find(known.begin(), known.end(), item.text) == known.end())
      context.error(item.place, std::string("there is no ") + what + " '" + printable(item.text) + "'", Context::hint(item.text, known));
    else if (std::find(out.begin(), out.end(), item.text) == out.end())
      out.push_back(item.text);
  }
  return out;
}

}  // namespace

const std::vector<std::string>& sweep_fault_names() {
  static const std::vector<std::string> all = words_of("sweep", "faults");
  return all;
}

Sweep default_sweep(const Place& place) {
  Sweep out;
  out.invariants = {"no-effect-twice", "error-surfaced", "settles"};
  for (size_t i = 0; i < sweep_fault_names().size(); ++i) out.faults.push_back(static_cast<SweepFault>(i));
  out.place = place;
  return out;
}

Sweep read_sweep(const Node& node, const Place& place, Context& context) {
  Fields f(node, "sweep", "sweep", Finish::value, context);
  Sweep out = default_sweep(place);
  if (auto named = words(f, "invariants", "invariant", context); !named.empty()) out.invariants = std::move(named);
  if (auto named = words(f, "faults", "fault", context); !named.empty()) {
    out.faults.clear();
    const auto& all = sweep_fault_names();
    for (const auto& name : named) out.faults.push_back(static_cast<SweepFault>(std::find(all.begin(), all.end(), name) - all.begin()));
  }
  f.texts("except");
  if (const Node* except = f.list("except"))
    for (const auto& item : except->items)
      if (item.is(Node::Kind::text)) out.except.push_back(read_api_name(item.text, item.place, context.diagnostics()));
  f.done();
  return out;
}

}  // namespace lambent::ipo
