// A pattern of an API model. They are Java regular expressions with look-around, so PCRE2 matches them, under limits
// of steps and depth. Compiled at first use; may be used from several emulators' threads at once.
#pragma once
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

namespace lambent {

class Pattern {
 public:
  explicit Pattern(std::string source);
  ~Pattern();
  Pattern(const Pattern&) = delete;

  const std::string& source() const { return source_; }
  // Whole-text match, as Java's matches(). A pattern PCRE2 cannot compile, and text that exceeds the limits, match.
  bool matches(std::string_view text) const;
  bool usable() const;  // whether PCRE2 can compile it

 private:
  struct Compiled;
  const Compiled& compiled() const;

  const std::string source_;
  mutable std::once_flag once_;
  mutable std::unique_ptr<Compiled> compiled_;
};

}  // namespace lambent
