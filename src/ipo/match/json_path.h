// JSONPath as RFC 9535 defines it: wildcards, slices, descendants, filters, and the functions length, count, match,
// search and value.
//
//   std::string why;
//   auto path = JsonPath::parse("$.orders[?@.total > 10 && @.tags[*]].id", why);   // nothing, and the reason
//   for (const Json* id : path->select(event)) ...                                // points into event
//
// Members come in the order of the document. A path and its filters may be nested 32 deep. select() throws
// JsonPathLimit if it would find or visit too much. match() and search() take RE2 patterns, read as RFC 9485 wants:
// '.' is no line end; a pattern RE2 cannot compile matches nothing.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"

namespace lambent::ipo {

class JsonPathLimit : public std::runtime_error {
 public:
  JsonPathLimit() : std::runtime_error("the path visits more than a million values") {}
};

struct PathFilter;  // json_path_filter.h

struct PathSelector {
  enum class Kind { name, wildcard, index, slice, filter };
  Kind kind = Kind::name;
  std::string name;
  std::optional<std::int64_t> start, end;  // index: start
  std::int64_t step = 1;
  std::shared_ptr<const PathFilter> filter;
};

struct PathSegment {
  bool descendant = false;  // ..
  std::vector<PathSelector> selectors;
};

using PathSegments = std::vector<PathSegment>;

// Names and indexes only: at most one value can be found.
bool singular(const PathSegments& segments);

// What evaluation may still visit.
struct PathBudget {
  std::uint64_t visits = 1'000'000;
  void spend();
};
std::vector<const Json*> select_from(const PathSegments& segments, const Json& start, const Json& root, PathBudget& budget);

class JsonPath {
 public:
  static std::optional<JsonPath> parse(std::string_view text, std::string& why);

  bool singular() const { return ipo::singular(segments_); }
  std::vector<const Json*> select(const Json& root) const;

 private:
  PathSegments segments_;
};

}  // namespace lambent::ipo
