// Functions that reach no network but this machine: lambent-network.so (src/network_fence) is preloaded into their
// processes, refuses what leads away and tells the Runtime API which host was wanted.
#pragma once
#include <memory>

#include "lambda/preload.h"

namespace lambent::lambda {

// Throws FileError.
std::unique_ptr<PreloadedLibrary> network_fence();

// Service of the journal's entries of refused hosts: input {host, port}.
inline constexpr const char* kNetwork = "network";

struct ForeignHost {
  std::string host;  // a name, or an address in numbers
  int port = 0;      // 0: not known when the name was looked up
};

}  // namespace lambent::lambda
