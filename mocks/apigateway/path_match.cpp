#include "mocks/apigateway/path_match.h"

#include "base/text.h"

namespace lambent::apigateway {
namespace {

std::vector<std::string> segments_of(std::string_view path) {
  std::vector<std::string> out;
  for (auto& part : split(path, '/'))
    if (!part.empty()) out.push_back(std::move(part));
  return out;
}

// 0 literal, 1 variable, 2 greedy: one digit a segment, so that the smallest text is the most specific.
struct Candidate {
  std::string rank;
  std::vector<std::pair<std::string, std::string>> parameters;
};

std::optional<Candidate> matches(const std::vector<std::string>& pattern, const std::vector<std::string>& path) {
  Candidate out;
  for (size_t i = 0; i < pattern.size(); ++i) {
    if (i >= path.size()) return std::nullopt;
    const std::string& part = pattern[i];
    if (is_greedy(part)) {
      std::string rest = path[i];
      for (size_t k = i + 1; k < path.size(); ++k) rest += "/" + path[k];
      out.parameters.emplace_back(part.substr(1, part.size() - 3), rest);
      out.rank += '2';
      return out;
    }
    if (is_variable(part)) {
      out.parameters.emplace_back(part.substr(1, part.size() - 2), path[i]);
      out.rank += '1';
    } else if (part == path[i] || part == percent_decode(path[i])) {
      out.rank += '0';
    } else {
      return std::nullopt;
    }
  }
  if (pattern.size() != path.size()) return std::nullopt;
  return out;
}

}  // namespace

bool is_variable(const std::string& part) { return part.size() > 2 && part.front() == '{' && part.back() == '}'; }
bool is_greedy(const std::string& part) { return part.size() > 3 && is_variable(part) && part[part.size() - 2] == '+'; }

bool valid_path_part(const std::string& part) {
  std::string inner = part;
  if (is_greedy(part)) inner = part.substr(1, part.size() - 3);
  else if (is_variable(part)) inner = part.substr(1, part.size() - 2);
  if (inner.empty()) return false;
  for (char c : inner) {
    bool alphanumeric = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (!alphanumeric && std::string_view("._-:").find(c) == std::string_view::npos) return false;
  }
  return true;
}

PathMatch match_path(const std::vector<ResourceRow>& resources, std::string_view path) {
  std::vector<std::string> asked = segments_of(path);
  PathMatch best;
  std::string best_rank;
  for (const auto& resource : resources) {
    if (resource.methods.empty()) continue;
    auto found = matches(segments_of(resource.path), asked);
    if (!found || (best.resource && found->rank >= best_rank)) continue;
    best = {&resource, std::move(found->parameters)};
    best_rank = found->rank;
  }
  return best;
}

const Method* match_method(const ResourceRow& resource, const std::string& verb) {
  auto it = resource.methods.find(verb);
  if (it == resource.methods.end()) it = resource.methods.find("ANY");
  return it == resource.methods.end() ? nullptr : &it->second;
}

}  // namespace lambent::apigateway
