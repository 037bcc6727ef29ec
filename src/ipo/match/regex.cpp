#include "ipo/match/regex.h"

#include <re2/re2.h>

namespace lambent::ipo {

Regex::Regex(std::unique_ptr<re2::RE2> compiled) : compiled_(std::move(compiled)) {}
Regex::~Regex() = default;

std::shared_ptr<const Regex> Regex::compile(std::string_view pattern, std::string& why) {
  re2::RE2::Options options;
  options.set_log_errors(false);
  auto compiled = std::make_unique<re2::RE2>(re2::StringPiece(pattern.data(), pattern.size()), options);
  if (!compiled->ok()) {
    why = compiled->error();
    return nullptr;
  }
  return std::shared_ptr<const Regex>(new Regex(std::move(compiled)));
}

bool Regex::found_in(std::string_view text) const { return re2::RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), *compiled_); }
bool Regex::matches(std::string_view text) const { return re2::RE2::FullMatch(re2::StringPiece(text.data(), text.size()), *compiled_); }

}  // namespace lambent::ipo
