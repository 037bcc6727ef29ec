#include "http/routes.h"

#include <stdexcept>

#include "base/text.h"

namespace lambent {
namespace {

std::vector<std::string_view> segments_of(std::string_view path) {
  std::vector<std::string_view> out;
  if (path.starts_with('/')) path.remove_prefix(1);
  for (;;) {
    auto slash = path.find('/');
    out.push_back(path.substr(0, slash));
    if (slash == std::string_view::npos) return out;
    path.remove_prefix(slash + 1);
  }
}

bool same(std::string_view literal, std::string_view sent) {
  return literal == sent || (sent.find('%') != std::string_view::npos && literal == percent_decode(sent));
}

std::string rest_from(const std::vector<std::string_view>& path, size_t first) {
  std::string out;
  for (size_t i = first; i < path.size(); ++i) {
    if (i > first) out.push_back('/');
    out += percent_decode(path[i]);
  }
  return out;
}

}  // namespace

void Routes::add(Route route) {
  if (!route.pattern.starts_with('/')) throw std::logic_error("a route's pattern begins with '/': " + route.pattern);
  Entry entry{std::move(route), {}};
  for (std::string_view s : segments_of(entry.route.pattern)) {
    if (!entry.segments.empty() && entry.segments.back().kind == Kind::rest)
      throw std::logic_error("only the last segment may take the rest: " + entry.route.pattern);
    bool named = s.size() > 2 && s.front() == '{' && s.back() == '}';
    bool greedy = named && s[s.size() - 2] == '+';
    if (!named) entry.segments.push_back({Kind::literal, std::string(s)});
    else if (greedy) entry.segments.push_back({Kind::rest, std::string(s.substr(1, s.size() - 3))});
    else entry.segments.push_back({Kind::one, std::string(s.substr(1, s.size() - 2))});
  }
  entries_.push_back(std::move(entry));
}

void Routes::add(std::vector<Route> routes) {
  for (auto& route : routes) add(std::move(route));
}

bool Routes::matches(const Entry& entry, const std::vector<std::string_view>& path) {
  const auto& pattern = entry.segments;
  for (size_t i = 0; i < pattern.size(); ++i) {
    if (i >= path.size()) return false;
    if (pattern[i].kind == Kind::rest) return i + 1 < path.size() || !path[i].empty();
    if (pattern[i].kind == Kind::one && path[i].empty()) return false;
    if (pattern[i].kind == Kind::literal && !same(pattern[i].text, path[i])) return false;
  }
  bool slash_behind = path.size() == pattern.size() + 1 && path.back().empty();
  return path.size() == pattern.size() || slash_behind;
}

// The first segment that differs in kind decides.
bool Routes::more_literal(const Entry& a, const Entry& b) {
  for (size_t i = 0; i < std::min(a.segments.size(), b.segments.size()); ++i)
    if (a.segments[i].kind != b.segments[i].kind) return a.segments[i].kind < b.segments[i].kind;
  return a.segments.size() > b.segments.size();
}

const Route* Routes::find(const HttpRequest& request, std::map<std::string, std::string>& captured, bool& path_known) const {
  path_known = false;
  captured.clear();
  auto path = segments_of(request.path());
  const Entry* best = nullptr;
  for (const auto& entry : entries_) {
    if (!matches(entry, path)) continue;
    path_known = true;
    bool any = entry.route.method == "*";
    // What answers GET answers HEAD: the server leaves the body out.
    bool fits = any || entry.route.method == request.method || (request.method == "HEAD" && entry.route.method == "GET");
    if (!fits) continue;
    bool exact_over_any = best && best->route.method == "*" && !any && !more_literal(*best, entry);
    if (!best || exact_over_any || more_literal(entry, *best)) best = &entry;
  }
  if (!best) return nullptr;
  for (size_t i = 0; i < best->segments.size(); ++i) {
    const Segment& s = best->segments[i];
    if (s.kind == Kind::one) captured[s.text] = percent_decode(path[i]);
    if (s.kind == Kind::rest) captured[s.text] = rest_from(path, i);
  }
  return &best->route;
}

}  // namespace lambent
