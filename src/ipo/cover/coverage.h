// What a run of cases reached of the applications it tested, as plain values for reports.
//
//   Coverage all = collector.coverage();                   // collector.h
//   for (const AppCoverage& app : all.apps) …app.functions.hit.size() of app.functions.size()…
//
// Names are those of the template, raw. An edge is written "ChoiceState -> default (DefaultState)" (edges.h), a route
// "POST /reminders", a statement "s3:GetObject on arn:… (Sid)"; a managed policy of AWS is one entry under its name.
#pragma once
#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace lambent::ipo {

// Each name is in one of the two, in the order of the template.
struct Covered {
  std::vector<std::string> hit, missed;

  std::size_t size() const { return hit.size() + missed.size(); }
  void add(std::string name, bool is_hit) { (is_hit ? hit : missed).push_back(std::move(name)); }
};

struct MachineCoverage {
  std::string name;
  Covered states, edges;
};

struct RoleCoverage {
  std::string name;
  Covered statements;  // of its inline and managed policies; not of trust and boundary
};

struct AppCoverage {
  std::string app;  // the template's file, as the cases lead to it
  Covered functions, routes;
  std::vector<MachineCoverage> machines;
  std::vector<RoleCoverage> roles;
  // Calls made by functions, machines and services, not by the steps of cases: service -> operation -> how often.
  std::map<std::string, std::map<std::string, std::size_t>> operations;
};

struct Coverage {
  std::vector<AppCoverage> apps;  // by name; functions that cases define themselves are in none
  std::string part;               // why not all cases ran: "-k email"; empty: all of them
};

enum class Measure { functions, states, edges, statements, routes };
inline constexpr Measure kMeasures[] = {Measure::functions, Measure::states, Measure::edges, Measure::statements, Measure::routes};
const char* name_of(Measure measure);  // "functions"
const char* never(Measure measure);    // what has not been done to one: "never invoked"

// All of an application under one measure. `owner` is the machine or role, empty for the others.
struct OwnedCovered {
  std::string owner;
  const Covered* covered;
};
std::vector<OwnedCovered> parts_of(const AppCoverage& app, Measure measure);

struct Count {
  std::size_t hit = 0, all = 0;
};
Count count(const AppCoverage& app, Measure measure);
Count count(const Coverage& coverage, Measure measure);

}  // namespace lambent::ipo
