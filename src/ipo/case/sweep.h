// A case that is run again with each of its outbound calls broken, one at a time.
#pragma once
#include <string>
#include <vector>

#include "ipo/case/api_name.h"

namespace lambent::ipo {

enum class SweepFault {
  throttle,  // in the service's words
  timeout,   // the service does it and the answer is lost
  error,     // 500
  denied     // from that call on, the caller may not call the operation
};
const std::vector<std::string>& sweep_fault_names();  // as cases and --sweep spell them, in the enum's order

struct Sweep {
  std::vector<std::string> invariants;  // never empty
  std::vector<SweepFault> faults;       // never empty
  std::vector<ApiName> except;
  Place place;
};

// What a case that says nothing of it is swept by.
Sweep default_sweep(const Place& place);

}  // namespace lambent::ipo
