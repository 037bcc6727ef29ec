// The parameters of lists under /_lambent/api/v1, and their answers. Pure functions.
//
//   ?limit=   how many, 1 to 1000 (100)
//   ?after=   items with a greater seq, oldest first; "next" is the seq to go on after, null at the end
//   ?before=  items with a smaller seq; without either the latest; "next" is the seq to go back before
//   ?wait=    seconds, 1 to 30, with `after`: until there is an item, before an empty list is answered
//
// and the filters of each list. Items always stand in the order of their seq. An unknown parameter or value throws
// QueryError naming it.
#pragma once
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "http/message.h"

namespace lambent {

class QueryError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

struct ListQuery {
  std::optional<std::uint64_t> after, before;
  size_t limit = 100;
  std::chrono::seconds wait{0};
  std::map<std::string, std::string> filters;  // by name, as far as given

  std::string filter(const std::string& name) const;  // "" if not given
};

// `filters` are the names this list knows beside the common ones.
ListQuery parse_list_query(std::string_view query, const std::vector<std::string>& filters = {});

// Whether `text` has `part` in it, letters of either case alike (ASCII). Everything has "".
bool mentions(std::string_view text, std::string_view part);

Json list_answer(std::vector<Json> items, std::optional<std::uint64_t> next);  // {"items": […], "next": 12 | null}
HttpResponse view_answer(const Json& body);                                    // 200
// {"error": "not_found", "message": …, "hint": …}
HttpResponse view_error(int status, const std::string& error, const std::string& message, const std::string& hint);
HttpResponse bad_parameter(const QueryError& error);

}  // namespace lambent
