#include "ipo/cover/coverage.h"

namespace lambent::ipo {

const char* name_of(Measure measure) {
  static constexpr const char* names[] = {"functions", "states", "edges", "statements", "routes"};
  return names[static_cast<std::size_t>(measure)];
}

const char* never(Measure measure) {
  static constexpr const char* words[] = {"never invoked", "never visited", "never taken", "granted, never used", "never called"};
  return words[static_cast<std::size_t>(measure)];
}

std::vector<OwnedCovered> parts_of(const AppCoverage& app, Measure measure) {
  std::vector<OwnedCovered> out;
  switch (measure) {
    case Measure::functions: out.push_back({"", &app.functions}); break;
    case Measure::routes: out.push_back({"", &app.routes}); break;
    case Measure::states:
      for (const auto& machine : app.machines) out.push_back({machine.name, &machine.states});
      break;
    case Measure::edges:
      for (const auto& machine : app.machines) out.push_back({machine.name, &machine.edges});
      break;
    case Measure::statements:
      for (const auto& role : app.roles) out.push_back({role.name, &role.statements});
      break;
  }
  return out;
}

Count count(const AppCoverage& app, Measure measure) {
  Count out;
  for (const auto& part : parts_of(app, measure)) {
    out.hit += part.covered->hit.size();
    out.all += part.covered->size();
  }
  return out;
}

Count count(const Coverage& coverage, Measure measure) {
  Count out;
  for (const auto& app : coverage.apps) {
    Count one = count(app, measure);
    out.hit += one.hit;
    out.all += one.all;
  }
  return out;
}

}  // namespace lambent::ipo
