// Runs one case in a world of its own.
//
//   CaseOutcome outcome = run_case(one, file.suite, apps, setting);
//
// Never throws for what the case or its application does. Blocks the calling thread; several may run at once.
#pragma once
#include "ipo/run/apps.h"
#include "ipo/run/world.h"

namespace lambent::ipo {

CaseOutcome run_case(const Case& one, const std::string& suite, const Apps& apps, const RunSetting& setting);

}  // namespace lambent::ipo
