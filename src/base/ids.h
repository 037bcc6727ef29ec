// Identifiers as AWS makes them, from one random source that is handed in, so that a run can be repeated
// by its seed. Loop thread only.
#pragma once
#include <cstdint>
#include <random>
#include <string>
#include <string_view>

namespace lambent {

class Ids {
 public:
  Ids();                              // seeded by the system
  explicit Ids(std::uint64_t seed);   // the same sequence every time

  std::uint64_t number() { return engine_(); }
  double fraction();                        // 0 <= f < 1
  std::string uuid();                       // v4, lower case
  std::string hex(size_t digits);           // lower case
  std::string letters(size_t n);            // [A-Za-z0-9]
  std::string upper_base32(size_t n);       // A-Z2-7, as in AKIA… and AROA… ids
  std::string base64(size_t n);             // n characters of [A-Za-z0-9+/]
  std::string iam_id(std::string_view prefix);  // prefix + 17 characters ("AROA…")
  std::string trace();                      // Root=1-8hex-24hex (spec/lambda.md 1.3); time part is random

 private:
  std::string pick(std::string_view alphabet, size_t n);
  std::mt19937_64 engine_;
};

}  // namespace lambent
