#include "ipo/snapshot/placeholders.h"

#include <re2/re2.h>

#include <functional>
#include <memory>
#include <vector>

#include "base/text.h"

namespace lambent::ipo {
namespace {

#define UUID "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}"

constexpr size_t kShortestOpaque = 8;  // shorter texts of an opaque member would be found everywhere

RE2::Options bytes() {
  RE2::Options out(RE2::Latin1);  // what functions write need not be UTF-8
  out.set_log_errors(false);
  return out;
}

// One look: the last group is the id; an earlier one, if there is any, is the word its kind is made of.
struct Look {
  std::unique_ptr<RE2> pattern;
  const char* kind;
};

const std::vector<Look>& looks() {
  static const std::vector<Look> all = [] {
    std::vector<Look> out;
    auto add = [&out](const char* pattern, const char* kind) { out.push_back({std::make_unique<RE2>(pattern, bytes()), kind}); };
    add(R"re((\b[0-9a-f]{16}-)re" UUID R"re(-[0-9]{6}\b))re", "message-id");
    add(R"re(:(?:execution|express):[^:\s"']+:()re" UUID "(?::" UUID ")?)", "execution");
    add(R"re(\d{4}/\d\d/\d\d/\[[^\]\s]+\]([0-9a-f]{32}))re", "log-stream");
    add(R"re((?i)\b(?:x-amzn-|aws)?([a-z]+)[ _-]?id\\*["']?\s*[:=]\s*\\*["']?()re" UUID R"re()\b)re", "");
    add(R"re(\b()re" UUID R"re()\b)re", "uuid");
    add(R"re(\b((?:AKIA|ASIA)[A-Z0-9]{16})\b)re", "access-key");
    add(R"re(\b((?:AROA|AIDA|AGPA|ANPA|AIPA)[A-Z0-9]{16,17})\b)re", "iam-id");
    add(R"re(\b((?:IQoJb3JpZ2lu|FwoGZXIvYXdz)[A-Za-z0-9+/=]{60,}))re", "session-token");
    add(R"re(\b(1-[0-9a-f]{8}-[0-9a-f]{24})\b)re", "trace-id");
    add(R"re(\bParent=([0-9a-f]{16})\b)re", "span-id");
    add(R"re(:assumed-role/[\w+=,.@-]+/([A-Za-z0-9]{32})\b)re", "session");
    add(R"re(\b([a-z0-9]{10})\.execute-api\.)re", "api-id");
    add(R"re(:execute-api:[a-z0-9-]+:\d{12}:([a-z0-9]{10})\b)re", "api-id");
    add(R"re(/restapis/([a-z0-9]{10})\b)re", "api-id");
    add(R"re((={15}\d{10,}==))re", "boundary");
    // Members that are ids whatever they look like, within texts of JSON and of Python's dicts.
    add(R"re((?i)["'](apiId|restApiId|resourceId|deploymentId|domainPrefix|extendedRequestId|receiptHandle|taskToken|nextToken|sequencer|revisionId)\\*["']\s*:\s*\\*["']([\w+/=.-]{8,}))re", "");
    return out;
  }();
  return all;
}

std::string kebab(std::string_view key) {
  std::string out;
  for (size_t i = 0; i < key.size(); ++i) {
    const char c = key[i];
    const bool capital = c >= 'A' && c <= 'Z';
    const bool after_small = i > 0 && ((key[i - 1] >= 'a' && key[i - 1] <= 'z') || (key[i - 1] >= '0' && key[i - 1] <= '9'));
    if (capital && after_small) out += '-';
    out += c == '_' || c == ' ' ? '-' : lower(std::string_view(&c, 1))[0];
  }
  return out;
}

}  // namespace

KeyKind kind_of_key(std::string_view key) {
  static const std::vector<std::string> opaque = {"api-id",     "rest-api-id", "resource-id", "deployment-id", "domain-prefix", "extended-request-id",
                                                  "receipt-handle", "task-token", "next-token", "sequencer",     "revision-id",   "apigw-id"};
  std::string name = kebab(key);
  for (std::string_view prefix : {"x-amzn-", "x-amz-", "aws-"})
    if (name.starts_with(prefix)) name.erase(0, prefix.size());
  if (name == "requestid") name = "request-id";
  if (name == "messageid") name = "message-id";
  KeyKind out;
  for (const auto& one : opaque) out.opaque |= one == name;
  if (out.opaque || name.ends_with("-id")) out.kind = name == "rest-api-id" || name == "domain-prefix" ? "api-id" : name;
  return out;
}

std::string Placeholders::name(const std::string& id, std::string_view kind) {
  if (numbers_ == Numbers::none) return "<" + std::string(kind) + ">";
  auto [it, fresh] = names_.emplace(id, "");
  if (fresh) it->second = "<" + std::string(kind) + ":" + std::to_string(++counts_[std::string(kind)]) + ">";
  return it->second;
}

std::string Placeholders::replace_known(std::string text) const {
  // Ids that only their member told: elsewhere they are known by their value.
  for (const auto& [id, name] : names_)
    if (id.size() >= kShortestOpaque && text.find(id) != std::string::npos) text = replace_all(std::move(text), id, name);
  return text;
}

std::string Placeholders::replaced(std::string text, std::string_view kind) {
  for (const auto& look : looks()) {
    std::string out;
    re2::StringPiece found[3];
    const int groups = look.pattern->NumberOfCapturingGroups() + 1;
    size_t at = 0;
    const re2::StringPiece all(text);
    while (at < text.size() && look.pattern->Match(all, at, text.size(), RE2::UNANCHORED, found, groups)) {
      const re2::StringPiece& id = found[groups - 1];
      const auto from = static_cast<size_t>(id.data() - text.data());
      std::string of = look.kind;
      if (groups == 3) {
        KeyKind told = kind_of_key(std::string_view(found[1].data(), found[1].size()));
        of = told.kind.empty() ? lower(std::string_view(found[1].data(), found[1].size())) + "-id" : told.kind;
      }
      if (!kind.empty() && id.size() == text.size()) of = kind;
      out.append(text, at, from - at);
      out += name(std::string(id.data(), id.size()), of);
      at = from + id.size();
    }
    if (at == 0) continue;
    text = out + text.substr(at);
  }
  return replace_known(std::move(text));
}

}  // namespace lambent::ipo
