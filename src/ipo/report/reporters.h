// The reporters one by one, for report.cpp: they are handed outcomes whose secrets are masked already.
#pragma once
#include "ipo/report/report.h"

namespace lambent::ipo {

std::unique_ptr<Reporter> make_pretty(const ReportOptions& options);
std::unique_ptr<Reporter> make_dots(const ReportOptions& options);
std::unique_ptr<Reporter> make_tap(const ReportOptions& options);
std::unique_ptr<Reporter> make_json(const ReportOptions& options);
std::unique_ptr<Reporter> make_github(const ReportOptions& options);
std::unique_ptr<Reporter> make_junit(const ReportOptions& options);

}  // namespace lambent::ipo
