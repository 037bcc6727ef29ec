#include "aws/uri_match.h"

#include "base/text.h"

namespace lambent {
namespace {

// Path segments without the empty one of a trailing slash.
std::vector<std::string_view> segments_of(std::string_view path) {
  std::vector<std::string_view> out;
  while (!path.empty() && path.front() == '/') path.remove_prefix(1);
  while (!path.empty()) {
    auto slash = path.find('/');
    out.push_back(path.substr(0, slash));
    path = slash == std::string_view::npos ? std::string_view{} : path.substr(slash + 1);
  }
  return out;
}

bool is_name(const std::string& segment) { return segment.size() > 2 && segment.front() == '{' && segment.back() == '}'; }
bool is_greedy(const std::string& segment) { return is_name(segment) && segment[segment.size() - 2] == '+'; }

}  // namespace

UriTable::UriTable(const model::Service& service) {
  for (const auto& [name, operation] : service.operations) {
    Row row{&operation, operation.method, {}, {}, 0};
    auto mark = operation.uri.find('?');
    for (auto s : segments_of(std::string_view(operation.uri).substr(0, mark))) row.segments.emplace_back(s);
    if (mark != std::string::npos) row.query = parse_form(std::string_view(operation.uri).substr(mark + 1));
    for (const auto& s : row.segments) row.literals += !is_name(s);
    rows_.push_back(std::move(row));
  }
  // The more literal template first; among equals the one that wants more of the query.
  std::stable_sort(rows_.begin(), rows_.end(), [](const Row& a, const Row& b) {
    return a.literals != b.literals ? a.literals > b.literals : a.query.size() > b.query.size();
  });
}

UriMatch UriTable::find(const HttpRequest& request) const {
  auto path = segments_of(request.path());
  std::vector<std::pair<std::string, std::string>> query;
  bool parsed = false;
  for (const Row& row : rows_) {
    if (row.method != request.method) continue;
    bool greedy = !row.segments.empty() && is_greedy(row.segments.back());
    if (greedy ? path.size() < row.segments.size() : path.size() != row.segments.size()) continue;
    bool fits = true;
    for (size_t i = 0; fits && i < row.segments.size(); ++i) fits = is_name(row.segments[i]) || row.segments[i] == path[i];
    if (!fits) continue;
    if (!row.query.empty()) {
      if (!parsed) query = parse_form(request.query());
      parsed = true;
      for (const auto& wanted : row.query)
        if (std::find(query.begin(), query.end(), wanted) == query.end()) fits = false;
      if (!fits) continue;
    }
    UriMatch out{row.operation, {}};
    for (size_t i = 0; i < row.segments.size(); ++i) {
      const std::string& s = row.segments[i];
      if (!is_name(s)) continue;
      if (is_greedy(s)) {
        const char* from = path[i].data();
        std::string_view rest(from, static_cast<size_t>(path.back().data() + path.back().size() - from));
        out.captured.emplace_back(s.substr(1, s.size() - 3), percent_decode(rest));
      } else {
        out.captured.emplace_back(s.substr(1, s.size() - 2), percent_decode(path[i]));
      }
    }
    return out;
  }
  return {};
}

}  // namespace lambent
