// A journal written by hand, and a small application that it is about.
#pragma once
#include <gtest/gtest.h>

#include "base/loop.h"
#include "base/text.h"
#include "ipo/cover/measure.h"
#include "ipo/cover/seen.h"

namespace lambent::ipo {

inline Json quoted(const std::string& text) { return parse_json(replace_all(text, "'", "\"")); }

// Statement `number` of a policy as a decision names it.
inline PolicyStatement statement(const std::string& policy, const Json& document, size_t number) {
  struct Kept {
    std::string name;
    Json document;
  };
  auto kept = std::make_shared<const Kept>(Kept{policy, document});
  return {std::shared_ptr<const std::string>(kept, &kept->name), &kept->document["Statement"][number]};
}

struct ToldJournal {
  std::uint64_t call(const std::string& role, const std::string& service, const std::string& operation, std::vector<Access> allowed, std::uint64_t parent = 1) {
    CallEntry entry{service, operation, "arn:aws:sts::000000000000:assumed-role/" + role + "/session"};
    entry.allowed = std::move(allowed);
    return journal.add(parent, "", std::move(entry));
  }
  void route(const std::string& route) {
    CallEntry entry{"lambda", "Invoke", "apigateway.amazonaws.com"};
    entry.route = route;
    journal.add(0, "", std::move(entry));
  }
  void invocation(const std::string& function) {
    InvocationEntry entry;
    entry.function_name = function;
    journal.add(0, "", std::move(entry));
  }
  void visit(const std::string& state, const std::string& via, const std::string& from = "", const std::string& machine = "reminders") {
    VisitEntry entry;
    entry.execution_arn = "arn:aws:states:us-east-1:000000000000:execution:" + machine + ":one";
    entry.state = state;
    entry.via = via;
    entry.from = from;
    journal.add(0, "", std::move(entry));
  }
  Seen seen() const { return seen_in(journal); }

  Loop loop{ClockMode::frozen};
  Journal journal{loop.clock()};
};

// Two functions, a machine with a default nobody may take, an API with two routes, a role with three policies.
struct SmallApp {
  SmallApp() {
    for (const char* name : {"email", "sms"}) model.functions.emplace_back().name = name;
    auto& machine = model.machines.emplace_back();
    machine.name = "reminders";
    machine.definition = R"({"StartAt": "C", "States": {"C": {"Type": "Choice", "Choices": [{"Variable": "$.a", "IsPresent": true, "Next": "P"}], "Default": "F"},
                             "P": {"Type": "Pass", "End": true}, "F": {"Type": "Fail"}}})";
    auto& api = model.apis.emplace_back();
    api.id = "abcdefghij";
    api.routes = {{"POST", "/reminders", "", {}}, {"ANY", "/{proxy+}", "", {}}};
    auto& role = model.roles.emplace_back();
    role.name = "mailer";
    role.inline_policies = {{"Send", send}};
    role.managed = {"arn:aws:iam::aws:policy/AmazonSNSFullAccess", "arn:aws:iam::000000000000:policy/team/Own"};
    model.policies.push_back({"Own", "/team/", "", own, {}, {}});
  }
  AppCoverage measured(const Seen& seen) const { return measure("template.yaml", model, seen); }

  config::AppModel model;
  const Json send = quoted("{'Version':'2012-10-17','Statement':[{'Effect':'Allow','Action':'ses:SendEmail','Resource':'*'},"
                           "{'Sid':'Pictures','Effect':'Allow','Action':['s3:GetObject','s3:PutObject'],'Resource':'arn:aws:s3:::pictures/*'}]}");
  const Json own = quoted("{'Version':'2012-10-17','Statement':{'Effect':'Deny','NotAction':['a:A','b:B','c:C','d:D'],'Resource':'*'}}");
};

}  // namespace lambent::ipo
