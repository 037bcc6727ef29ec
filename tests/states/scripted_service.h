// Any service behind the door, answering from a script: the next entry of an operation each time, the last one again when they
// run out. Inputs and answers are still checked against the API model.
#pragma once
#include <deque>
#include <map>

#include "aws/aws.h"

namespace lambent::states {

class ScriptedService final : public Service {
 public:
  ScriptedService(Aws& aws, std::string name) : name_(std::move(name)) { aws.add(*this); }
  std::string_view name() const override { return name_; }
  std::vector<std::string_view> operations() const override { return {}; }
  Task<Json> handle(Call call) override {
    calls.push_back(call.operation + " " + dump(call.input));
    callers.push_back(call.caller.arn);
    auto it = script.find(call.operation);
    if (it == script.end()) throw not_emulated(name_, call.operation);
    Answer answer = it->second.front();
    if (it->second.size() > 1) it->second.pop_front();
    if (answer.error) throw *answer.error;
    co_return answer.output;
  }

  struct Answer {
    Json output;
    std::optional<AwsError> error;
  };
  void answers(const std::string& operation, const char* output) { script[operation].push_back({parse_json(output), std::nullopt}); }
  void fails(const std::string& operation, const std::string& code, int status, const std::string& message) {
    script[operation].push_back({Json(), AwsError(code, status, message)});
  }
  std::map<std::string, std::deque<Answer>> script;
  std::vector<std::string> calls, callers;

 private:
  const std::string name_;
};

}  // namespace lambent::states
