#include "ipo/report/secrets.h"

#include <re2/re2.h>

#include "base/text.h"

namespace lambent::ipo {
namespace {

constexpr const char* kBlot = "***";

// What a key ends with if its value is secret.
constexpr const char* kKey =
    "(?:passw(?:or)?d|passphrase|secret|token|authorization|api[_-]?key|private[_-]?key|access[_-]?key|secret[_-]?key|"
    "secret[_-]?(?:string|binary)|amz[_-]signature)";

// Texts hold JSON, and JSON within JSON strings: a value may be quoted by \" as well. An unquoted one ends at a blank.
constexpr const char* kValue =
    R"re((\\"(?:[^"\\]|\\\\(?:\\"|\\\\|[^"\\])|\\[^"\\])*(?:\\")?|"(?:[^"\\]|\\.)*"?|'[^']*'?|(?:Bearer|Basic|Digest|AWS4-HMAC-SHA256)\s[^"'\\\r\n]*|[^\s"'\\,;&{}\[\]]+))re";

struct Patterns {
  RE2 worth_a_look, key, member, assignment, access_key, session_token, bearer, jwt, signature;
  Patterns()
      : worth_a_look(std::string("(?i)") + kKey + "|AKIA|ASIA|IQoJ|FwoG|bearer|eyJ|signature=", options()),
        key(std::string("(?i).*") + kKey, options()),
        member(std::string("(?i)") + kKey + R"re(\\*["']\s*:\s*\[?\s*)re" + kValue, options()),
        assignment(std::string("(?i)") + kKey + R"re((?:\s*=\s*|:\s+))re" + kValue, options()),
        access_key(R"re(\b(AKIA|ASIA)[A-Z0-9]{8,})re", options()),
        session_token("(?:IQoJb3JpZ2lu|FwoGZXIvYXdz)[A-Za-z0-9+/=_%-]{8,}", options()),
        bearer("(?i)(\\bbearer\\s+)[a-z0-9+/=._~-]{16,}", options()),
        jwt(R"re(\beyJ[\w-]{6,}\.eyJ[\w-]{6,}\.[\w-]*)re", options()),
        signature("(Signature=)[0-9a-f]{16,}", options()) {}
  static RE2::Options options() {
    RE2::Options out(RE2::Latin1);  // bytes: what functions write need not be UTF-8
    out.set_dot_nl(true);
    out.set_log_errors(false);
    return out;
  }
};
const Patterns& patterns() {
  static const Patterns all;
  return all;
}

// Words of a case or of JSON that give nothing away.
bool tells_nothing(std::string_view value) {
  while (!value.empty() && (value.front() == '\\' || value.front() == '"' || value.front() == '\'')) value.remove_prefix(1);
  while (!value.empty() && (value.back() == '\\' || value.back() == '"' || value.back() == '\'')) value.remove_suffix(1);
  for (std::string_view word : {"", "null", "true", "false", kBlot, "$any", "$absent", "$null", "$uuid", "$arn"})
    if (value == word) return true;
  return false;
}

// The opening and closing quotes of `value` around a blot, so that what was JSON stays JSON.
std::string blotted(std::string_view value) {
  auto quote = [&](std::string_view mark) { return value.starts_with(mark) ? std::string(mark) + kBlot + std::string(mark) : ""; };
  for (std::string_view mark : {"\\\"", "\"", "'"})
    if (auto out = quote(mark); !out.empty()) return out;
  return kBlot;
}

// Blots the only group of each match.
std::string blot_values(const RE2& pattern, std::string_view text) {
  std::string out;
  const re2::StringPiece all(text.data(), text.size());
  re2::StringPiece found[2];
  size_t at = 0;
  while (at < text.size() && pattern.Match(all, at, all.size(), RE2::UNANCHORED, found, 2)) {
    const auto from = static_cast<size_t>(found[1].data() - text.data());
    std::string_view value(found[1].data(), found[1].size());
    out += text.substr(at, from - at);
    out += tells_nothing(value) ? std::string(value) : blotted(value);
    at = from + value.size();
  }
  return out += text.substr(at);
}

void blot_leaves(Json& value) {
  if (value.is_structured()) {
    for (auto& inner : value) blot_leaves(inner);
  } else if (value.is_number() || (value.is_string() && !tells_nothing(value.get_ref<const std::string&>()))) {
    value = kBlot;
  }
}

void blot_members(Json& value) {
  if (value.is_string()) {
    value = masked_text(value.get_ref<const std::string&>());
  } else if (value.is_array()) {
    for (auto& inner : value) blot_members(inner);
  } else if (value.is_object()) {
    for (const auto& [key, inner] : value.items()) is_secret_key(key) ? blot_leaves(inner) : blot_members(inner);
  }
}

bool is_secret_path(std::string_view path) {
  std::string name;
  auto secret = [&] { return is_secret_key(std::exchange(name, "")); };
  for (char c : path) {
    if (c == '.' || c == '[' || c == ']' || c == '"') {
      if (secret()) return true;
    } else {
      name += c;
    }
  }
  return secret();
}

void mask(std::string& text) { text = masked_text(text); }

void mask(FieldDifference& field) {
  if (!is_secret_path(field.path)) {
    for (auto* text : {&field.expected, &field.actual, &field.note}) mask(*text);
    if (field.texts) mask(field.texts->first), mask(field.texts->second);
    return;
  }
  field.texts.reset();
  if (field.kind != FieldDifference::Kind::extra) field.expected = kBlot;
  if (field.kind != FieldDifference::Kind::missing) field.actual = kBlot;
  field.note = field.kind == FieldDifference::Kind::changed ? "secret, and not the same" : "secret";
}

void mask(Refusal& refusal) {
  for (auto* text : {&refusal.action, &refusal.resource, &refusal.principal, &refusal.role, &refusal.reason, &refusal.why, &refusal.swallowed})
    mask(*text);
  blot_members(refusal.statement);
}

void mask(Problem& problem) {
  for (auto* text : {&problem.where, &problem.what, &problem.by, &problem.add, &problem.under, &problem.check}) mask(*text);
  for (auto& field : problem.fields) mask(field);
  blot_members(problem.expected);
  blot_members(problem.actual);
  if (problem.refusal) mask(*problem.refusal);
  for (auto& miss : problem.near) {
    mask(miss.by);
    mask(miss.call);
    for (auto& field : miss.fields) mask(field);
  }
  for (auto& line : problem.running) mask(line);
  for (auto& line : problem.lines) mask(line);
}

}  // namespace

bool is_secret_key(std::string_view key) { return RE2::FullMatch(re2::StringPiece(key.data(), key.size()), patterns().key); }

std::string masked_text(std::string_view text) {
  const Patterns& p = patterns();
  if (!RE2::PartialMatch(re2::StringPiece(text.data(), text.size()), p.worth_a_look)) return std::string(text);  // nearly all of them
  std::string out = blot_values(p.member, text);
  out = blot_values(p.assignment, out);
  RE2::GlobalReplace(&out, p.access_key, "\\1***");
  RE2::GlobalReplace(&out, p.session_token, kBlot);
  RE2::GlobalReplace(&out, p.bearer, "\\1***");
  RE2::GlobalReplace(&out, p.jwt, kBlot);
  RE2::GlobalReplace(&out, p.signature, "\\1***");
  return out;
}

Json masked_json(Json value) {
  blot_members(value);
  return value;
}

CaseOutcome masked(CaseOutcome outcome) {
  for (auto* text : {&outcome.suite, &outcome.name, &outcome.skip}) mask(*text);
  for (auto& tag : outcome.tags) mask(tag);
  for (auto& problem : outcome.problems) mask(problem);
  for (auto& happening : outcome.happened) {
    mask(happening.text);
    mask(happening.surprise);
  }
  blot_members(outcome.record);
  return outcome;
}

}  // namespace lambent::ipo
