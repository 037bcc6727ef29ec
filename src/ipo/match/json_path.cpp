#include "ipo/match/json_path.h"

#include <algorithm>

#include "ipo/match/json_path_filter.h"

namespace lambent::ipo {
namespace {

using Nodes = std::vector<const Json*>;

class Selecting {
 public:
  Selecting(const Json& root, PathBudget& budget, Nodes& out) : root_(root), budget_(budget), out_(out) {}

  void apply(const PathSegment& segment, const Json& value) {
    budget_.spend();
    for (const PathSelector& selector : segment.selectors) select(selector, value);
    if (!segment.descendant) return;
    if (value.is_array())
      for (const Json& child : value) apply(segment, child);
    if (value.is_object())
      for (const auto& [key, child] : value.get_ref<const Json::object_t&>()) apply(segment, child);
  }

 private:
  void put(const Json& value) {
    budget_.spend();
    out_.push_back(&value);
  }

  void select(const PathSelector& selector, const Json& value) {
    switch (selector.kind) {
      case PathSelector::Kind::name:
        if (value.is_object())
          if (auto at = value.find(selector.name); at != value.end()) put(*at);
        return;
      case PathSelector::Kind::index: return index(*selector.start, value);
      case PathSelector::Kind::slice: return slice(selector, value);
      case PathSelector::Kind::wildcard:
      case PathSelector::Kind::filter:
        if (value.is_array())
          for (const Json& child : value) maybe(selector, child);
        if (value.is_object())
          for (const auto& [key, child] : value.get_ref<const Json::object_t&>()) maybe(selector, child);
        return;
    }
  }

  void maybe(const PathSelector& selector, const Json& child) {
    if (selector.kind == PathSelector::Kind::wildcard || selector.filter->holds(child, root_, budget_)) put(child);
  }

  void index(std::int64_t i, const Json& value) {
    if (!value.is_array()) return;
    const auto size = static_cast<std::int64_t>(value.size());
    if (i < 0) i += size;
    if (i >= 0 && i < size) put(value[static_cast<size_t>(i)]);
  }

  // RFC 9535 2.3.4.2.2.
  void slice(const PathSelector& selector, const Json& value) {
    if (!value.is_array() || selector.step == 0) return;
    const auto size = static_cast<std::int64_t>(value.size());
    const std::int64_t step = selector.step;
    auto normalized = [&](std::int64_t i) { return i >= 0 ? i : size + i; };
    const std::int64_t start = normalized(selector.start.value_or(step > 0 ? 0 : size - 1));
    const std::int64_t end = selector.end ? normalized(*selector.end) : step > 0 ? size : -1;
    if (step > 0) {
      const std::int64_t upper = std::clamp(end, std::int64_t{0}, size);
      for (std::int64_t i = std::clamp(start, std::int64_t{0}, size); i < upper; i += step) put(value[static_cast<size_t>(i)]);
    } else {
      const std::int64_t lower = std::clamp(end, std::int64_t{-1}, size - 1);
      for (std::int64_t i = std::clamp(start, std::int64_t{-1}, size - 1); i > lower; i += step) put(value[static_cast<size_t>(i)]);
    }
  }

  const Json& root_;
  PathBudget& budget_;
  Nodes& out_;
};

}  // namespace

void PathBudget::spend() {
  if (visits == 0) throw JsonPathLimit();
  --visits;
}

bool singular(const PathSegments& segments) {
  return std::all_of(segments.begin(), segments.end(), [](const PathSegment& segment) {
    return !segment.descendant && segment.selectors.size() == 1 &&
           (segment.selectors[0].kind == PathSelector::Kind::name || segment.selectors[0].kind == PathSelector::Kind::index);
  });
}

std::vector<const Json*> select_from(const PathSegments& segments, const Json& start, const Json& root, PathBudget& budget) {
  Nodes nodes{&start};
  for (const PathSegment& segment : segments) {
    Nodes next;
    Selecting selecting(root, budget, next);
    for (const Json* node : nodes) selecting.apply(segment, *node);
    nodes = std::move(next);
  }
  return nodes;
}

std::vector<const Json*> JsonPath::select(const Json& root) const {
  PathBudget budget;
  return select_from(segments_, root, root, budget);
}

}  // namespace lambent::ipo
