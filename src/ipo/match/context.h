// What a comparison needs besides the two values: the time, the names bound so far, the limits.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/json.h"

namespace lambent::ipo {

// Values kept by {"$bind": name}. Attempts that fail are undone: mark(), try, undo_to(mark).
class Bindings {
 public:
  const Json* find(std::string_view name) const;
  void keep(std::string name, Json value) { kept_.emplace_back(std::move(name), std::move(value)); }
  size_t mark() const { return kept_.size(); }
  void undo_to(size_t mark) { kept_.resize(mark); }

 private:
  std::vector<std::pair<std::string, Json>> kept_;  // a case has a handful of names
};

struct Limits {
  std::uint64_t steps = 5'000'000;             // comparisons of single values in one run
  std::uint64_t expanded_bytes = 64u << 20;    // what $base64 and $gzip may make in one run
};

struct Context {
  TimePoint now{};  // of the virtual clock
  Bindings bindings{};
  Limits limits{};
};

}  // namespace lambent::ipo
