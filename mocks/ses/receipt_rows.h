// What SES keeps for receiving mail. Keys: scope, name.
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/json.h"

namespace lambent::ses {

// One action: its kind as the API names it ("S3Action") and its members, which all are texts.
struct ReceiptAction {
  std::string kind;
  std::map<std::string, std::string> members;

  std::string get(const std::string& name) const {
    auto it = members.find(name);
    return it == members.end() ? "" : it->second;
  }
};

struct ReceiptRule {
  std::string name;
  bool enabled = false, scan = false;
  bool tls_required = false;
  std::vector<std::string> recipients;  // "user@x.example", "x.example", ".x.example"; none: all
  std::vector<ReceiptAction> actions;

  static ReceiptRule from_input(const Json& rule);  // as the API gives and shows it
  Json shown() const;
};

struct RuleSetRow {
  std::string name;
  std::int64_t created_ms = 0;
  bool active = false;  // of one set at most
  std::vector<ReceiptRule> rules;  // in the order in which they are applied

  ReceiptRule* find(const std::string& rule);
  Json to_json() const;
  static RuleSetRow from_json(const Json& j);
};

struct ReceiptFilterRow {
  std::string name, cidr;
  bool block = true;

  Json to_json() const;
  static ReceiptFilterRow from_json(const Json& j);
};

}  // namespace lambent::ses
