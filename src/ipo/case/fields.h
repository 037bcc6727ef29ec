// The members of one map of a case file, read by name and kind, against one definition of the schema. Internal to the
// reader.
//
//   Fields f(node, "fail", "fail", Finish::value, context);
//   fail.code = f.text("code").value_or("");
//   f.done();     // unknown keys, missing keys
//
// A value of the wrong kind is an error at its place and reads as if it were absent; broken ones have been reported. The
// schema is the list of keys: asking for another one, and not asking for one of it, throws std::logic_error.
#pragma once
#include <initializer_list>
#include <set>

#include "base/clock.h"
#include "ipo/case/values.h"

namespace lambent::ipo {

class Fields {
 public:
  // `node` outlives this; another kind than a map is an error (null is an empty map). `what` names it in messages.
  Fields(const Node& node, const std::string& definition, std::string what, Finish finish, Context& context);

  // As it stands there; null if absent or broken.
  const Node* find(const std::string& key);
  const Node* list(const std::string& key);
  const Node* map(const std::string& key);
  std::optional<Value> value(const std::string& key);  // of any kind
  std::optional<Value> value(const std::string& key, Node::Kind kind);

  // Texts are finished as this map is; numbers and truth values pass for text only in spelled().
  std::optional<std::string> text(const std::string& key);
  std::optional<std::string> spelled(const std::string& key);
  std::vector<std::string> texts(const std::string& key);
  std::map<std::string, std::string> spelled_map(const std::string& key);

  // These are final: a name that is filled in later is an error.
  std::optional<std::string> fixed(const std::string& key);
  std::optional<std::int64_t> integer(const std::string& key, std::int64_t least, std::int64_t most);
  std::optional<bool> flag(const std::string& key);
  std::optional<Duration> duration(const std::string& key);
  std::optional<TimePoint> instant(const std::string& key);
  std::optional<size_t> word(const std::string& key);  // index among the schema's choices

  bool given(const std::string& key) const { return node_.find(key); }
  Place place_of(const std::string& key) const;  // of the key, or of the map
  const Place& place() const { return node_.place; }
  void done();

 private:
  const Node* ask(const std::string& key);
  void wrong(const Node& value, const std::string& key, const std::string& wanted);
  bool later(const Node& value, const std::string& key);

  const Node& node_;
  const std::string definition_, what_;
  const Finish finish_;
  Context& context_;
  std::set<std::string> asked_;
};

// "the number 12", "'x'", "a list"
std::string shown(const Node& value);

// Text of a node, if it is text as JSON sees it; numbers, true and false too if `scalars`.
enum class Accept { text, scalars };
std::optional<std::string> text_of(const Node& node, Accept accept);

}  // namespace lambent::ipo
