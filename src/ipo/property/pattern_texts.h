// Texts that match a regular expression.
//
//   std::string why;
//   auto pattern = PatternTexts::parse("^\\+[1-9][0-9]{1,14}$", why);
//   std::string phone = pattern->make(choices);        // "+10", "+447700900123"
//
// Of RE2's syntax: letters, escapes (\d \w \s \n \t \x41 and their opposites, \. and the like), classes with ranges and
// negation, [:digit:] and its kin, dot, groups (named and not), alternatives, * + ? {n} {n,} {n,m} (lazy too), ^ and \A
// at the beginning, $ and \z at the end. Word boundaries, flags, Unicode classes and anchors elsewhere are refused.
#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "ipo/property/choices.h"

namespace lambent::ipo {

class PatternTexts {
 public:
  // Nothing, and why, if the pattern holds what no text can be made from here.
  static std::unique_ptr<const PatternTexts> parse(std::string_view pattern, std::string& why);
  virtual ~PatternTexts() = default;
  // The whole match; what is repeated without a limit is repeated at most `most` times more than it must.
  virtual void make(Choices& choices, size_t most, std::string& into) const = 0;

  std::string make(Choices& choices, size_t most = 8) const {
    Choices::Part part(choices);
    std::string out;
    make(choices, most, out);
    return out;
  }
};

}  // namespace lambent::ipo
