// Walks a definition's Json and builds the Machine, collecting findings on the way. Internal to asl/: use parse.h.
//
// Reading goes on after a fault, so that all are reported at once. Parts: machine and scopes
// (definition_reader.cpp), which fields a state may have and what fits in them (field_rules.cpp), what is worked out
// (data_fields.cpp), what expressions may name (expression_rules.cpp), Retry and Catch (error_fields.cpp), Choice
// (choice_fields.cpp), what a Task's service wants (task_rules.cpp), distributed Maps (distributed.cpp), the other types
// (state_fields.cpp). What the whole text shows: variables (variable_rules.cpp), flow (flow.cpp), warnings (warnings.cpp).
#pragma once
#include <functional>
#include <set>
#include <span>

#include "mocks/states/asl/distributed.h"
#include "mocks/states/asl/fields.h"
#include "mocks/states/asl/parse.h"

namespace lambent::states::asl {

class DefinitionReader {
 public:
  DefinitionReader(Parsed& out, MachineType type) : out_(out), express_(type == MachineType::express) {}
  void machine(const Json& definition);

 private:
  void fault(std::string message, std::string location, std::string code = "SCHEMA_VALIDATION_FAILED");
  void unsupported(const std::string& what, const std::string& location);
  void require(const Json& given, const std::vector<std::string>& names, const std::string& location);
  std::optional<std::int64_t> whole(const Json& given, std::string_view name, std::int64_t least, std::int64_t most, const std::string& at);

  enum class Level { top, nested };
  void scope(const Json& given, Scope& out, const std::string& at, Level level);
  void states_of(const Json& states, Scope& out, const std::string& at);
  void state(const std::string& name, const Json& given, State& out, const std::string& at);
  std::optional<Type> type_of(const Json& given, const std::string& at);

  void query_language(const Json& given, State& out, const std::string& at);
  void check_fields(const Json& given, const State& s, const std::string& at);
  void check_language(const Field& field, Language language, const std::string& at);
  void check_value(const Field& field, const Json& value, Language language, const std::string& at);
  void check_template(const Json& form, const std::string& at);
  void data_flow(const Json& given, State& out, const std::string& at);
  // What $states has beside input and context where an expression stands.
  enum class Offers { nothing, result, error_output };
  void variable_name(const std::string& name, const std::string& place);
  void check_expressions(const Form& form, std::string_view name, const std::string& place);
  // Forms and amounts of the current state's language.
  std::optional<Form> form(const Json& given, const char* name, Language language, const std::string& at);
  Amount amount(const Json& given, const std::string& name, std::int64_t least, std::int64_t most, Language language, const std::string& at);
  void transition(const Json& given, State& out, const std::string& at);
  void retries(const Json& given, State& out, const std::string& at);
  void catchers(const Json& given, State& out, const std::string& at);
  void catcher(const Json& given, State& out, const std::string& at);
  std::vector<std::string> error_names(const Json& given, const std::string& at);
  void assignment(const Json& given, std::optional<Form>& out, Language language, const std::string& at);

  void task(const Json& given, State& out, const std::string& at);
  void resource(State& out, const std::string& at);
  void credentials(const Json& given, State& out, const std::string& at);
  void express_limits(const Resource& resource, const std::string& at);
  void service_fields(const Json& given, const State& s, const std::string& at);
  // One of several fields and no two of them.
  enum class Needed { one, at_most_one };
  bool exclusive(const Json& given, const std::vector<std::string>& names, Needed needed, const std::string& at);
  void wait(const Json& given, State& out, const std::string& at);
  void fail(const Json& given, State& out, const std::string& at);
  void choice(const Json& given, State& out, const std::string& at);
  enum class Place { top_rule, inner_rule };
  Rule rule(const Json& given, Language language, const std::string& at, Place place);
  Rule condition(const Json& given, const std::string& at);
  void compound(const Json& given, Rule& out, const std::string& at);
  void reference_path(const Json& value, const std::string& place);
  void comparison(const Json& given, Rule& out, const std::string& at);
  void parallel(const Json& given, State& out, const std::string& at);
  void map(const Json& given, State& out, const std::string& at);
  void tolerance(const Json& given, State& out, const std::string& at);
  void distributed(const Json& given, const Json& processor, const Json& config, State& out, const std::string& at);
  void label(const std::string& label, const std::string& at);
  std::optional<ItemReader> item_reader(const Json& given, Language language, const std::string& at);
  void reader_config(const Json& config, ItemReader& out, Language language, const std::string& at);
  void csv_format(const Json& config, items::CsvFormat& out, const std::string& at);
  std::optional<ItemBatcher> item_batcher(const Json& given, Language language, const std::string& at);
  std::optional<ResultWriter> result_writer(const Json& given, Language language, const std::string& at);
  // Fields of an object inside a state; the text of one that must be among some values.
  void check_members(const Json& given, std::span<const Field> known, Language language, const std::string& at);
  std::optional<std::string> one_of(const Json& given, const char* name, std::initializer_list<const char*> values, const std::string& at);

  Parsed& out_;
  bool express_;  // what is being read runs in Express executions: the machine's, or a distributed Map's
  Language language_ = Language::jsonpath;  // the whole machine's
  std::set<std::string> names_;
  std::set<std::string> labels_;
  Offers offers_ = Offers::nothing;         // to Output and Assign of what is being read
  int depth_ = 0;                           // of scopes
};

// After reading: dangling targets, unreachable states, no end. Appends to findings. Of a lone state only the scopes
// inside it are looked at.
enum class Flow { machine, lone_state };
void check_flow(const Json& definition, const Machine& machine, Flow flow, std::vector<Finding>& findings);
// Variables assigned in a scope that an outer one assigns, or read where they cannot be seen.
void check_variables(const Json& definition, const Machine& machine, std::vector<Finding>& findings);
void find_warnings(const Json& definition, const Machine& machine, std::vector<Finding>& warnings);

// The scopes of a machine with their places, outermost first ("", "/States/M/ItemProcessor").
using VisitScope = std::function<void(const Json& given, const Scope& scope, const std::string& at)>;
void each_scope(const Json& given, const Scope& scope, const std::string& at, const VisitScope& visit);
// A scope inside a state, its Json and the name of the field it stands in ("Branches[0]").
using VisitInner = std::function<void(const Json& given, const Scope& scope, const std::string& field)>;
void each_inner(const Json& state, const State& s, const VisitInner& visit);

}  // namespace lambent::states::asl
