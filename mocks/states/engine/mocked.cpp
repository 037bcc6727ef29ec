// Task states that give what the mock file says.
#include "mocks/states/engine/engine.h"

namespace lambent::states {

std::optional<Outcome> Engine::mocked(Thread& t, const asl::State& s) {
  const ExecutionRow& row = t.live->row();
  if (row.test_case.empty()) return std::nullopt;
  if (!mocks_.has_case(row.machine_name, row.test_case)) throw RuntimeFailure(mocks_.why_no_case(row.machine_name, row.test_case));
  if (!mocks_.mocks(row.machine_name, row.test_case, s.name)) return std::nullopt;
  auto invocations = row.mocked ? *row.mocked : std::map<std::string, std::int64_t>();
  const std::int64_t invocation = invocations[s.name]++;
  auto count = [&](ExecutionRow& counted) { counted.mocked = invocations; };
  if (t.live->own) count(*t.live->own);
  records_.executions.update(t.live->key, count);  // if it is kept there
  const auto* response = mocks_.response(row.machine_name, row.test_case, s.name, invocation);
  if (!response)
    throw RuntimeFailure("The test case '" + row.test_case + "' has no mocked response for invocation " + std::to_string(invocation) + " of this state.");
  Outcome out;
  out.output = response->output;
  out.failure = response->failure;
  return out;
}

}  // namespace lambent::states
