// How the rows of SES write maps, lists and options, and read them back.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/json.h"

namespace lambent::ses {

using TextMap = std::map<std::string, std::string>;

Json map_json(const TextMap& map);
TextMap map_at(const Json& j, std::string_view key);
Json list_at(const Json& j, std::string_view key);  // an empty list if absent
std::optional<double> find_number(const Json& j, std::string_view key);

// A list of rows in a row.
template <class Row>
Json rows_json(const std::vector<Row>& rows) {
  Json out = array();
  for (const auto& row : rows) out.push_back(row.to_json());
  return out;
}
template <class Row>
std::vector<Row> rows_at(const Json& j, std::string_view key) {
  std::vector<Row> out;
  for (const auto& row : list_at(j, key)) out.push_back(Row::from_json(row));
  return out;
}

// Tags as the API has them: [{"Key", "Value"}].
TextMap tags_at(const Json& input);  // of the member Tags
Json tags_json(const TextMap& tags);

}  // namespace lambent::ses
