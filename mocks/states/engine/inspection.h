// A look into one state while it runs, for TestState: what the engine tells of each step of the data flow, and what is set
// in the place of the world (a mocked result or error, a context object, attempts made before).
//
//   auto look = std::make_shared<Inspection>();
//   look->result = parse_json("[1, 2]");                        // the work is not done: this is what it gives
//   Tried tried = co_await engine.try_state(asked, look);
//   look->data                                                  // {"afterInputPath": "{}", …}: members of InspectionData
//
// Null in every ordinary execution (Live::inspection); the engine asks once per step. Which step is shown for which type
// of state is what AWS has been seen to show: a Parallel shows nothing of its input, a Map no parameters.
#pragma once
#include <optional>

#include "mocks/states/asl/machine.h"
#include "mocks/states/failure.h"

namespace lambent::states {

struct Inspection {
  // Set in the place of the world.
  std::optional<Json> result;              // of the work, which is not done
  std::optional<Failure> error;            // the same
  std::optional<Json> context;             // the context object as a whole
  std::optional<std::string> reader_data;  // what an ItemReader reads, as it is in its object
  std::int64_t retries = 0;                // attempts that have failed before
  std::int64_t failed_iterations = 0;      // of a Map
  std::string token;                       // $$.Task.Token of a mocked task that waits for one
  bool traces = false;                     // an HTTP Task's request and response are seen, too
  bool reveals = false;                    // with the secrets of its connection

  // Seen.
  Json data = Json::object();
  std::optional<size_t> retry_index, catch_index;
  std::optional<std::int64_t> backoff_seconds;  // set: the error would be retried
  Failure trouble;                              // what was, or would be, retried or caught

  bool mocked() const { return result || error; }
  // A step of the data flow, if this state's type shows it. `stage` is the member's name ("afterInputPath").
  void note(const asl::State& s, const char* stage, const Json& value);
  // The context object of a tested state, from the one of an Express execution.
  Json shown_context(Json made, bool with_role) const;
};

}  // namespace lambent::states
