#include "ipo/case/table.h"

#include <algorithm>

#include "ipo/case/csv.h"
#include "ipo/case/expand.h"
#include "ipo/case/fields.h"

namespace lambent::ipo {
namespace {

constexpr size_t kMaxRows = 10'000;

std::optional<std::vector<Node>> rows_of(const Node& table, Context& context) {
  if (table.is(Node::Kind::list)) return table.items;
  if (!table.is(Node::Kind::map)) {
    context.error(table.place, "'table' must be a list of rows or {file: rows.csv}, not " + shown(table));
    return std::nullopt;
  }
  Fields f(table, "fileOf", "table", Finish::value, context);
  auto file = f.text("file");
  f.done();
  const std::string* text = file ? context.included(*file, f.place_of("file")) : nullptr;
  if (!text) return std::nullopt;
  std::string path = context.path_of(*file);
  return read_csv(*text, path, context);
}

TableRow read_row(const Node& from, size_t index, Context& context) {
  Names names;
  names.any_later = true;
  Node expanded = expand(from, names, context);
  TableRow out;
  out.values.kind = Node::Kind::map;
  out.values.place = from.place;
  for (auto& member : expanded.members) {
    if (member.key == "only") {
      Json flag = config::to_json(member.value, config::Scalars::typed);
      if (!flag.is_boolean() && !flag.is_null()) context.error(member.value.place, "'only' must be true or false, not " + shown(member.value));
      out.only = flag.is_boolean() && flag.get<bool>();
    } else if (member.key == "skip") {
      out.skip = read_skip(member.value, context);
    } else {
      out.values.members.push_back(std::move(member));
    }
  }
  out.row.index = index;
  out.row.values = make_value(out.values, from.place, Finish::as_written).json;
  out.row.place = from.place;
  if (from.place.file == context.file()) out.row.last_line = last_line_of(from);
  return out;
}

}  // namespace

std::optional<std::vector<TableRow>> read_table(const Node& table, Context& context) {
  auto rows = rows_of(table, context);
  if (!rows) return std::nullopt;
  std::vector<TableRow> out;
  if (rows->size() > kMaxRows) {
    context.error(table.place, "a table of more than 10000 rows");
    return std::nullopt;
  }
  bool broken = false;
  for (size_t i = 0; i < rows->size(); i++) {
    const Node& row = (*rows)[i];
    if (row.is(Node::Kind::map)) {
      out.push_back(read_row(row, i, context));
      continue;
    }
    broken = true;
    if (!row.is(Node::Kind::broken)) context.error(row.place, "a row must be a map, not " + shown(row));
  }
  if (out.empty()) {
    if (!broken) context.error(table.place, "a table without rows");
    return std::nullopt;
  }
  return out;
}

std::optional<std::string> read_skip(const Node& skip, Context& context) {
  Json value = config::to_json(skip, config::Scalars::typed);
  if (value.is_string()) return value.get<std::string>();
  if (value.is_boolean()) return value.get<bool>() ? std::optional<std::string>("") : std::nullopt;
  if (!value.is_null()) context.error(skip.place, "'skip' must be true, false or the reason, not " + shown(skip));
  return std::nullopt;
}

int last_line_of(const Node& node) {
  int last = node.place.line;
  for (const auto& item : node.items) last = std::max(last, last_line_of(item));
  for (const auto& member : node.members) last = std::max({last, member.place.line, last_line_of(member.value)});
  return last;
}

}  // namespace lambent::ipo
