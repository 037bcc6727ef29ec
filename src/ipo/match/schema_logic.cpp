#include <algorithm>

#include "ipo/match/schema_keywords.h"

namespace lambent::ipo::schema_keyword {

SchemaCheck all_of(const SchemaKeyword& k) {
  return [parts = k.parts()](const Json& value, SchemaVisit& visit) {
    for (const SchemaNode* part : parts) visit.check(*part, value);
  };
}

SchemaCheck any_of(const SchemaKeyword& k) {
  return [parts = k.parts()](const Json& value, SchemaVisit& visit) {
    if (parts.size() == 1) return visit.check(*parts[0], value);
    if (std::none_of(parts.begin(), parts.end(), [&](const SchemaNode* part) { return visit.fits(*part, value); }))
      visit.violated("a value that fits one of the " + std::to_string(parts.size()) + " schemas of anyOf", value);
  };
}

SchemaCheck one_of(const SchemaKeyword& k) {
  return [parts = k.parts()](const Json& value, SchemaVisit& visit) {
    const auto n = std::count_if(parts.begin(), parts.end(), [&](const SchemaNode* part) { return visit.fits(*part, value); });
    if (n != 1) visit.violated("a value that fits exactly one of the " + std::to_string(parts.size()) + " schemas of oneOf, not " + std::to_string(n), value);
  };
}

SchemaCheck none(const SchemaKeyword& k) {
  return [schema = k.part(k.value)](const Json& value, SchemaVisit& visit) {
    if (visit.fits(*schema, value)) visit.violated("a value that does not fit the schema of not", value);
  };
}

SchemaCheck condition(const SchemaKeyword& k) {
  const SchemaNode *then = nullptr, *otherwise = nullptr;
  const std::string beside = k.pointer.substr(0, k.pointer.rfind('/'));
  if (auto at = k.schema.find("then"); at != k.schema.end()) then = k.reader.read(*at, k.file, beside + "/then");
  if (auto at = k.schema.find("else"); at != k.schema.end()) otherwise = k.reader.read(*at, k.file, beside + "/else");
  return [question = k.part(k.value), then, otherwise](const Json& value, SchemaVisit& visit) {
    const SchemaNode* next = visit.fits(*question, value) ? then : otherwise;
    if (next) visit.check(*next, value);
  };
}
SchemaCheck conclusion(const SchemaKeyword& k) {  // condition() judges by it; alone it says nothing, but it must be a schema
  k.part(k.value);
  return nullptr;
}

SchemaCheck reference(const SchemaKeyword& k) {
  if (!k.value.is_string()) return k.wrong("a reference is a text", "#/$defs/x");
  return [schema = k.reader.refer(k.value.get<std::string>(), k.file, k.pointer)](const Json& value, SchemaVisit& visit) { visit.check(*schema, value); };
}
SchemaCheck definitions(const SchemaKeyword& k) {
  k.named_parts();
  return nullptr;
}

}  // namespace lambent::ipo::schema_keyword
