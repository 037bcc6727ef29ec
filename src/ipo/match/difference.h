// What the matchers report: differences between an expected and an actual value, and mistakes of a case file.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace lambent::ipo {

// One place where the actual value is not as expected.
struct Difference {
  enum class Kind {
    missing,  // expected, and not there: actual is "(absent)"
    extra,    // there, and not expected: expected is "(not expected)"
    changed,  // there, and other than expected
  };

  Kind kind = Kind::changed;
  std::string path;      // where in the actual value, to be shown: path[2], json.Status, headers["a b"]; empty is the value itself
  std::string place;     // where in the expected value, as a JSON Pointer (RFC 6901): the key to file, line and column
  std::string expected;  // one line, safe to show: "SUCCEEDED", a UUID, less than 2s
  std::string actual;    // one line, safe to show
  std::string note;      // why, if expected and actual do not say it: "not JSON: unexpected end"; may be empty
  // Expected and actual, raw, where a literal text met another text: what caret() and unified_diff() want.
  std::optional<std::pair<std::string, std::string>> texts;
  std::uint32_t weight = 100;  // 100 for another value, less for a nearly equal text
};

// Something wrong with an expected value itself: an unknown word, an argument that makes no sense.
struct Mistake {
  std::string place;    // JSON Pointer into the expected value, "" is the value itself
  std::string message;  // unknown matcher $regx
  std::string hint;     // did you mean $regex? may be empty
};
using Mistakes = std::vector<Mistake>;

}  // namespace lambent::ipo
