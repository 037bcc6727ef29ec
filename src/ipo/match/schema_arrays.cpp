#include <algorithm>
#include <unordered_map>

#include "ipo/match/schema_keywords.h"
#include "ipo/match/values.h"

namespace lambent::ipo::schema_keyword {
namespace {

template <class Holds>
SchemaCheck size_limit(const SchemaKeyword& k, std::string_view says, Holds holds) {
  auto limit = count(k);
  if (!limit) return nullptr;
  return [limit = *limit, text = "an array of " + std::string(says) + counted(*limit, "element", "elements"), holds](const Json& value, SchemaVisit& visit) {
    if (value.is_array() && !holds(value.size(), limit)) visit.violated(text, value);
  };
}

// Equal values have equal text, whatever the order of keys and the notation of numbers; so may nearly equal numbers.
std::string canonical(const Json& value) {
  if (value.is_number()) return std::to_string(value.get<double>());
  if (value.is_array()) {
    std::string out = "[";
    for (const Json& item : value) out += canonical(item) + ",";
    return out + "]";
  }
  if (!value.is_object()) return dump(value);
  std::vector<std::string> members;
  for (const auto& [key, member] : value.get_ref<const Json::object_t&>()) members.push_back(dump(Json(key)) + ":" + canonical(member));
  std::sort(members.begin(), members.end());
  std::string out = "{";
  for (const auto& member : members) out += member + ",";
  return out + "}";
}

}  // namespace

SchemaCheck prefix_items(const SchemaKeyword& k) {
  return [parts = k.parts()](const Json& value, SchemaVisit& visit) {
    if (!value.is_array()) return;
    for (size_t i = 0; i < parts.size() && i < value.size(); ++i) visit.check_index(*parts[i], value[i], i);
  };
}

SchemaCheck items(const SchemaKeyword& k) {
  if (k.value.is_array()) return k.wrong("items is one schema", "prefixItems takes a list");
  const Json* prefix = find(k.schema, "prefixItems");
  return [from = prefix ? prefix->size() : 0, schema = k.part(k.value)](const Json& value, SchemaVisit& visit) {
    if (!value.is_array()) return;
    for (size_t i = from; i < value.size(); ++i) visit.check_index(*schema, value[i], i);
  };
}

SchemaCheck contains(const SchemaKeyword& k) {
  auto bound = [&](const char* name, size_t otherwise) { return static_cast<size_t>(std::max(0.0, number_at(k.schema, name, static_cast<double>(otherwise)))); };
  const size_t least = bound("minContains", 1), most = bound("maxContains", 1'000'000'000'000);
  return [least, most, schema = k.part(k.value)](const Json& value, SchemaVisit& visit) {
    if (!value.is_array()) return;
    const auto n = static_cast<size_t>(std::count_if(value.begin(), value.end(), [&](const Json& item) { return visit.fits(*schema, item); }));
    if (n < least) visit.violated("an array with at least " + counted(least, "element", "elements") + " that fit contains, not " + std::to_string(n), value);
    if (n > most) visit.violated("an array with at most " + counted(most, "element", "elements") + " that fit contains, not " + std::to_string(n), value);
  };
}
SchemaCheck contains_count(const SchemaKeyword& k) {  // contains() reads the number
  count(k);
  return nullptr;
}

SchemaCheck min_items(const SchemaKeyword& k) { return size_limit(k, "at least ", std::greater_equal<size_t>()); }
SchemaCheck max_items(const SchemaKeyword& k) { return size_limit(k, "at most ", std::less_equal<size_t>()); }

SchemaCheck unique_items(const SchemaKeyword& k) {
  if (!k.value.is_boolean()) return k.wrong("true or false is wanted");
  if (!k.value.get<bool>()) return nullptr;
  return [](const Json& value, SchemaVisit& visit) {
    if (!value.is_array()) return;
    std::unordered_multimap<std::string, const Json*> seen;
    for (const Json& item : value) {
      if (!visit.spend(1)) return;
      auto [from, to] = seen.equal_range(canonical(item));
      if (std::any_of(from, to, [&](const auto& known) { return equal_values(*known.second, item); })) return visit.violated("an array without equal elements", value);
      seen.emplace(canonical(item), &item);
    }
  };
}

}  // namespace lambent::ipo::schema_keyword
