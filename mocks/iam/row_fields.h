// A row says its fields once; storing and reading back follow from that.
//
//   struct KeyRow : Stored<KeyRow> {
//     std::string id; double created = 0;
//     template <class Row, class Field> static void fields(Row& row, Field field) { field("id", row.id); field("created", row.created); }
//   };
//
// A field that a stored row does not have yet keeps its default.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "base/json.h"

namespace lambent::iam {

struct FieldWriter {
  Json& out;
  void operator()(const char* name, const std::string& v) const { set_text(out, name, v); }
  void operator()(const char* name, const double& v) const { set(out, name, v); }
  void operator()(const char* name, const std::int64_t& v) const { set(out, name, v); }
  void operator()(const char* name, const bool& v) const { set(out, name, v); }
  void operator()(const char* name, const std::vector<std::string>& v) const { set(out, name, text_array(v)); }
  void operator()(const char* name, const std::map<std::string, std::string>& v) const {
    Json map = Json::object();
    for (const auto& [key, value] : v) map[key] = value;
    set(out, name, std::move(map));
  }
};

struct FieldReader {
  const Json& in;
  void operator()(const char* name, std::string& v) const { v = text_at(in, name, v); }
  void operator()(const char* name, double& v) const { v = number_at(in, name, v); }
  void operator()(const char* name, std::int64_t& v) const { v = int_at(in, name, v); }
  void operator()(const char* name, bool& v) const { v = bool_at(in, name, v); }
  void operator()(const char* name, std::vector<std::string>& v) const { v = texts_at(in, name); }
  void operator()(const char* name, std::map<std::string, std::string>& v) const {
    if (const Json* map = find(in, name))
      for (const auto& [key, value] : map->items()) v[key] = value.get<std::string>();
  }
};

template <class Row>
struct Stored {
  Json to_json() const {
    Json out = Json::object();
    Row::fields(static_cast<const Row&>(*this), FieldWriter{out});
    return out;
  }
  static Row from_json(const Json& j) {
    Row out;
    Row::fields(out, FieldReader{j});
    return out;
  }
};

}  // namespace lambent::iam
