// An application that needs no processes: a template with a state machine, and cases that start it.
#pragma once
#include <string>

#include "base/files.h"

namespace lambent::cli {

struct MachineApp {
  MachineApp() {
    write("template.yaml", R"(
Transform: AWS::Serverless-2016-10-31
Resources:
  Machine:
    Type: AWS::Serverless::StateMachine
    Properties: {Name: machine, DefinitionUri: machine.asl.json}
)");
    machine("Fail");
    write("tests/first.ipo.yaml", cases("first"));
  }

  void write(const std::string& name, const std::string& text) const { write_file(dir.path() / name, text); }
  // Choose takes "a" to Good and all else to a state that passes or fails.
  void machine(const std::string& other) const {
    write("machine.asl.json", R"({"StartAt": "Choose", "States": {
      "Choose": {"Type": "Choice", "Choices": [{"Variable": "$.a", "IsPresent": true, "Next": "Good"}], "Default": "Other"},
      "Good": {"Type": "Pass", "End": true},
      "Other": )" + std::string(other == "Fail" ? R"({"Type": "Fail"})" : R"({"Type": "Pass", "End": true})") + "}}");
  }
  static std::string cases(const std::string& name, const std::string& app = "../template.yaml", const std::string& input = "{\\\"a\\\": 1}", const std::string& status = "SUCCEEDED") {
    return "app: " + app + "\ncases:\n  - name: " + name + "\n    when: {aws: states:StartExecution, params: {stateMachineArn: arn:aws:states:us-east-1:000000000000:stateMachine:machine, input: \"" +
           input + "\"}}\n    then: {effects: [{execution: {machine: machine, status: " + status + ", $rest: any}}]}\n";
  }

  TempDir dir;
};

}  // namespace lambent::cli
