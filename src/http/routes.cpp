#include "http/routes.h"

#include <stdexcept>

#include "base/text.h"

namespace lambent {
namespace {

std::vector<std::string> segments_of(std::string_view path) {
  if (path.starts_with('/')) path.remove_prefix(1);
  return split(path, '/');
}

enum class Segment { literal, one, rest };
Segment kind(std::string_view segment) {
  if (segment.size() < 3 || segment.front() != '{' || segment.back() != '}') return Segment::literal;
  return segment[segment.size() - 2] == '+' ? Segment::rest : Segment::one;
}
std::string name_in(std::string_view segment) {
  return std::string(segment.substr(1, segment.size() - (kind(segment) == Segment::rest ? 3 : 2)));
}

bool matches(const std::vector<std::string>& pattern, const std::vector<std::string>& path) {
  for (size_t i = 0; i < pattern.size(); ++i) {
    Segment k = kind(pattern[i]);
    if (k == Segment::rest) return i < path.size() && !(i + 1 == path.size() && path[i].empty());
    if (i >= path.size()) return false;
    if (k == Segment::one && path[i].empty()) return false;
    if (k == Segment::literal && pattern[i] != path[i] && pattern[i] != percent_decode(path[i])) return false;
  }
  bool slash_behind = path.size() == pattern.size() + 1 && path.back().empty();
  return pattern.size() == path.size() || slash_behind;
}

// Whether `a` is more literal than `b`: the first segment that differs in kind decides.
bool more_literal(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  for (size_t i = 0; i < std::min(a.size(), b.size()); ++i)
    if (kind(a[i]) != kind(b[i])) return kind(a[i]) < kind(b[i]);
  return a.size() > b.size();
}

std::string rest_from(const std::vector<std::string>& path, size_t first) {
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
  entry.segments = segments_of(entry.route.pattern);
  for (size_t i = 0; i + 1 < entry.segments.size(); ++i)
    if (kind(entry.segments[i]) == Segment::rest)
      throw std::logic_error("only the last segment may take the rest: " + entry.route.pattern);
  entries_.push_back(std::move(entry));
}

void Routes::add(std::vector<Route> routes) {
  for (auto& route : routes) add(std::move(route));
}

const Route* Routes::find(const HttpRequest& request, std::map<std::string, std::string>& captured, bool& path_known) const {
  path_known = false;
  std::vector<std::string> path = segments_of(request.path());
  const Entry* best = nullptr;
  for (const auto& entry : entries_) {
    if (!matches(entry.segments, path)) continue;
    path_known = true;
    bool any = entry.route.method == "*";
    // What answers GET answers HEAD: the server leaves the body out.
    bool fits = any || entry.route.method == request.method || (request.method == "HEAD" && entry.route.method == "GET");
    if (!fits) continue;
    bool exact_over_any = best && best->route.method == "*" && !any && !more_literal(best->segments, entry.segments);
    if (!best || exact_over_any || more_literal(entry.segments, best->segments)) best = &entry;
  }
  captured.clear();
  if (!best) return nullptr;
  for (size_t i = 0; i < best->segments.size(); ++i) {
    Segment k = kind(best->segments[i]);
    if (k == Segment::one) captured[name_in(best->segments[i])] = percent_decode(path[i]);
    if (k == Segment::rest) captured[name_in(best->segments[i])] = rest_from(path, i);
  }
  return &best->route;
}

}  // namespace lambent
