#include "ipo/cover/least_policy.h"

#include <re2/re2.h>

namespace lambent::ipo {

std::string without_ids(const std::string& resource) {
  // Account ids are 12 digits and no id of this kind; shorter runs of digits and letters may be names.
  static const re2::RE2 ids("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}|\\b[0-9a-fA-F]{16,}\\b");
  std::string out = resource;
  re2::RE2::GlobalReplace(&out, ids, "*");
  return out;
}

Json least_policy(const std::set<SeenNeed>& needs) {
  std::map<std::string, std::set<std::string>> resources;  // by action
  for (const auto& need : needs) resources[need.action].insert(without_ids(need.resource));
  std::map<std::set<std::string>, std::vector<std::string>> actions;  // by resources
  for (auto& [action, all] : resources) {
    if (all.count("*")) all = {"*"};
    actions[all].push_back(action);
  }
  std::map<std::string, Json> statements;  // by first action
  for (const auto& [all, names] : actions)
    statements[names.front()] = object({{"Effect", "Allow"}, {"Action", text_array(names)}, {"Resource", text_array({all.begin(), all.end()})}});
  Json out = array();
  for (auto& [first, statement] : statements) out.push_back(std::move(statement));
  return object({{"Version", "2012-10-17"}, {"Statement", std::move(out)}});
}

}  // namespace lambent::ipo
