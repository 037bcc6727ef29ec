// A piece of a definition that is worked out when its state runs: a payload template or a path of JSONPath, or a value
// with {% expressions %} of JSONata. Read once when the definition is, worked out as often as wanted.
//
//   Form form = Form::of_template(parse_json(R"({"id.$": "$.id", "kind": "order"})"));
//   Json parameters = form.work_out(sight, "Parameters");
//
// Values without anything to work out cost a copy. Copies of a Form share what was read. work_out() throws
// RuntimeFailure (a path that finds nothing), StateFailure States.IntrinsicFailure or, for expressions, QueryFailure;
// their causes are in AWS's words, without the prefix that names the state.
#pragma once
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.h"
#include "mocks/states/jsonata/jsonata.h"
#include "mocks/states/path/json_path.h"

namespace lambent::states::asl {

enum class Language { jsonpath, jsonata };

// What a form sees. Paths need `paths`, expressions `bindings` (with the variables and $states).
struct Sight {
  const path::Sources* paths = nullptr;
  const jsonata::Bindings* bindings = nullptr;
  std::int64_t now_ms = 0;
  Ids& ids;
};

// What an expression's text is refused for when the definition is read.
struct ExpressionFault {
  std::string field;    // below the form: "/FunctionName"; empty: the form itself
  std::string message;  // "Expected \"]\", got \",\""
  std::string code = "INVALID_JSONATA_EXPRESSION";
};

class Form {
 public:
  Form();  // null
  static Form of_value(Json value);                      // nothing to work out
  static Form of_template(const Json& given);            // JSONPath: members whose names end in ".$"
  static Form of_path(const std::string& path_or_call);  // JSONPath: ErrorPath and the like
  static Form of_expressions(const Json& given, std::vector<ExpressionFault>& faults);

  bool constant() const;
  // `field` names the form in failures: "Output", or for of_path() "ErrorPath".
  Json work_out(const Sight& sight, std::string_view field) const;

  const jsonata::References& references() const;        // of all expressions together
  std::string text() const;                             // of a form that is one expression, path or call; else empty
  void add_variables(std::set<std::string>& to) const;  // those that paths, calls and expressions name
  // Each expression in the order of the text, with its place below the form ("/Payload/ids[0]").
  using Visit = std::function<void(const std::string& field, const jsonata::Expression& expression)>;
  void each_expression(const Visit& visit) const;

  struct Node;

 private:
  explicit Form(std::shared_ptr<const Node> root);
  std::shared_ptr<const Node> root_;
  std::shared_ptr<const jsonata::References> references_;
};

// A number of a definition: written out, or given by a path or an expression.
struct Amount {
  std::optional<double> literal;
  std::optional<path::JsonPath> path;  // JSONPath: TimeoutSecondsPath …
  std::string path_text;
  std::optional<Form> expression;      // JSONata
  bool given() const { return literal || path || expression; }
};

}  // namespace lambent::states::asl
