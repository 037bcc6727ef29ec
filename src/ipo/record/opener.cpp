#include "ipo/record/opener.h"

#include <re2/re2.h>

#include <cstdlib>

#include "base/text.h"
#include "ipo/case/placeholders.h"
#include "ipo/case/value.h"
#include "ipo/match/duration.h"
#include "ipo/match/instant.h"
#include "ipo/report/secrets.h"

namespace lambent::ipo {
namespace {

constexpr const char* kWithin = "5s";  // what a function's clock may have run on

const RE2& names() {
  static const RE2 pattern(R"re(<[a-z][a-z-]*:\d+>|T[+-](?:\d+(?:ms|[dhms]))+|T\+0)re", RE2::Latin1);
  return pattern;
}
const RE2& one_id() {
  static const RE2 pattern(R"re(<[a-z][a-z-]*:\d+>)re", RE2::Latin1);
  return pattern;
}

std::optional<Json> json_within(const std::string& text) {
  if (text.empty() || (text[0] != '{' && text[0] != '[')) return std::nullopt;
  return try_parse_json(text);
}

bool is_uuid(const std::string& text) {
  static const RE2 pattern("[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
  return RE2::FullMatch(text, pattern);
}

}  // namespace

Opener::Opener(const Trace& trace, std::string known) : trace_(trace), known_(std::move(known)), time_(trace.began(), {}) {}

Opener::Looks Opener::looks_of(const std::string& text) {
  Looks out{text};
  if (known_.find(text) != std::string::npos || RE2::PartialMatch(text, names())) return out;
  out.replaced = ids_.replaced(time_.replaced(text));
  out.whole_id = RE2::FullMatch(out.replaced, one_id());
  return out;
}

void Opener::count(const Json& seen) {
  if (seen.is_structured()) {
    for (const auto& inner : seen) count(inner);
  } else if (seen.is_string()) {
    const auto& text = seen.get_ref<const std::string&>();
    if (auto json = json_within(text)) return count(*json);
    if (Looks looks = looks_of(text); looks.whole_id) ++times_seen_[looks.replaced];
  }
}

Json Opener::opened_time(const Json& instant) const {
  auto at = read_instant(instant);
  if (!at) return "$any";
  const auto ms = std::chrono::floor<std::chrono::milliseconds>(trace_.before_the_end(*at)).count();
  std::string of = "now";
  if (ms != 0) of += (ms > 0 ? "+" : "-") + format_duration(std::abs(ms));
  return object({{"$time", object({{"of", of}, {"within", kWithin}})}});
}

Json Opener::opened_text(const std::string& text, const std::string& pointer, Comments& comments) {
  if (masked_text(text) != text) {
    comments[pointer] = "a secret, not recorded";
    return "$any";
  }
  Looks looks = looks_of(text);
  if (looks.replaced == text) return as_written(text);
  if (looks.whole_id) {
    if (times_seen_[looks.replaced] > 1) return object({{"$bind", replace_all(looks.replaced.substr(1, looks.replaced.size() - 2), ":", "-")}});
    return is_uuid(text) ? "$uuid" : "$any";
  }
  if (read_instant(text)) return opened_time(text);
  // What was a star in the text matches itself.
  RE2::GlobalReplace(&looks.replaced, names(), "*");
  return object({{"$glob", as_written(looks.replaced)}});
}

Json Opener::opened(const Json& seen, const std::string& pointer, Comments& comments) {
  if (seen.is_string()) {
    const auto& text = seen.get_ref<const std::string&>();
    auto json = json_within(text);
    if (!json) return opened_text(text, pointer, comments);
    return object({{"$json", opened(*json, pointer_to(pointer, "$json"), comments)}});
  }
  if (seen.is_number()) return time_.of_number(seen) && known_.find(dump(seen)) == std::string::npos ? opened_time(seen) : seen;
  if (seen.is_array()) {
    Json out = array();
    for (size_t i = 0; i < seen.size(); ++i) out.push_back(opened(seen[i], pointer_to(pointer, i), comments));
    return out;
  }
  if (!seen.is_object()) return seen;
  Json out = Json::object();
  for (const auto& [key, inner] : seen.items()) {
    const std::string at = pointer_to(pointer, as_written(key));
    const bool secret = is_secret_key(key) && !inner.is_null() && !inner.is_structured();
    if (secret) comments[at] = "a secret, not recorded";
    set(out, as_written(key), secret ? Json("$any") : opened(inner, at, comments));
  }
  return out;
}

}  // namespace lambent::ipo
