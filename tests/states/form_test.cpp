// Pieces of definitions that are worked out when a state runs.
#include <gtest/gtest.h>

#include "mocks/states/asl/form.h"
#include "mocks/states/failure.h"

namespace lambent::states::asl {
namespace {

struct World {
  Ids ids{1};
  Json data = parse_json(R"({"a":1,"t":"text","list":[1,2]})");
  path::Variables variables{{"who", "Ann"}};
  path::Sources paths() {
    path::Sources out;
    out.data = &data;
    out.variables = &variables;
    out.context = [] { return parse_json(R"({"State":{"Name":"S"}})"); };
    return out;
  }
  std::string by_paths(const Form& form) {
    path::Sources from = paths();
    Sight sight{&from, nullptr, 0, ids};
    return dump(form.work_out(sight, "Parameters"));
  }
  std::string by_expressions(const Json& given) {
    std::vector<ExpressionFault> faults;
    Form form = Form::of_expressions(given, faults);
    if (!faults.empty()) return faults.front().field + ": " + faults.front().message;
    jsonata::Bindings bindings;
    bindings.set("states", object({{"input", data}}));
    bindings.set("who", "Ann");
    Sight sight{nullptr, &bindings, 0, ids};
    try {
      return dump(form.work_out(sight, "Output"));
    } catch (const QueryFailure& e) {
      return e.location() + ": " + e.what();
    }
  }
};

TEST(Form, ATemplateReplacesMembersAtAnyDepth) {
  World w;
  Json given = parse_json(R"x({"plain":"$.t","t.$":"$.t","deep":[{"n.$":"$$.State.Name"}],"f.$":"States.Format('{}!', $.t)","w.$":"$who"})x");
  EXPECT_EQ(w.by_paths(Form::of_template(given)), R"({"plain":"$.t","t":"text","deep":[{"n":"S"}],"f":"text!","w":"Ann"})");
}

TEST(Form, AMissingPathIsNamedWithItsFieldAndInput) {
  World w;
  w.data = parse_json(R"({"a":1})");
  try {
    w.by_paths(Form::of_template(parse_json(R"({"deep":{"value.$":"$.no_such"}})")));
    FAIL();
  } catch (const StateFailure& e) {
    EXPECT_EQ(e.failure().name(), "States.Runtime");
    EXPECT_STREQ(e.what(), "The JSONPath '$.no_such' specified for the field 'value.$' could not be found in the input '{\"a\":1}'");
  }
}

TEST(Form, WithoutAnythingToWorkOutItIsConstant) {
  EXPECT_TRUE(Form::of_template(parse_json(R"({"a":[{"b":"$.x"}]})")).constant());
  EXPECT_FALSE(Form::of_template(parse_json(R"({"a":[{"b.$":"$.x"}]})")).constant());
  std::vector<ExpressionFault> faults;
  EXPECT_TRUE(Form::of_expressions(parse_json(R"({"a":" {% not one","b.$":"$.x"})"), faults).constant());
  EXPECT_TRUE(faults.empty());
  EXPECT_TRUE(Form::of_expressions(parse_json(R"({"a":["{% not closed"]})"), faults).constant());
  ASSERT_EQ(faults.size(), 1u);
  EXPECT_EQ(faults.front().field, "/a[0]");
}

TEST(Form, ExpressionsStandAtAnyDepthAndKeepTheirTypes) {
  World w;
  Json given = parse_json(R"({"sum":"{% $sum($states.input.list) %}","deep":[{"who":"{% $who %}"},"plain"],"all":"{%$states.input.list%}"})");
  EXPECT_EQ(w.by_expressions(given), R"({"sum":3,"deep":[{"who":"Ann"},"plain"],"all":[1,2]})");
  EXPECT_EQ(w.by_expressions(Json("{% $states.input.t & '!' %}")), "\"text!\"");
}

TEST(Form, AFailingExpressionSaysWhereItStands) {
  World w;
  EXPECT_EQ(w.by_expressions(parse_json(R"({"a":[{"b":"{% $nothing %}"}]})")),
            "Output/a[0]/b: The JSONata expression '$nothing' specified for the field 'Output/a[0]/b' returned nothing (undefined).");
  EXPECT_EQ(w.by_expressions(parse_json(R"({"f":"{% $sum %}"})")),
            "Output/f: The JSONata expression '$sum' specified for the field 'Output/f' returned an unsupported result type.");
  EXPECT_EQ(w.by_expressions(parse_json(R"({"f":"{% $none() %}"})")),
            "Output/f: The JSONata expression '$none()' specified for the field 'Output/f' threw an error during evaluation. T1006: Attempted to invoke a non-function");
}

TEST(Form, AnExpressionThatCannotBeReadIsToldWhenItIsRead) {
  World w;
  EXPECT_EQ(w.by_expressions(parse_json(R"({"a":{"b":"{% 1 + %}"}})")).rfind("/a/b: ", 0), 0u);
}

TEST(Form, NamesTheVariablesItReads) {
  std::set<std::string> names;
  Form::of_template(parse_json(R"x({"a.$":"$one.x","b.$":"States.Array($two, $.z, $$.State)","c":"$three"})x")).add_variables(names);
  EXPECT_EQ(names, (std::set<std::string>{"one", "two"}));
  std::vector<ExpressionFault> faults;
  names.clear();
  Form::of_expressions(parse_json(R"({"a":"{% $four + $states.input.n %}"})"), faults).add_variables(names);
  names.erase("states");
  EXPECT_EQ(names, (std::set<std::string>{"four"}));
}

}  // namespace
}  // namespace lambent::states::asl
