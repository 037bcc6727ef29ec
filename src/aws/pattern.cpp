#include "aws/pattern.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

namespace lambent {
namespace {
constexpr std::uint32_t kSteps = 200'000;
constexpr std::uint32_t kDepth = 2'000;
}  // namespace

struct Pattern::Compiled {
  pcre2_code* code = nullptr;
  pcre2_match_context* limits = nullptr;
  ~Compiled() {
    pcre2_code_free(code);
    pcre2_match_context_free(limits);
  }
};

Pattern::Pattern(std::string source) : source_(std::move(source)) {}
Pattern::~Pattern() = default;

const Pattern::Compiled& Pattern::compiled() const {
  std::call_once(once_, [this] {
    auto made = std::make_unique<Compiled>();
    int error = 0;
    PCRE2_SIZE at = 0;
    // ALT_BSUX: \uhhhh is a character, as in Java.
    std::uint32_t options = PCRE2_ANCHORED | PCRE2_ENDANCHORED | PCRE2_UTF | PCRE2_DOLLAR_ENDONLY | PCRE2_ALT_BSUX;
    made->code = pcre2_compile(reinterpret_cast<PCRE2_SPTR>(source_.data()), source_.size(), options, &error, &at, nullptr);
    made->limits = pcre2_match_context_create(nullptr);
    if (made->code) pcre2_jit_compile(made->code, PCRE2_JIT_COMPLETE);
    if (made->limits) {
      pcre2_set_match_limit(made->limits, kSteps);
      pcre2_set_depth_limit(made->limits, kDepth);
    }
    compiled_ = std::move(made);
  });
  return *compiled_;
}

bool Pattern::usable() const { return compiled().code != nullptr; }

bool Pattern::matches(std::string_view text) const {
  const Compiled& with = compiled();
  if (!with.code) return true;
  pcre2_match_data* data = pcre2_match_data_create(1, nullptr);
  int rc = pcre2_match(with.code, reinterpret_cast<PCRE2_SPTR>(text.data()), text.size(), 0, 0, data, with.limits);
  pcre2_match_data_free(data);
  return rc != PCRE2_ERROR_NOMATCH && !(rc <= PCRE2_ERROR_UTF8_ERR1 && rc >= PCRE2_ERROR_UTF8_ERR21);
}

}  // namespace lambent
