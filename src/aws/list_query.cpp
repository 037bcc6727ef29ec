#include "aws/list_query.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"

namespace lambent {
namespace {

std::uint64_t number(const std::string& name, const std::string& value, std::uint64_t least, std::uint64_t most) {
  std::uint64_t n = 0;
  auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), n);
  if (error != std::errc() || end != value.data() + value.size() || n < least || n > most)
    throw QueryError("'" + name + "' is a number from " + std::to_string(least) + " to " + std::to_string(most) + ", not '" + printable(value) + "'");
  return n;
}

}  // namespace

std::string ListQuery::filter(const std::string& name) const {
  auto it = filters.find(name);
  return it == filters.end() ? "" : it->second;
}

ListQuery parse_list_query(std::string_view query, const std::vector<std::string>& filters) {
  ListQuery out;
  for (const auto& [name, value] : parse_form(query)) {
    if (name == "after") out.after = number(name, value, 0, UINT64_MAX);
    else if (name == "before") out.before = number(name, value, 0, UINT64_MAX);
    else if (name == "limit") out.limit = number(name, value, 1, 1000);
    else if (name == "wait") out.wait = std::chrono::seconds(number(name, value, 1, 30));
    else if (std::find(filters.begin(), filters.end(), name) != filters.end()) out.filters[name] = value;
    else throw QueryError("there is no parameter '" + printable(name) + "' here");
  }
  if (out.after && out.before) throw QueryError("'after' and 'before' do not go together");
  if (out.wait.count() && !out.after) throw QueryError("'wait' goes with 'after'");
  return out;
}

bool mentions(std::string_view text, std::string_view part) {
  auto same = [](char a, char b) {
    auto low = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    return low(a) == low(b);
  };
  return part.empty() || std::search(text.begin(), text.end(), part.begin(), part.end(), same) != text.end();
}

Json list_answer(std::vector<Json> items, std::optional<std::uint64_t> next) {
  Json list = Json::array();
  for (auto& item : items) list.push_back(std::move(item));
  Json end;
  if (next) end = *next;
  return object({{"items", std::move(list)}, {"next", std::move(end)}});
}

HttpResponse view_answer(const Json& body) { return HttpResponse::json(200, dump(body) + "\n"); }

HttpResponse view_error(int status, const std::string& error, const std::string& message, const std::string& hint) {
  return HttpResponse::json(status, dump(object({{"error", error}, {"message", message}, {"hint", hint}})) + "\n");
}

HttpResponse bad_parameter(const QueryError& error) {
  return view_error(400, "bad_parameter", error.what(), "Common parameters are limit, after, before and wait; docs/seeing.md has the filters.");
}

}  // namespace lambent
