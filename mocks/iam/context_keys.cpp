#include "mocks/iam/context_keys.h"

#include <algorithm>

#include "base/text.h"
#include "mocks/iam/iam.h"
#include "mocks/iam/simulation.h"

namespace lambent::iam {
namespace {

void add(const std::string& key, std::vector<std::string>& out) {
  if (std::none_of(out.begin(), out.end(), [&](const std::string& known) { return iequals(known, key); })) out.push_back(key);
}

void add_variables(const Json& value, std::vector<std::string>& out) {
  if (value.is_array()) {
    for (const auto& item : value) add_variables(item, out);
    return;
  }
  if (!value.is_string()) return;
  const auto& text = value.get_ref<const std::string&>();
  for (size_t open = text.find("${"); open != std::string::npos; open = text.find("${", open + 2)) {
    auto close = text.find('}', open);
    if (close == std::string::npos) return;
    std::string name(trim(std::string_view(text).substr(open + 2, close - open - 2)));
    name = std::string(trim(std::string_view(name).substr(0, name.find(','))));
    if (name.find(':') != std::string::npos) add(name, out);  // ${*}, ${?} and ${$} are no keys
  }
}

Json key_names(const std::vector<std::string>& documents) {
  std::vector<std::string> keys;
  for (const auto& text : documents) {
    Json document = checked_for_simulation(text);
    for (const Json* s : statements_of(document)) add_context_keys(*s, keys);
  }
  return object({{"ContextKeyNames", text_array(keys)}});
}

}  // namespace

std::vector<const Json*> statements_of(const Json& document) {
  std::vector<const Json*> out;
  const Json* all = find(document, "Statement");
  if (all && all->is_object()) out.push_back(all);
  if (all && all->is_array())
    for (const auto& one : *all)
      if (one.is_object()) out.push_back(&one);
  return out;
}

void add_context_keys(const Json& statement, std::vector<std::string>& out) {
  if (const Json* conditions = find(statement, "Condition"); conditions && conditions->is_object())
    for (const auto& [op, keys] : conditions->items()) {
      if (!keys.is_object()) continue;
      for (const auto& [key, values] : keys.items()) {
        add(key, out);
        add_variables(values, out);
      }
    }
  for (const char* member : {"Resource", "NotResource"})
    if (const Json* resources = find(statement, member)) add_variables(*resources, out);
}

Json Iam::context_keys_for_custom_policy(const Call& call) { return key_names(texts_at(call.input, "PolicyInputList")); }

Json Iam::context_keys_for_principal_policy(const Call& call) {
  std::vector<std::string> documents = texts_at(call.input, "PolicyInputList");
  for (const auto& source : sources_of(call, get_policy_source(call))) documents.push_back(source.text);
  return key_names(documents);
}

}  // namespace lambent::iam
