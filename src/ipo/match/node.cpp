#include "ipo/match/node.h"

#include <algorithm>

#include "ipo/match/display.h"
#include "ipo/match/pair_nodes.h"
#include "ipo/match/values.h"

namespace lambent::ipo {
void Node::compare(const Json* actual, Scope& scope) const {
  scope.spend();
  if (actual || takes_absence())
    judge(actual, scope);
  else
    scope.differs(*this, nullptr);
}

std::string Node::describe(const Context&) const { return source ? shown(*source) : "(expected)"; }

void TestNode::judge(const Json* actual, Scope& scope) const {
  std::string note = test_(*actual, scope.context());
  if (!note.empty()) scope.differs(*this, actual, note == "-" ? "" : std::move(note));
}

std::string LiteralNode::describe(const Context&) const { return shown(value_); }

void LiteralNode::judge(const Json* actual, Scope& scope) const {
  if (value_.is_string() && actual->is_string()) {
    const auto& expected = value_.get_ref<const std::string&>();
    const auto& text = actual->get_ref<const std::string&>();
    if (expected != text) scope.differs(*this, expected, text);
    return;
  }
  if (actual->is_structured() || !same_scalar(value_, *actual)) {
    const bool look_alike = value_.is_primitive() && actual->is_primitive() && value_.is_string() != actual->is_string();
    scope.differs(*this, actual, look_alike ? std::string("a ") + type_name(value_) + " is expected, not a " + type_name(*actual) : "");
  }
}

ObjectNode::ObjectNode(std::vector<Member> members, Further further) : members_(std::move(members)), further_(further) {
  for (size_t i = 0; i < members_.size(); ++i) index_.emplace(members_[i].first, i);
}
size_t ObjectNode::leaves() const {
  size_t n = 0;
  for (const auto& [key, node] : members_) n += node->leaves();
  return std::max<size_t>(n, 1);
}
bool ObjectNode::literal() const {
  return further_ == Further::refused && std::all_of(members_.begin(), members_.end(), [](const Member& m) { return m.second->literal(); });
}

void ObjectNode::judge(const Json* actual, Scope& scope) const {
  if (!actual->is_object()) return scope.differs(*this, actual);
  std::vector<const Json*> found(members_.size(), nullptr);
  std::vector<std::pair<std::string_view, const Json*>> extra;
  for (const auto& [key, value] : actual->get_ref<const Json::object_t&>()) {
    auto at = index_.find(key);
    if (at != index_.end())
      found[at->second] = &value;
    else if (further_ == Further::refused)
      extra.emplace_back(key, &value);
  }
  for (size_t i = 0; i < members_.size() && !scope.done(); ++i) {
    auto here = scope.enter_key(members_[i].first);
    members_[i].second->compare(found[i], scope);
  }
  for (const auto& [key, value] : extra) {
    if (scope.done()) return;
    auto here = scope.enter_key(key);
    scope.extra(*this, *value);
  }
}

size_t ArrayNode::leaves() const {
  size_t n = 0;
  for (const auto& item : items_) n += item->leaves();
  return std::max<size_t>(n, 1);
}
bool ArrayNode::literal() const {
  return further_ == Further::refused && std::all_of(items_.begin(), items_.end(), [](const NodePtr& item) { return item->literal(); });
}

void ArrayNode::judge(const Json* actual, Scope& scope) const {
  if (!actual->is_array()) return scope.differs(*this, actual);
  if (!scope.reporting()) return in_position(*actual, 0, scope);
  size_t from = 0;
  while (from < items_.size() && from < actual->size() && scope.equal(*items_[from], &(*actual)[from])) ++from;
  const size_t expected_left = items_.size() - from, actual_left = actual->size() - from;
  // Alignment tells what was left out or put in; with one item on a side, or too many, there is nothing to gain.
  const bool align = further_ == Further::refused && expected_left * actual_left > 1 && expected_left <= kMostPaired && actual_left <= kMostPaired;
  align ? aligned(*actual, from, scope) : in_position(*actual, from, scope);
}

void ArrayNode::in_position(const Json& actual, size_t from, Scope& scope) const {
  for (size_t i = from; i < items_.size() && !scope.done(); ++i) {
    auto here = scope.enter_index(i);
    items_[i]->compare(i < actual.size() ? &actual[i] : nullptr, scope);
  }
  if (further_ == Further::free) return;
  for (size_t i = items_.size(); i < actual.size() && !scope.done(); ++i) {
    auto here = scope.enter_index(i);
    scope.extra(*this, actual[i]);
  }
}

void ArrayNode::aligned(const Json& actual, size_t from, Scope& scope) const {
  std::vector<const Node*> expected;
  std::vector<const Json*> values;
  for (size_t i = from; i < items_.size(); ++i) expected.push_back(items_[i].get());
  for (size_t i = from; i < actual.size(); ++i) values.push_back(&actual[i]);
  report_pairs(pair_nodes(expected, values, scope, Order::given), expected, values, *this, from, scope);
}

bool AllNode::takes_absence() const {
  return std::any_of(parts_.begin(), parts_.end(), [](const NodePtr& part) { return part->takes_absence(); });
}
void AllNode::judge(const Json* actual, Scope& scope) const {
  for (const auto& part : parts_) {
    if (scope.done()) return;
    part->compare(actual, scope);
  }
}

}  // namespace lambent::ipo
