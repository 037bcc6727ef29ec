// From a definition's text to a Machine, with AWS's diagnostics for what is wrong (spec/states.md section 8).
//
//   Parsed parsed = parse_definition(text, MachineType::standard);
//   if (!parsed.findings.empty()) …             // InvalidDefinition; text(parsed.findings) is its message
//   if (!parsed.unsupported.empty()) …          // valid on AWS, but not emulated: named, to be refused
//
// Never throws. `machine` may be run only if both lists are empty; warnings never hinder. Findings come in AWS's order as
// far as it is known: state by state, what a state may have before what stands in it, then variables, then the flow.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "mocks/states/asl/machine.h"

namespace lambent::states::asl {

struct Finding {
  std::string code;      // SCHEMA_VALIDATION_FAILED …
  std::string message;
  std::string location;  // "/States/A/Next"; empty if the fault has none
};

enum class MachineType { standard, express };

struct Parsed {
  std::shared_ptr<Machine> machine;
  std::vector<Finding> findings;
  std::vector<Finding> warnings;         // NO_DOLLAR, NO_PATH, PASS_RESULT_IS_STATIC
  std::vector<std::string> unsupported;  // "ReaderConfig InputType PARQUET (/States/M/…)"
  std::vector<std::string> unanswered;   // Tasks that fail unless they are mocked: "Resource arn:aws:states:::ecs:runTask (/States/T)"
};

Parsed parse_definition(std::string_view definition, MachineType type = MachineType::standard);

// One state by itself, as TestState takes it: the state kTestedState of a machine without any other. Where it goes to is
// not looked at.
inline constexpr std::string_view kTestedState = "StateName";
Parsed parse_state(std::string_view definition);

// "CODE: message at location, CODE: …": the part between the quotes of InvalidDefinition.
std::string text(const std::vector<Finding>& findings);

}  // namespace lambent::states::asl
