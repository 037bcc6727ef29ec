// Gathers what the cases of a run reach of their applications.
//
//   Collector collector(files, apps);
//   options.setting.at_end = [&](const CaseEnd& end) { collector.add(end); };   // on the threads of the cases
//   …run_cases…
//   summary.coverage = collector.coverage();
//   write_file("policy.json", dump_pretty(collector.least_policies()));
//
// `apps` and the files outlive it.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "base/parallel.h"
#include "ipo/cover/coverage.h"
#include "ipo/cover/seen.h"
#include "ipo/run/apps.h"
#include "ipo/run/case_end.h"

namespace lambent::ipo {

class Collector {
 public:
  Collector(const std::vector<CaseFile>& files, const Apps& apps);

  void add(const CaseEnd& end);

  // Main thread. Before any case has run: what there is to reach.
  Coverage coverage();
  Json least_policies();  // least_policy.h

 private:
  struct One {
    const config::AppModel* model = nullptr;
    Seen seen;
  };
  using Seens = std::map<std::string, One>;  // by the template's file

  const Apps& apps_;
  Guarded<Seens> seen_;
};

}  // namespace lambent::ipo
