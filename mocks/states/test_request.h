// The request of TestState, checked and read: which state of which definition, and what stands in the place of the world.
//
//   TestRequest request = read_test_request(call.input);   // throws InvalidDefinition, ValidationException, …
//
// Faults are told one at a time, in AWS's words where they are known (spec/states.md section 10).
#pragma once
#include "mocks/states/asl/parse.h"
#include "mocks/states/engine/inspection.h"
#include "mocks/states/rows.h"

namespace lambent::states {

struct TestRequest {
  std::shared_ptr<const asl::Machine> machine;
  const asl::Scope* within = nullptr;  // where in it the state stands
  const asl::State* state = nullptr;
  Json given;                          // the state as written
  std::string input_text;
  Json input;
  path::Variables variables;
  std::shared_ptr<Inspection> look;
  bool shows_data = false;             // DEBUG and TRACE
};

TestRequest read_test_request(const Json& input);

// The context object a mocked test brings (test_context.cpp).
Json read_test_context(const std::string& text, const asl::State& state);

}  // namespace lambent::states
