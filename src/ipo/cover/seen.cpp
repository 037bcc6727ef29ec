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

namespace {

enum class Asked { perhaps, always };  // what is asked for perhaps counts only if it is allowed

// Notes what a role needs, and what allows it.
void note_need(Emulator& emulator, Seen& seen, const std::string& role_arn, const std::string& session, const Need& need, Asked asked) {
  access::PolicyAuthorizer authorizer(emulator.directory(), emulator.loop().clock());
  auto role = emulator.directory().find(role_arn);
  if (!role) return;
  auto action = split(need.action, ':');
  const Call call(action[0], action[1], Json::object(), access::role_session(*role, role_arn, session, emulator.loop().clock().now()), emulator.scope());
  std::vector<PolicyStatement> allowing;
  if (authorizer.decide(call, need, &allowing)) {
    if (asked == Asked::perhaps) return;
    allowing.clear();
  }
  for (const auto& statement : allowing) note(seen, role->name, statement);
  seen.needs[role->name].insert({need.action, need.resource});
}

}  // namespace

void see_role_needs(Emulator& emulator, Seen& seen) {
  if (emulator.options().iam == Enforcement::off) return;
  std::set<std::pair<std::string, std::string>> wrote;
  for (const auto& entry : emulator.journal().entries())
    if (auto* invocation = std::get_if<InvocationEntry>(&entry.data)) wrote.emplace(invocation->role_arn, invocation->function_name);
  const Scope scope = emulator.scope();
  for (const auto& [role, function] : wrote) {
    std::string group = make_arn("logs", scope.region, scope.account, "log-group:/aws/lambda/" + function + ":*");
    for (const char* action : {"logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"}) note_need(emulator, seen, role, function, Need(action, group), Asked::perhaps);
  }
  for (const Service* service : emulator.aws().services())
    for (const auto& [role, need] : service->role_needs())
      if (seen.needs.count(role.substr(role.rfind('/') + 1))) note_need(emulator, seen, role, std::string(service->name()), need, Asked::always);
}

}  // namespace lambent::ipo
