// Bytes put into the binary by lambent_embed() (cmake/lambent.cmake).
//
//   LAMBENT_EMBEDDED(model_sns)   // declares std::string_view embedded_model_sns()
#pragma once
#include <string_view>

#define LAMBENT_EMBEDDED(symbol)                                                              \
  extern "C" const char lambent_##symbol##_begin[];                                           \
  extern "C" const char lambent_##symbol##_end[];                                             \
  inline std::string_view embedded_##symbol() {                                               \
    return {lambent_##symbol##_begin, static_cast<size_t>(lambent_##symbol##_end - lambent_##symbol##_begin)}; \
  }
