// An outcome with one text in every field that holds some, for texts that would break a report.
#pragma once
#include <string>
#include <vector>

#include "ipo/run/outcome.h"

namespace lambent::ipo {

std::vector<std::string> hostile_texts();
CaseOutcome hostile(const std::string& text, Verdict verdict);

}  // namespace lambent::ipo
