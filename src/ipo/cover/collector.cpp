#include "ipo/cover/collector.h"

#include "ipo/cover/least_policy.h"
#include "ipo/cover/measure.h"
#include "ipo/run/world.h"

namespace lambent::ipo {

Collector::Collector(const std::vector<CaseFile>& files, const Apps& apps) : apps_(apps) {
  seen_.with([&](Seens& all) {
    for (const auto& file : files)
      for (const auto& one : file.cases)
        if (const auto* model = apps.template_of(one)) all[one.given.app->file].model = model;
  });
}

void Collector::add(const CaseEnd& end) {
  if (!apps_.template_of(end.what)) return;
  Seen seen = seen_in(end.world.journal());
  see_role_needs(end.world.emulator(), seen);
  seen_.with([&](Seens& all) { all[end.what.given.app->file].seen.add(seen); });
}

Coverage Collector::coverage() {
  Coverage out;
  seen_.with([&](Seens& all) {
    for (const auto& [file, one] : all) out.apps.push_back(measure(file, *one.model, one.seen));
  });
  return out;
}

Json Collector::least_policies() {
  Json out = Json::object();
  seen_.with([&](Seens& all) {
    for (const auto& [file, one] : all) {
      Json roles = Json::object();
      for (const auto& role : one.model->roles) {
        auto needs = one.seen.needs.find(role.name);
        set(roles, role.name, needs == one.seen.needs.end() ? Json() : least_policy(needs->second));
      }
      set(out, file, std::move(roles));
    }
  });
  return out;
}

}  // namespace lambent::ipo
