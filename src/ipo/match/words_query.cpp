#include "ipo/match/display.h"
#include "ipo/match/event_pattern.h"
#include "ipo/match/json_path.h"
#include "ipo/match/schema.h"
#include "ipo/match/words.h"

namespace lambent::ipo {
namespace {

class PathNode : public Node {
 public:
  struct Query {
    std::string text;  // after the $
    JsonPath path;
    NodePtr wanted;
  };
  explicit PathNode(std::vector<Query> queries) : queries_(std::move(queries)) {}
  std::string describe(const Context&) const override { return "a value with these paths"; }

 private:
  void judge(const Json* actual, Scope& scope) const override {
    for (const Query& query : queries_) {
      if (scope.done()) return;
      auto here = scope.enter(query.text);
      try {
        auto found = query.path.select(*actual);
        scope.spend(1 + found.size());
        if (query.path.singular()) {
          query.wanted->compare(found.empty() ? nullptr : found[0], scope);
        } else {
          Json all = Json::array();
          for (const Json* value : found) all.push_back(*value);
          query.wanted->compare(&all, scope);
        }
      } catch (const JsonPathLimit& e) {
        scope.differs(*query.wanted, actual, e.what());
      }
    }
  }
  const std::vector<Query> queries_;
};

class SchemaNodeWord : public Node {
 public:
  explicit SchemaNodeWord(std::shared_ptr<const Schema> schema) : schema_(std::move(schema)) {}
  std::string describe(const Context&) const override { return "a value that fits the schema"; }

 private:
  void judge(const Json* actual, Scope& scope) const override {
    for (const auto& violation : schema_->violations(*actual)) scope.finding(*this, violation.path, violation.expected, violation.actual);
  }
  const std::shared_ptr<const Schema> schema_;
};

class EventNode : public Node {
 public:
  explicit EventNode(std::shared_ptr<const EventPattern> pattern) : pattern_(std::move(pattern)) {}
  std::string describe(const Context&) const override { return "an event that fits the pattern"; }

 private:
  void judge(const Json* actual, Scope& scope) const override {
    for (const auto& mismatch : pattern_->mismatches(*actual)) scope.finding(*this, mismatch.path, mismatch.expected, mismatch.actual);
  }
  const std::shared_ptr<const EventPattern> pattern_;
};

}  // namespace

NodePtr make_path(const Argument& argument, Compiler& compiler) {
  if (!argument.value.is_object() || argument.value.empty()) return compiler.wrong(argument, R"(paths and what is there: {"$.a.b[0]": 1})");
  std::vector<PathNode::Query> queries;
  for (const auto& [text, wanted] : argument.value.get_ref<const Json::object_t&>()) {
    std::string why;
    auto path = JsonPath::parse(text, why);
    const std::string place = argument.place + pointer_key(text);
    if (path)
      queries.push_back({text.substr(1), std::move(*path), compiler.compile(wanted, place)});
    else
      compiler.wrong(place, "no JSONPath: " + in_quotes(text, 200) + ": " + why, "$.a.b[0], $..id, $.items[?@.count > 1]");
  }
  return compiler.make<PathNode>(argument, std::move(queries));
}

NodePtr make_schema(const Argument& argument, Compiler& compiler) {
  const Json& value = argument.value;
  if (!value.is_string() && !value.is_object() && !value.is_boolean()) return compiler.wrong(argument, "a schema, or the name of a file that holds one");
  auto schema = value.is_string() ? Schema::load(value.get<std::string>(), compiler.options().files, argument.place, compiler.mistakes())
                                  : Schema::compile(value, compiler.options().files, argument.place, compiler.mistakes());
  if (!schema) return compiler.make<AllNode>(argument, std::vector<NodePtr>{});
  return compiler.make<SchemaNodeWord>(argument, std::move(schema));
}

NodePtr make_event(const Argument& argument, Compiler& compiler) {
  auto pattern = EventPattern::compile(argument.value, argument.place, compiler.mistakes());
  if (!pattern) return compiler.make<AllNode>(argument, std::vector<NodePtr>{});
  return compiler.make<EventNode>(argument, std::move(pattern));
}

}  // namespace lambent::ipo
