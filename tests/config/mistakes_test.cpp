// Mistakes in templates: all at once, each at its line and column, with the way out.
#include "reading.h"

namespace lambent::config {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// One resource of a type with properties, the rest of the template being right.
std::vector<std::string> said_of(const std::string& type, const std::string& properties) {
  return Reading("Transform: AWS::Serverless-2016-10-31\nResources:\n  X: {Type: " + type + ", Properties: " + properties + "}\n").said();
}

TEST(TemplateMistakes, AllAreReportedInTheOrderOfTheFile) {
  Reading r(R"(Transform: AWS::Serverless-2016-10-31
Resources:
  One:
    Type: AWS::Serverless::Function
    Properties:
      Handeler: one.so
      Runtime: provided.al2023
      CodeUri: code
  Two:
    Type: AWS::Serverless::Funktion
  Three:
    Type: AWS::Serverless::Function
    Properties:
      Handler: three.so
      Runtime: provided.al2023
      CodeUri: code
      Role: !GetAtt Nobody.Arn
)");
  EXPECT_THAT(r.said(), ElementsAre("6:7: error: AWS::Serverless::Function has no property 'Handeler' (did you mean Handler?)",
                                    "10:11: error: resources of type AWS::Serverless::Funktion are not emulated (did you mean AWS::Serverless::Function?)",
                                    "17:13: error: the template has no resource or parameter 'Nobody'"));
}

TEST(TemplateMistakes, PropertiesThatCannotActAreRefusedOrWarnedOfByName) {
  const std::string good = "Handler: h, Runtime: python3.12, CodeUri: code, Role: r";
  EXPECT_THAT(said_of("AWS::Serverless::Function", "{" + good + ", Layers: [x]}"), ElementsAre("3:110: error: AWS::Serverless::Function: Layers is not emulated (remove it to run here)"));
  EXPECT_THAT(said_of("AWS::Serverless::Function", "{" + good + ", Architectures: [arm64]}"), ElementsAre(HasSubstr("warning: AWS::Serverless::Function: Architectures has no effect here")));
  EXPECT_THAT(said_of("AWS::Serverless::Function", "{" + good + ", Timeout: soon}"), ElementsAre(HasSubstr("Timeout must be a whole number, not 'soon'")));
  EXPECT_THAT(said_of("AWS::Serverless::Function", "{" + good + ", Environment: {Variables: [a]}}"), ElementsAre(HasSubstr("Variables must be a map, not a list")));
  EXPECT_THAT(said_of("AWS::Serverless::Function", "{Runtime: python3.12, CodeUri: code, Role: r}"), ElementsAre(HasSubstr("AWS::Serverless::Function needs Handler")));
  EXPECT_THAT(said_of("AWS::Serverless::Function", "{" + good + ", Events: {E: {Type: SQS}}}"), ElementsAre(HasSubstr("events of type SQS are not emulated")));
  EXPECT_THAT(said_of("AWS::Serverless::Function", "{" + good + ", Events: {E: {Type: Apy}}}"), ElementsAre(HasSubstr("there is no event type 'Apy' (did you mean Api?)")));
  EXPECT_THAT(said_of("AWS::Serverless::Function", "{" + good + ", Events: {E: {Type: Api, Properties: {Path: x, Method: fetch}}}}"), ElementsAre(HasSubstr("'FETCH' is no HTTP method")));
  EXPECT_THAT(said_of("AWS::Serverless::Function", "{Handler: h, Runtime: python3.12, CodeUri: code, Policies: [{SQSPollerPolicy: {QueueName: q}}]}"),
              ElementsAre(HasSubstr("the policy template SQSPollerPolicy is not emulated")));
  EXPECT_THAT(said_of("AWS::StepFunctions::StateMachine", "{RoleArn: r}"), ElementsAre(HasSubstr("a state machine needs one definition and has 0")));
  EXPECT_THAT(said_of("AWS::Serverless::StateMachine", "{Role: r, DefinitionUri: none.json}"), ElementsAre(HasSubstr("none.json")));
  EXPECT_THAT(said_of("AWS::Serverless::Api", "{Name: a}"), ElementsAre(HasSubstr("AWS::Serverless::Api needs StageName")));
}

TEST(TemplateMistakes, FunctionsThatCannotBeComputed) {
  auto name = [](const std::string& value) { return said_of("AWS::IAM::Role", "{AssumeRolePolicyDocument: {Statement: []}, RoleName: " + value + "}"); };
  EXPECT_THAT(name("!Select [0, [a]]"), ElementsAre(HasSubstr("Fn::Select is not emulated (Ref, Fn::GetAtt, Fn::Sub and Fn::Join are)")));
  EXPECT_THAT(name("{\"Fn::Suub\": x}"), ElementsAre(HasSubstr("there is no function Fn::Suub (did you mean Fn::Sub?)")));
  EXPECT_THAT(name("!Sub \"${Y}\""), ElementsAre(HasSubstr("the template has no resource or parameter 'Y'")));
  EXPECT_THAT(name("!Ref \"AWS::Nothing\""), ElementsAre(HasSubstr("there is no pseudo parameter AWS::Nothing")));
  EXPECT_THAT(name("!GetAtt X.Colour"), ElementsAre(HasSubstr("Circular dependency between resources: [X]"), HasSubstr("AWS::IAM::Role has no attribute 'Colour' here")));
  EXPECT_THAT(name("!Join [\"-\", text]"), ElementsAre(HasSubstr("Fn::Join wants a list to join, not text")));
  EXPECT_THAT(name("!Sub [\"a\", {B: c}]"), ElementsAre(HasSubstr("the text of Fn::Sub has no ${B}")));
}

TEST(TemplateMistakes, ResourcesThatNeedEachOther) {
  Reading r(R"(Resources:
  A: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {Statement: []}, Description: !Ref B}}
  B: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {Statement: []}, Description: !GetAtt A.Arn}}
)");
  EXPECT_THAT(r.said(), ElementsAre("2:3: error: Circular dependency between resources: [A, B]"));
}

