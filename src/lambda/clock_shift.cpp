#include "lambda/clock_shift.h"

#include "base/embedded.h"

namespace lambent {
LAMBENT_EMBEDDED(clock_shift_library)
}  // namespace lambent

namespace lambent::lambda {

ClockShift::ClockShift() : library_("lambent-clock.so", embedded_clock_shift_library()) {}

std::shared_ptr<ClockFile> ClockShift::show(Clock& clock) {
  return std::make_shared<ClockFile>(clock, library_.folder() / (std::to_string(++files_) + ".clock"));
}

void ClockShift::add_to(std::vector<std::string>& environment, const ClockFile& shown) const {
  environment.push_back(LAMBENT_CLOCK_VARIABLE "=" + shown.path().string());
  library_.add_to(environment);
}

}  // namespace lambent::lambda
