// Regular expressions as JavaScript writes them, run by RE2 in linear time. Look-around and back references cannot be
// run that way and are refused when the expression is parsed.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace re2 {
class RE2;
}

namespace lambent::states::jsonata {

class Regex {
 public:
  Regex(std::string_view pattern, std::string_view flags);  // flags of "im"; throws Fault S0303
  ~Regex();

  struct Match {
    size_t from = 0, to = 0;  // bytes
    std::vector<std::optional<std::string_view>> groups;  // absent where a group took no part
  };
  std::optional<Match> find(std::string_view text, size_t from) const;
  const std::string& source() const { return source_; }

 private:
  std::string source_;
  std::unique_ptr<re2::RE2> program_;
};

}  // namespace lambent::states::jsonata
