// The mock file of Step Functions Local: what Task states give instead of calling anything, by test case.
//
//   MockFile mocks = MockFile::read("MockConfigFile.json");   // throws FileError: every fault, with file and place
//   mocks.response("Orders", "HappyPath", "Charge", 0)        // what the state's first invocation gives
//
// StartExecution on "<machine ARN>#<test case>" uses it. Invocations of a state count from 0 through one execution, its
// retries and iterations together. A state that the test case does not name calls what it calls. AWS source: Step Functions
// Developer Guide, "Configuration file for mocked service integrations".
#pragma once
#include <map>
#include <vector>

#include "base/json.h"
#include "mocks/states/failure.h"

namespace lambent::states {

class MockFile {
 public:
  struct Response {
    std::int64_t first = 0, last = 0;  // invocations it is for
    std::optional<Json> output;        // none: it fails
    Failure failure;
  };

  MockFile() = default;  // no file: no test cases
  static MockFile read(const std::string& file);
  static MockFile parse(const std::string& text, const std::string& file);

  bool has_case(const std::string& machine, const std::string& test_case) const;
  std::string why_no_case(const std::string& machine, const std::string& test_case) const;
  bool mocks(const std::string& machine, const std::string& test_case, const std::string& state) const;
  const Response* response(const std::string& machine, const std::string& test_case, const std::string& state, std::int64_t invocation) const;

 private:
  using Responses = std::vector<Response>;
  using TestCase = std::map<std::string, std::string>;  // state: name of its responses
  friend class MockReader;
  const TestCase* find_case(const std::string& machine, const std::string& test_case) const;

  std::string file_;
  std::map<std::string, std::map<std::string, TestCase>> machines_;
  std::map<std::string, Responses> responses_;
};

}  // namespace lambent::states
