// What a case depends on, and which changes reach it.
#include "ipo/watch/sources.h"

#include <gmock/gmock.h>

#include "base/file_watch.h"
#include "ipo/case/reader.h"
#include "ipo/run/expectation.h"

namespace lambent::ipo {
namespace {

using testing::Contains;
using testing::Not;
using Paths = std::set<std::string>;

TEST(Touched, ByItselfByWhatIsInItAndByTheFolderAroundIt) {
  Paths sources = {"/app/tests/a.ipo.yaml", "/app/template.yaml", "/app/sms"};
  EXPECT_TRUE(touched(sources, {"/app/template.yaml"}));
  EXPECT_TRUE(touched(sources, {"/app/sms/lib/deep.py"}));
  EXPECT_TRUE(touched(sources, {"/nothing", "/app/sms"}));
  EXPECT_TRUE(touched(sources, {"/app"}));  // moved away, or back
  EXPECT_FALSE(touched(sources, {"/app/sms2/app.py"}));
  EXPECT_FALSE(touched(sources, {"/app/template.yaml.orig", "/app/README.md", "/app/email"}));
  EXPECT_FALSE(touched(sources, {}));
}

TEST(Touched, ACaseFileTouchesOnlyItself) {
  Paths sources = {"/app/tests/a.ipo.yaml", "/app/tests"};  // functions whose code lies beside the cases
  EXPECT_TRUE(touched(sources, {"/app/tests/a.ipo.yaml"}));
  EXPECT_FALSE(touched(sources, {"/app/tests/b.ipo.yaml"}));
  EXPECT_TRUE(touched(sources, {"/app/tests/app.py"}));
}

// A folder with two applications, read as lambent test reads it.
struct Project {
  std::string at(const std::string& name) const { return absolute_path(dir.path() / name); }
  void write(const std::string& name, const std::string& text) const { write_file(dir.path() / name, text); }

  CaseFile read(const std::string& name, std::set<std::string>* schemas = nullptr) {
    Diagnostics ignored;
    ReadOptions options;
    CaseFile out = read_case_file(at(name), options, ignored);
    for (const auto& one : out.cases) apps.read(one, ignored);
    for (const auto& one : out.cases) check_matchers(one, ignored, schemas);
    return out;
  }
  Paths sources(const std::string& name, size_t number = 0) {
    CaseFile file = read(name);
    EXPECT_GT(file.cases.size(), number);
    return file.cases.size() > number ? sources_of(file, file.cases[number], apps) : Paths{};
  }

  TempDir dir;
  Apps apps{"000000000000", "us-east-1", {}};
};

const char* kTemplate = R"(
Resources:
  F:
    Type: AWS::Serverless::Function
    Properties: {FunctionName: f, Runtime: python3.12, Handler: app.handler, CodeUri: code/}
  M:
    Type: AWS::Serverless::StateMachine
    Properties: {Name: m, DefinitionUri: machine.asl.json}
)";

TEST(Sources, AreTheTemplateItsDefinitionsAndItsCode) {
  Project p;
  p.write("template.yaml", kTemplate);
  p.write("code/app.py", "");
  p.write("machine.asl.json", R"({"StartAt": "P", "States": {"P": {"Type": "Pass", "End": true}}})");
  p.write("tests/a.ipo.yaml", "app: ../template.yaml\ncases:\n  - {name: one, when: {invoke: f, event: {file: event.json}}}\n");
  p.write("tests/event.json", "{}");
  EXPECT_EQ(p.sources("tests/a.ipo.yaml"),
            (Paths{p.at("template.yaml"), p.at("code"), p.at("machine.asl.json"), p.at("tests/a.ipo.yaml"), p.at("tests/event.json")}));
}

TEST(Sources, AreThoseOfTheCasesOwnApplication) {
  Project p;
  p.write("template.yaml", kTemplate);
  p.write("other.yaml", kTemplate);
  p.write("code/app.py", "");
  p.write("machine.asl.json", R"({"StartAt": "P", "States": {"P": {"Type": "Pass", "End": true}}})");
  p.write("a.ipo.yaml", "cases:\n  - {name: one, given: {app: template.yaml}, when: {invoke: f}}\n  - {name: two, given: {app: other.yaml}, when: {invoke: f}}\n");
  EXPECT_THAT(p.sources("a.ipo.yaml", 0), Contains(p.at("template.yaml")));
  EXPECT_THAT(p.sources("a.ipo.yaml", 0), Not(Contains(p.at("other.yaml"))));
  EXPECT_THAT(p.sources("a.ipo.yaml", 1), Contains(p.at("other.yaml")));
}

TEST(Sources, AlsoWhatIsNotThereYet) {
  Project p;
  p.write("template.yaml", kTemplate);  // neither code nor definition
  p.write("a.ipo.yaml", "app: template.yaml\ncases:\n  - {name: one, table: {file: rows.csv}, when: {invoke: f}}\n");
  CaseFile file = p.read("a.ipo.yaml");
  EXPECT_THAT(sources_of(file), Contains(p.at("rows.csv")));
  p.write("rows.csv", "x\n1\n");
  EXPECT_THAT(p.sources("a.ipo.yaml"), Contains(p.at("code")));
  EXPECT_THAT(p.sources("a.ipo.yaml"), Contains(p.at("machine.asl.json")));
}

TEST(Sources, SchemasOfMatchersToo) {
  Project p;
  p.write("a.ipo.yaml", "given: {app: {functions: {f: {handler: app.handler, runtime: python3.12, code: code}}}}\n"
                        "cases:\n  - {name: one, when: {invoke: f}, then: {response: {$schema: order.schema.json}}}\n");
  p.write("code/app.py", "");
  std::set<std::string> schemas;
  CaseFile file = p.read("a.ipo.yaml", &schemas);
  EXPECT_THAT(schemas, Contains(p.at("order.schema.json")));
  ASSERT_EQ(file.cases.size(), 1u);
  EXPECT_THAT(sources_of(file, file.cases[0], p.apps), Contains(p.at("code")));
}

TEST(Sources, OfABrokenCaseFileItsOwn) {
  Project p;
  p.write("a.ipo.yaml", "cases: [\n");
  EXPECT_EQ(sources_of(p.read("a.ipo.yaml")), Paths{p.at("a.ipo.yaml")});
}

}  // namespace
}  // namespace lambent::ipo
