#include "mocks/states/mock_file.h"

#include "base/files.h"
#include "base/text.h"

namespace lambent::states {

// Reads on after a fault, so that all are told at once.
class MockReader {
 public:
  explicit MockReader(std::string file) { out_.file_ = std::move(file); }

  MockFile read(const std::string& text) {
    try {
      top(parse_json(text));
    } catch (const JsonError& e) {
      faults_.push_back(":" + std::to_string(e.line()) + ":" + std::to_string(e.column()) + ": " + e.what());
    }
    if (faults_.empty()) return std::move(out_);
    std::string all;
    for (const auto& fault : faults_) all += (all.empty() ? "" : "\n") + out_.file_ + fault;
    throw FileError(all);
  }

 private:
  void fault(const std::string& place, const std::string& what) { faults_.push_back(": " + place + ": " + what); }

  bool is_object(const Json& value, const std::string& place) {
    if (value.is_object()) return true;
    fault(place, "must be an object");
    return false;
  }

  void top(const Json& given) {
    if (!is_object(given, "the file")) return;
    for (const auto& [name, value] : given.items()) {
      if (name != "StateMachines" && name != "MockedResponses")
        fault(name, "there are only StateMachines and MockedResponses");
      else if (is_object(value, name) && name == "MockedResponses")
        for (const auto& [response, invocations] : value.items()) responses(response, invocations);
    }
    if (const Json* machines = find(given, "StateMachines"); machines && machines->is_object())
      for (const auto& [name, value] : machines->items()) machine(name, value);
  }

  void machine(const std::string& name, const Json& given) {
    std::string at = "StateMachines/" + name;
    if (!is_object(given, at)) return;
    for (const auto& [member, value] : given.items()) {
      if (member != "TestCases") fault(at + "/" + member, "there is only TestCases");
      if (member != "TestCases" || !is_object(value, at + "/TestCases")) continue;
      for (const auto& [test_case, states] : value.items()) {
        auto& kept = out_.machines_[name][test_case];
        std::string here = at + "/TestCases/" + test_case;
        if (!is_object(states, here)) continue;
        for (const auto& [state, response] : states.items()) {
          bool known = response.is_string() && out_.responses_.contains(response.get_ref<const std::string&>());
          if (!known) fault(here + "/" + state, "must name one of MockedResponses");
          if (known) kept[state] = response.get<std::string>();
        }
      }
    }
  }

  void responses(const std::string& name, const Json& given) {
    std::string at = "MockedResponses/" + name;
    auto& kept = out_.responses_[name];
    if (!is_object(given, at)) return;
    for (const auto& [invocations, value] : given.items()) {
      MockFile::Response one;
      std::string here = at + "/" + invocations;
      if (!range(invocations, one)) {
        fault(here, "must be a number from 0, or a range such as 1-3");
        continue;
      }
      for (const auto& other : kept)
        if (one.first <= other.last && other.first <= one.last) fault(here, "another response is for the same invocation");
      if (is_object(value, here)) response(value, here, one);
      kept.push_back(std::move(one));
    }
  }

  static bool number(const std::string& text, std::int64_t& out) {
    if (text.empty() || text.size() > 9 || text.find_first_not_of("0123456789") != std::string::npos) return false;
    out = std::stoll(text);
    return true;
  }
  static bool range(const std::string& text, MockFile::Response& out) {
    auto dash = text.find('-');
    if (!number(text.substr(0, dash), out.first)) return false;
    out.last = out.first;
    return dash == std::string::npos || (number(text.substr(dash + 1), out.last) && out.first < out.last);
  }

  void response(const Json& given, const std::string& at, MockFile::Response& out) {
    bool returns = given.contains("Return");
    if (given.size() != 1 || returns == given.contains("Throw")) return fault(at, "must have one member, Return or Throw");
    if (returns) {
      out.output = given["Return"];
      return;
    }
    const Json& failure = given["Throw"];
    out.failure = Failure{find_text(failure, "Error"), find_text(failure, "Cause")};
    if (!failure.is_object() || failure.size() != 2 || !out.failure.error || !out.failure.cause) fault(at + "/Throw", "must have Error and Cause, both texts");
  }

  MockFile out_;
  std::vector<std::string> faults_;
};

MockFile MockFile::read(const std::string& file) { return parse(read_file(file), file); }
MockFile MockFile::parse(const std::string& text, const std::string& file) { return MockReader(file).read(text); }

const MockFile::TestCase* MockFile::find_case(const std::string& machine, const std::string& test_case) const {
  auto found = machines_.find(machine);
  if (found == machines_.end()) return nullptr;
  auto it = found->second.find(test_case);
  return it == found->second.end() ? nullptr : &it->second;
}

bool MockFile::has_case(const std::string& machine, const std::string& test_case) const { return find_case(machine, test_case) != nullptr; }

std::string MockFile::why_no_case(const std::string& machine, const std::string& test_case) const {
  if (file_.empty()) return "There is no mock file to take test case '" + test_case + "' from: start lambent with --sfn-mock-config or SFN_MOCK_CONFIG";
  return file_ + " has no test case '" + test_case + "' for the state machine '" + machine + "'";
}

bool MockFile::mocks(const std::string& machine, const std::string& test_case, const std::string& state) const {
  const TestCase* states = find_case(machine, test_case);
  return states && states->contains(state);
}

const MockFile::Response* MockFile::response(const std::string& machine, const std::string& test_case, const std::string& state, std::int64_t invocation) const {
  if (!mocks(machine, test_case, state)) return nullptr;
  for (const auto& one : responses_.at(find_case(machine, test_case)->at(state)))
    if (one.first <= invocation && invocation <= one.last) return &one;
  return nullptr;
}

}  // namespace lambent::states
