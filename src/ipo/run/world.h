// The world of one case: an emulator of its own with a frozen clock, what the case gives it, and the way its time passes.
//
//   World world(one, setting, model);           // starts the emulator; throws ListenError, StoreError, FileError
//   world.furnish(one.given, problems);         // template, state, stubs; what is refused becomes problems
//   bool settled = world.settle();              // until nothing happens any more unless the clock moves
//   world.advance(std::chrono::days(7));        // through every due timer in order, settling at each
//
// Everything runs on the thread that made it. The journal holds nothing of the furnishing.
#pragma once
#include <boost/asio/posix/basic_stream_descriptor.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/emulator.h"
#include "ipo/case/case.h"
#include "ipo/run/outcome.h"
#include "lambda/runtimes.h"

namespace lambent::ipo {

struct CaseEnd;

// What all cases of a run share. Constant while they run.
struct RunSetting {
  std::string self_exe;                          // the lambent binary
  std::shared_ptr<const lambda::Toolbox> tools;
  Duration timeout = std::chrono::seconds(30);   // of a case, real; a case may have its own
  std::function<void(const CaseEnd&)> at_end;    // case_end.h; may be empty
  int interrupt = -1;                            // once it can be read no case goes on (base/interrupts.h); -1: none
};

class World {
 public:
  World(const Case& one, const RunSetting& setting, const Scope& scope);
  World(const World&) = delete;

  // False if the case cannot be run. `deployed` is called before the case's stubs are added.
  bool furnish(const config::AppModel& model, const Case& one, std::vector<Problem>& problems, const std::function<void(World&)>& deployed = {});
  // For another run in this world: the journal and the time it may take begin anew. What services hold stays, and so do
  // the functions' processes; the clock goes on from where it stands.
  void begin_again();

  // False if the case's time is up, or all are to end; then still_running() says what keeps it.
  bool settle();
  enum class Passed { yes, time_is_up };
  Passed advance(Duration by) { return advance_to(clock().now() + by); }
  Passed advance_to(TimePoint target);
  // To the next instant somebody waits for in the foreground, if anybody does; then settles.
  enum class Next { reached, nobody_waits, time_is_up };
  Next advance_to_next();

  // Through everything somebody waits for in the foreground up to `target`; stops where nobody waits any more.
  Passed run_on_to(TimePoint target);

  std::vector<std::string> still_running() const;

  Emulator& emulator() { return *emulator_; }
  Aws& aws() const { return emulator_->aws(); }
  Loop& loop() { return emulator_->loop(); }
  Clock& clock() { return emulator_->loop().clock(); }
  const Journal& journal() const { return emulator_->journal(); }
  Scope scope() const { return emulator_->scope(); }
  TimePoint began() const { return began_; }
  TimePoint now() const { return emulator_->loop().clock().now(); }
  Duration limit() const { return limit_; }
  const Stopwatch& watch() const { return watch_; }

  // When a journal entry began, or something of it ended `later` on.
  Moment moment(const JournalEntry& entry) const { return moment(entry.at, entry.since); }
  Moment end_of(const JournalEntry& entry) const { return moment(entry.at + entry.virtual_took, entry.since + entry.took); }
  Moment moment_now() const { return {now() - began_, Duration{}}; }

  // The answer of an operation, asked as the account's root. Throws AwsError. Runs the loop.
  Json ask(const char* service, const char* operation, Json input) const;
  // The principal of a session of a role by name or ARN. Throws AwsError if there is none.
  Principal session_of(const std::string& role) const;

 private:
  Moment moment(TimePoint at, Duration since) const;
  void watch_for_interrupt(int descriptor);
  void jump(TimePoint to) { emulator_->loop().clock().advance(std::max(to - now(), Duration{})); }

  Stopwatch watch_;
  const Duration limit_;
  std::unique_ptr<Emulator> emulator_;
  TimePoint began_{};
  using Descriptor = net::posix::basic_stream_descriptor<Executor>;
  std::optional<Descriptor> interrupt_;
  bool interrupted_ = false;
};

// The case's id seed: given, or made of its name, so that ids are the same each time.
std::uint64_t seed_of(const Case& one);

}  // namespace lambent::ipo
