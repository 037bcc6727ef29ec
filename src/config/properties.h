// The members of one map of a template, read by name and by kind. What nobody asked for is reported when done() is
// called, with the nearest name that would have been read.
//
//   Properties p(node, "AWS::IAM::Role", diagnostics);
//   role.name = p.text("RoleName", "Made");
//   role.trust = p.document("AssumeRolePolicyDocument", Need::must);
//   p.done();
//
// A value of the wrong kind is a diagnostic at its place and reads as if it were absent. `broken` values have been
// reported already and are passed over in silence.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "config/node.h"

namespace lambent::config {

enum class Need { may, must };

class Properties {
 public:
  // `map` is resolved and outlives this; another kind of node than a map is a diagnostic. `what` names it in messages.
  Properties(const Node& map, std::string what, Diagnostics& diagnostics);

  bool given(const std::string& key) const { return map_.find(key); }  // perhaps wrongly
  bool has(const std::string& key) const;                              // present and not broken
  std::optional<std::string> find_text(const std::string& key, Need need = Need::may);
  std::string text(const std::string& key, const std::string& fallback = "");
  std::string must_text(const std::string& key);
  std::optional<std::int64_t> integer(const std::string& key);
  bool boolean(const std::string& key, bool fallback);
  const Node* list(const std::string& key, Need need = Need::may);
  const Node* map(const std::string& key, Need need = Need::may);
  const Node* any(const std::string& key, Need need = Need::may);   // of any kind
  std::vector<std::string> texts(const std::string& key);           // a list of texts
  std::map<std::string, std::string> text_map(const std::string& key);
  std::map<std::string, std::string> tag_list(const std::string& key);  // [{Key, Value}]
  Json document(const std::string& key, Need need);                 // a map, or JSON text; texts stay texts

  // Names AWS knows and lambent does not emulate: an error if one is given.
  void refuse(std::initializer_list<const char*> keys);
  // Names that could change nothing here: a warning if one is given.
  void without_effect(std::initializer_list<const char*> keys);
  void ignore(std::initializer_list<const char*> keys);

  Place place_of(const std::string& key) const;  // of its value, or of the map
  const Place& place() const { return map_.place; }
  void done();

 private:
  const Node* take(const std::string& key, Need need);
  const Node* of_kind(const std::string& key, Need need, Node::Kind kind, const char* wanted);
  void wrong(const Node& value, const std::string& key, const std::string& wanted);

  const Node& map_;
  const std::string what_;
  Diagnostics& diagnostics_;
  std::vector<std::string> known_;    // asked for
  std::vector<std::string> missing_;  // asked for as a must
};

}  // namespace lambent::config
