// A regular expression of a case file (RE2: linear time, no look-around, no back references).
#pragma once
#include <memory>
#include <string>
#include <string_view>

namespace re2 {
class RE2;
}

namespace lambent::ipo {

class Regex {
 public:
  // Null and the reason in `why` if RE2 cannot compile it.
  static std::shared_ptr<const Regex> compile(std::string_view pattern, std::string& why);
  ~Regex();
  bool found_in(std::string_view text) const;  // anywhere
  bool matches(std::string_view text) const;   // the whole text

 private:
  explicit Regex(std::unique_ptr<re2::RE2> compiled);
  std::unique_ptr<re2::RE2> compiled_;
};

}  // namespace lambent::ipo
