// Calls that the door answers itself instead of handing them to their service: answered, failed, delayed, broken.
// For tests; without stubs nothing changes.
//
//   Stub stub;
//   stub.on = [](const Call& call) { return call.service == "sns" && call.operation == "Publish"; };
//   stub.last = 1;                                        // the first call only
//   stub.outcome = StubError{"Throttling", 400, "Rate exceeded"};
//   aws.stubs().add(std::move(stub));
//
// Asked after a call was allowed (a refused call reaches nobody) and before the service. The first stub whose filters
// fit and whose turn it is takes the call; stubs that are asked count the calls that fit them, from 1. A delay passes on
// the emulated clock. Loop thread only.
#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "aws/call.h"
#include "aws/error.h"
#include "base/task.h"

namespace lambent {

// How the connection of a caller over HTTP breaks instead of an answer.
enum class WireFault { timeout, reset, truncate, garbage };
const char* name_of(WireFault fault);

// A call that ends with a broken connection. The gateway breaks the wire; callers inside lambent see an AWS error.
class BrokenCall final : public AwsError {
 public:
  explicit BrokenCall(WireFault fault);
  WireFault fault() const { return fault_; }

 private:
  WireFault fault_;
};

struct StubAnswer { Json output; };
struct StubError { std::string code; int status = 400; std::string message; };
struct ServiceThrottles {};    // in the words of the service
struct ServiceUnavailable {};

struct Stub {
  std::function<bool(const Call&)> on;           // service and operation
  std::function<bool(const Json& input)> when;   // empty: any input
  std::string as;                                // name or ARN of the calling role; empty: anybody
  std::int64_t first = 1;
  std::optional<std::int64_t> last;              // none: always
  // monostate: the call goes on to the service after the delay.
  std::variant<std::monostate, StubAnswer, StubError, WireFault, ServiceThrottles, ServiceUnavailable> outcome;
  Duration delay{};

  std::int64_t fitting = 0, used = 0;            // counted by Stubs
};

class Stubs {
 public:
  explicit Stubs(Clock& clock) : clock_(clock) {}

  void add(Stub stub) { stubs_.push_back(std::move(stub)); }
  const std::vector<Stub>& all() const { return stubs_; }
  bool empty() const { return stubs_.empty(); }

  struct Taken {
    std::string how;                 // for the journal: "answered", "failed", "delayed", "reset"; empty: no stub took it
    std::optional<AwsError> error;   // one of these two, or neither: the service runs
    std::optional<WireFault> fault;
    std::optional<Json> answer;
  };
  Task<Taken> take(const Call& call);  // `call` outlives the wait

  // Calls that wait for their delay now. With a frozen clock they wait until somebody advances it.
  int delayed() const { return delayed_; }

 private:
  Stub* find(const Call& call);

  Clock& clock_;
  std::vector<Stub> stubs_;
  int delayed_ = 0;
};

// Whether a caller acts as the role of this name or ARN.
bool acts_as(const Principal& caller, const std::string& role);

}  // namespace lambent
