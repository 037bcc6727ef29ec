#include "lambda/network_fence.h"

#include "base/embedded.h"

namespace lambent {
LAMBENT_EMBEDDED(network_fence_library)
}  // namespace lambent

namespace lambent::lambda {

std::unique_ptr<PreloadedLibrary> network_fence() {
  return std::make_unique<PreloadedLibrary>("lambent-network.so", embedded_network_fence_library());
}

}  // namespace lambent::lambda