TEST(TemplateMistakes, Parameters) {
  const std::string text = R"(Parameters:
  Size: {Type: Number, Default: 3, MinValue: 1, MaxValue: 9}
  Name: {Type: String, AllowedPattern: "[a-z]+", ConstraintDescription: is lower case}
  Kind: {Type: AWS::SSM::Parameter::Value<String>, Default: x}
Resources: {}
)";
  EXPECT_THAT(Reading(text, {{"Size", "12"}, {"Name", "UP"}, {"Sise", "1"}}).said(),
              ElementsAre("error: the template has no parameter 'Sise' (did you mean Size?)", "2:3: error: parameter Size is '12'; it must be at most 9",
                          "3:3: error: parameter Name is 'UP'; it is lower case", HasSubstr("4:16: error: parameters of type AWS::SSM::Parameter::Value<String> are not emulated")));
  EXPECT_THAT(Reading(text).said()[0], HasSubstr("parameter Name has no default and was not given (add --parameter Name=VALUE)"));
  EXPECT_THAT(Reading(text, {{"Size", "many"}, {"Name", "a"}}).said()[0], HasSubstr("must be a number"));
}

TEST(TemplateMistakes, TheTemplateAsAWhole) {
  EXPECT_THAT(Reading("- a\n").said(), ElementsAre("1:1: error: a template is a map, not a list"));
  EXPECT_THAT(Reading("Description: x\n").said(), ElementsAre(HasSubstr("a template needs Resources")));
  EXPECT_THAT(Reading("Resorces: {}\nResources: {}\n").said(), ElementsAre(HasSubstr("a template has no property 'Resorces' (did you mean Resources?)")));
  EXPECT_THAT(Reading("Resources: {}\nConditions: {}\n").said(), ElementsAre(HasSubstr("Conditions is not emulated")));
  EXPECT_THAT(Reading("Transform: AWS::LanguageExtensions\nResources: {}\n").said(), ElementsAre(HasSubstr("the transform AWS::LanguageExtensions is not emulated")));
  EXPECT_THAT(Reading("Resources: {F: {Type: AWS::Serverless::Api, Properties: {StageName: s}}}\n").said(), ElementsAre(HasSubstr("needs the template's Transform")));
  EXPECT_THAT(Reading("Resources: {}\nMetadata: {Lambent: {SQS: {}}}\n").said(), ElementsAre(HasSubstr("Metadata.Lambent has no property 'SQS' (did you mean SES?)")));
  Diagnostics diagnostics;
  TemplateOptions options;
  read_template("/nowhere/t.yaml", options, diagnostics);
  EXPECT_THAT(diagnostics.text(), HasSubstr("/nowhere/t.yaml"));
}

}  // namespace
}  // namespace lambent::config
