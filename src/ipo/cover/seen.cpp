#include "ipo/cover/seen.h"

#include "access/authorizer.h"
#include "aws/arn.h"
#include "base/text.h"
#include "ipo/cover/edges.h"

namespace lambent::ipo {
namespace {

// arn:aws:states:R:A:execution:MACHINE:NAME
std::string machine_of(const std::string& execution) {
  auto parts = split(execution, ':');
  return parts.size() < 8 ? "" : parts[6];
}

// arn:aws:sts::A:assumed-role/ROLE/SESSION; empty for others.
std::string role_of(const std::string& principal) {
  auto arn = Arn::parse(principal);
  if (!arn || arn->service != "sts" || !arn->resource.starts_with("assumed-role/")) return "";
  return split(arn->resource, '/')[1];
}

void note(Seen& out, const std::string& role, const PolicyStatement& statement) {
  if (statement.policy) out.statements.insert({role, *statement.policy, dump(*statement.document)});
}

void note(Seen& out, const CallEntry& call, const JournalEntry& entry) {
  if (entry.parent != 0) ++out.operations[call.service][call.operation];
  if (!call.route.empty()) out.routes.insert(call.route);
  std::string role = role_of(call.principal);
  if (role.empty()) return;
  for (const auto& access : call.allowed) {
    for (const auto& statement : access.by) note(out, role, statement);
    if (!access.by.empty() || access.refused) out.needs[role].insert({access.action, access.resource});
  }
  if (call.denial) note(out, role, call.denial->statement);
}

void note(Seen& out, const VisitEntry& visit) {
  std::string machine = machine_of(visit.execution_arn);
  if (machine.empty()) return;
  out.states[machine].insert(visit.state);
  if (!visit.from.empty()) out.edges.insert({machine, visit.from, edge_kind(visit.via)});
}

}  // namespace

void Seen::add(const Seen& other) {
  for (const auto& [name, times] : other.functions) functions[name] += times;
  for (const auto& [machine, names] : other.states) states[machine].insert(names.begin(), names.end());
  edges.insert(other.edges.begin(), other.edges.end());
  routes.insert(other.routes.begin(), other.routes.end());
  for (const auto& [service, counts] : other.operations)
    for (const auto& [operation, times] : counts) operations[service][operation] += times;
  statements.insert(other.statements.begin(), other.statements.end());
  for (const auto& [role, wanted] : other.needs) needs[role].insert(wanted.begin(), wanted.end());
}

Seen seen_in(const Journal& journal) {
  Seen out;
  for (const auto& entry : journal.entries()) {
    if (auto* call = std::get_if<CallEntry>(&entry.data)) note(out, *call, entry);
    if (auto* visit = std::get_if<VisitEntry>(&entry.data)) note(out, *visit);
    if (auto* invocation = std::get_if<InvocationEntry>(&entry.data)) ++out.functions[invocation->function_name];
  }
  return out;
}

void see_log_writing(Emulator& emulator, Seen& seen) {
  if (emulator.options().iam == Enforcement::off) return;
  access::PolicyAuthorizer authorizer(emulator.directory(), emulator.loop().clock());
  std::set<std::pair<std::string, std::string>> wrote;
  for (const auto& entry : emulator.journal().entries())
    if (auto* invocation = std::get_if<InvocationEntry>(&entry.data)) wrote.emplace(invocation->role_arn, invocation->function_name);
  for (const auto& [role_arn, function] : wrote) {
    auto role = emulator.directory().find(role_arn);
    if (!role) continue;
    Scope scope = emulator.scope();
    std::string group = make_arn("logs", scope.region, scope.account, "log-group:/aws/lambda/" + function + ":*");
    Call call("logs", "", Json::object(), access::role_session(*role, role_arn, function, emulator.loop().clock().now()), scope);
    for (const char* operation : {"CreateLogGroup", "CreateLogStream", "PutLogEvents"}) {
      call.operation = operation;
      std::vector<PolicyStatement> allowing;
      Need need(std::string("logs:") + operation, group);
      if (authorizer.decide(call, need, &allowing)) continue;
      for (const auto& statement : allowing) note(seen, role->name, statement);
      seen.needs[role->name].insert({need.action, need.resource});
    }
  }
}

}  // namespace lambent::ipo
