#include "mocks/states/jsonata/regex.h"

#include <re2/re2.h>

#include "mocks/states/jsonata/fault.h"
#include "mocks/states/jsonata/unicode.h"

namespace lambent::states::jsonata {
namespace {

constexpr std::int64_t kMemory = 4 << 20;  // bytes a compiled pattern and its automaton may take
constexpr size_t kLongest = 32 * 1024;

// What JavaScript calls white space, and everything else, as the inside of a class.
constexpr std::string_view kSpace = "\\t\\n\\x0b\\f\\r \\x{a0}\\x{1680}\\x{2000}-\\x{200a}\\x{2028}\\x{2029}\\x{202f}\\x{205f}\\x{3000}\\x{feff}";
constexpr std::string_view kNoSpace =
    "\\x00-\\x08\\x0e-\\x1f!-\\x{9f}\\x{a1}-\\x{167f}\\x{1681}-\\x{1fff}\\x{200b}-\\x{2027}\\x{202a}-\\x{202e}\\x{2030}-\\x{205e}"
    "\\x{2060}-\\x{2fff}\\x{3001}-\\x{fefe}\\x{ff00}-\\x{10ffff}";

[[noreturn]] void refuse(std::string reason) { throw Fault("S0303").raw("reason", std::move(reason)); }

// Rewrites a JavaScript pattern in RE2's syntax.
class Translator {
 public:
  explicit Translator(std::string_view pattern) : in_(pattern) {}

  std::string run() {
    while (at_ < in_.size()) one();
    return std::move(out_);
  }

 private:
  char peek(size_t ahead = 0) const { return at_ + ahead < in_.size() ? in_[at_ + ahead] : '\0'; }
  bool starts(std::string_view what) const { return in_.substr(at_, what.size()) == what; }
  void hex(unsigned point) {
    char buffer[16];
    std::snprintf(buffer, sizeof buffer, "\\x{%x}", point);
    out_ += buffer;
  }

  void one() {
    const char c = in_[at_];
    if (c == '\\') {
      escape(false);
    } else if (c == '[') {
      char_class();
    } else if (c == '.') {
      out_ += "[^\\n\\r\\x{2028}\\x{2029}]";
      ++at_;
    } else if (starts("(?=") || starts("(?!")) {
      refuse("look-ahead is not available");
    } else if (starts("(?<=") || starts("(?<!")) {
      refuse("look-behind is not available");
    } else if (starts("(?<")) {
      out_ += "(?P<";
      at_ += 3;
    } else if (starts("(?") && !starts("(?:")) {
      refuse("Invalid group");
    } else {
      out_ += c;
      ++at_;
    }
  }

  void char_class() {
    ++at_;
    const bool negated = peek() == '^';
    if (negated) ++at_;
    if (peek() == ']') {  // [] matches nothing, [^] anything
      ++at_;
      out_ += negated ? "[\\x00-\\x{10ffff}]" : "[^\\x00-\\x{10ffff}]";
      return;
    }
    out_ += negated ? "[^" : "[";
    while (at_ < in_.size() && in_[at_] != ']') {
      if (in_[at_] == '\\') {
        escape(true);
      } else {
        if (in_[at_] == '[') out_ += '\\';
        out_ += in_[at_++];
      }
    }
    if (at_ == in_.size()) refuse("Unterminated character class");
    out_ += ']';
    ++at_;
  }

  void escape(bool in_class) {
    const char c = peek(1);
    if (c == '\0' && at_ + 1 >= in_.size()) refuse("\\ at end of pattern");
    at_ += 2;
    switch (c) {
      case 's': wrap(kSpace, in_class); return;
      case 'S': wrap(kNoSpace, in_class); return;
      case 'b':
        out_ += in_class ? "\\x08" : "\\b";
        return;
      case 'd': case 'D': case 'w': case 'W': case 'B': case 'n': case 'r': case 't': case 'f':
        out_ += '\\';
        out_ += c;
        return;
      case 'v': out_ += "\\x0b"; return;
      case '0': out_ += "\\x00"; return;
      case 'c':
        hex(static_cast<unsigned char>(peek()) & 31u);
        if (at_ < in_.size()) ++at_;
        return;
      case 'x': number(2); return;
      case 'u': number(4); return;
      case 'k': refuse("back references are not available");
      default: break;
    }
    if (c >= '1' && c <= '9') refuse("back references are not available");
    // Any other character stands for itself.
    --at_;
    const size_t n = sequence_length(in_, at_);
    if (n == 1) hex(static_cast<unsigned char>(c));
    else out_ += in_.substr(at_, n);
    at_ += n;
  }

  void wrap(std::string_view set, bool in_class) {
    if (!in_class) out_ += '[';
    out_ += set;
    if (!in_class) out_ += ']';
  }

  // \xHH and \uHHHH; without the digits the letter stands for itself.
  void number(size_t digits) {
    const std::string padded = std::string(4 - digits, '0') + std::string(in_.substr(at_, digits));
    const auto unit = hex_unit(padded);
    if (!unit) {
      out_ += in_[at_ - 1];
      return;
    }
    at_ += digits;
    unsigned point = *unit;
    if (point >= 0xD800 && point <= 0xDBFF && peek() == '\\' && peek(1) == 'u') {
      const auto low = hex_unit(in_.substr(std::min(at_ + 2, in_.size()), 4));
      if (low && *low >= 0xDC00 && *low <= 0xDFFF) {
        point = 0x10000 + ((point - 0xD800) << 10) + (*low - 0xDC00u);
        at_ += 6;
      }
    }
    if (point >= 0xD800 && point <= 0xDFFF) refuse("half of a surrogate pair");
    hex(point);
  }

  std::string_view in_;
  size_t at_ = 0;
  std::string out_;
};

}  // namespace

Regex::Regex(std::string_view pattern, std::string_view flags) : source_(pattern) {
  if (pattern.size() > kLongest) refuse("the pattern is too long");
  RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(kMemory);
  options.set_case_sensitive(flags.find('i') == std::string_view::npos);
  std::string translated = Translator(pattern).run();
  if (flags.find('m') != std::string_view::npos) translated = "(?m)" + translated;
  program_ = std::make_unique<re2::RE2>(translated, options);
  if (!program_->ok()) refuse(program_->error());
}

Regex::~Regex() = default;

std::optional<Regex::Match> Regex::find(std::string_view text, size_t from) const {
  std::vector<re2::StringPiece> found(static_cast<size_t>(program_->NumberOfCapturingGroups()) + 1);
  const re2::StringPiece subject(text.data(), text.size());
  if (from > text.size() || !program_->Match(subject, from, text.size(), RE2::UNANCHORED, found.data(), static_cast<int>(found.size()))) return std::nullopt;
  Match out;
  out.from = static_cast<size_t>(found[0].data() - text.data());
  out.to = out.from + found[0].size();
  for (size_t i = 1; i < found.size(); ++i) {
    if (found[i].data()) out.groups.emplace_back(std::string_view(found[i].data(), found[i].size()));
    else out.groups.emplace_back(std::nullopt);
  }
  return out;
}

}  // namespace lambent::states::jsonata
