// What was seen against what the template defines. Pure.
#pragma once
#include "config/app_model.h"
#include "ipo/cover/coverage.h"
#include "ipo/cover/seen.h"

namespace lambent::ipo {

AppCoverage measure(const std::string& app, const config::AppModel& model, const Seen& seen);

}  // namespace lambent::ipo
