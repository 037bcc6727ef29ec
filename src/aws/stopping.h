// What a call answers (503 ServiceUnavailable) that is cut off because the emulator ends.
#pragma once

namespace lambent {

inline constexpr const char* kStopping = "lambent is stopping";

}  // namespace lambent
