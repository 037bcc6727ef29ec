// What the journal of a case shows of an application: the raw facts that coverage and least policies are made of.
//
//   Seen seen = seen_in(world.journal());
//   see_role_needs(world.emulator(), seen);    // what AWS itself does with a role, which no call shows
//   all.add(seen);                             // a union: the order of cases does not matter
#pragma once
#include <compare>
#include <map>
#include <set>
#include <string>

#include "app/emulator.h"
#include "aws/journal.h"

namespace lambent::ipo {

struct SeenEdge {
  std::string machine, from, via;  // via as edge_kind() gives it
  auto operator<=>(const SeenEdge&) const = default;
};

struct SeenStatement {
  std::string role, policy;  // name of the role; the policy's as decisions name it
  std::string document;      // of the statement, compact
  auto operator<=>(const SeenStatement&) const = default;
};

struct SeenNeed {
  std::string action, resource;  // as called
  auto operator<=>(const SeenNeed&) const = default;
};

struct Seen {
  std::map<std::string, std::size_t> functions;                         // name -> invocations
  std::map<std::string, std::set<std::string>> states;                  // by machine
  std::set<SeenEdge> edges;
  std::set<std::string> routes;                                         // "API GET /path", the API by its id
  std::map<std::string, std::map<std::string, std::size_t>> operations; // by service; see AppCoverage
  std::set<SeenStatement> statements;                                   // that allowed a call, or refused it explicitly
  std::map<std::string, std::set<SeenNeed>> needs;                      // by role: what its policies had to allow

  void add(const Seen& other);
};

Seen seen_in(const Journal& journal);

// On AWS a function writes its logs with its role, and services make things of their own with the roles they were given
// (Service::role_needs). Here nobody is asked, so it is decided now; of roles that have done something.
void see_role_needs(Emulator& emulator, Seen& seen);

}  // namespace lambent::ipo
