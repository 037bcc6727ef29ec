// Programs that see the emulated time of day. Frozen clocks long past and far ahead, so that a deadline which is not
// turned back is either over at once or never comes.
#include <fcntl.h>
#include <gmock/gmock.h>

#include "asked.h"
#include "base/clock_file.h"
#include "base/files.h"
#include "base/loop.h"
#include "base/text.h"
#include "base/time_text.h"

namespace lambent {
namespace {

using namespace std::chrono_literals;

constexpr std::int64_t kWait = 30'000'000;  // what the children wait for, in nanoseconds
const char* const kPython =
    "import sys, time, datetime\n"
    "for line in sys.stdin:\n"
    "    print(time.time_ns() if line == 'now\\n' else datetime.datetime.now(datetime.timezone.utc).isoformat(), flush=True)\n";
const char* const kNode = "require('readline').createInterface({input: process.stdin}).on('line', () => console.log(Date.now() + '000000'))";

TimePoint at(const char* iso) { return *parse_iso(iso); }
std::int64_t ns(TimePoint t) { return t.time_since_epoch().count(); }
std::string shell(const std::string& command) {
  FILE* pipe = popen(command.c_str(), "r");
  char line[1024] = {};
  const bool read = std::fgets(line, sizeof line, pipe) != nullptr;
  return pclose(pipe) == 0 && read ? std::string(trim(line)) : "";
}

struct World {
  explicit World(ClockMode mode, const char* start) : loop(mode, at(start)), shown(loop.clock(), dir.path() / "1.clock") {}
  std::vector<std::string> environment() const { return {"LD_PRELOAD=" CLOCK_LIBRARY, std::string(LAMBENT_CLOCK_VARIABLE "=") + shown.path().string()}; }
  // Whether the answer is the emulated time, at the earliest when it was asked and at the latest when it was told.
  // A program may round down to `unit`.
  void expect_emulated(Asked& child, Duration unit = 1ns) {
    const std::int64_t before = ns(shown.shown()) - unit.count() + 1;
    const std::string answer = child.ask("now");
    const std::int64_t after = ns(shown.shown());
    for (const auto& told : split(answer, ' ')) {
      const std::int64_t t = std::strtoll(told.c_str(), nullptr, 10);
      EXPECT_GE(t, before) << answer;
      EXPECT_LE(t, after) << answer;
    }
  }

  TempDir dir;
  Loop loop;
  ClockFile shown;
};

TEST(ClockShift, ACppProgramSeesAFrozenClockAndFollowsItsJumps) {
  World w(ClockMode::frozen, "2001-09-09T01:46:40Z");
  Asked child({CLOCK_CHILD}, w.environment());
  w.expect_emulated(child);
  w.loop.clock().advance(24h * 7);
  EXPECT_GE(child.number("now"), ns(at("2001-09-16T01:46:40Z")));
  w.expect_emulated(child);
  w.shown.begin();
  w.expect_emulated(child);
}

TEST(ClockShift, ACppProgramSeesARunningClockAndFollowsItsJumps) {
  World w(ClockMode::skipping, "2040-01-01T00:00:00Z");
  Asked child({CLOCK_CHILD}, w.environment());
  w.expect_emulated(child);
  w.loop.clock().advance(24h * 365);
  w.expect_emulated(child);
}

TEST(ClockShift, AFrozenClockCreepsSoThatALoopWaitingForItEnds) {
  World w(ClockMode::frozen, "2001-09-09T01:46:40Z");
  Asked child({CLOCK_CHILD}, w.environment());
  EXPECT_EQ(child.ask("spin"), "passed 2000000");
}

TEST(ClockShift, EveryFunctionTellsTheSameTime) {
  for (const char* start : {"2001-09-09T01:46:40.5Z", "1969-07-20T20:17:40.5Z"}) {
    World w(ClockMode::frozen, start);
    Asked child({CLOCK_PLAIN_CHILD}, w.environment());
    const std::int64_t before = ns(w.shown.shown());
    const std::string answer = child.ask("now");
    const std::int64_t after = ns(w.shown.shown());
    const auto told = split(answer, ' ');
    ASSERT_EQ(told.size(), 6u);
    for (size_t i = 0; i < told.size(); ++i) {
      const std::int64_t t = std::strtoll(told[i].c_str(), nullptr, 10);
      const std::int64_t coarse = i == 1 ? 20'000'000 : i == 3 ? 1000 : i == 4 ? 1'000'000'000 : 0;  // CLOCK_…_COARSE, microseconds, seconds
      const std::int64_t ahead = i == 2 ? 60'000'000'000 : 0;                                         // atomic time
      EXPECT_GE(t, before - coarse) << i << ": " << answer;
      EXPECT_LE(t, after + ahead) << i << ": " << answer;
    }
  }
}

TEST(ClockShift, WaitsUntilATimeOfDayEndAndNotBefore) {
  for (const char* start : {"2001-09-09T01:46:40Z", "2040-01-01T00:00:00Z", "1969-07-20T20:17:40Z"}) {
    World w(ClockMode::frozen, start);
    Asked cpp({CLOCK_CHILD}, w.environment()), c({CLOCK_PLAIN_CHILD}, w.environment());
    const auto expect = [&](Asked& child, const std::string& kind) {
      const auto told = split(child.ask("wait " + kind), ' ');
      ASSERT_EQ(told.size(), 2u);
      EXPECT_EQ(told[0], "timeout") << kind << " " << start;
      EXPECT_GE(std::strtoll(told[1].c_str(), nullptr, 10), kWait) << kind << " " << start;
    };
    const bool before_1970 = start[1] == '9';  // what libstdc++ makes no good deadline of; the C library does
    for (const char* kind : {"semaphore", "semaphore-by-clock", "condition", "monotonic-condition", "c11-condition", "join", "nanosleep"}) expect(c, kind);
    if (before_1970) continue;
    for (const char* kind : {"condition", "steady-condition", "sleep", "mutex", "read-lock", "write-lock"}) expect(cpp, kind);
    EXPECT_THAT(c.ask("wait wrong"), testing::StartsWith("Invalid argument"));
  }
}

TEST(ClockShift, PythonSeesIt) {
  const std::string python = shell("python3 -c 'import sys; print(sys.executable)'");
  if (python.empty()) GTEST_SKIP() << "there is no python3";
  World w(ClockMode::frozen, "2001-09-09T01:46:40Z");
  Asked child({python, "-u", "-c", kPython}, w.environment());
  w.expect_emulated(child);
  w.loop.clock().advance(1h);
  w.expect_emulated(child);
  EXPECT_THAT(child.ask("date"), testing::StartsWith("2001-09-09T02:46:4"));
}

TEST(ClockShift, NodeSeesIt) {
  const std::string node = shell("node -p process.execPath");
  if (node.empty()) GTEST_SKIP() << "there is no node";
  World w(ClockMode::frozen, "2001-09-09T01:46:40Z");
  Asked child({node, "-e", kNode}, w.environment());
  w.expect_emulated(child, 1ms);
  w.loop.clock().advance(1h);
  w.expect_emulated(child, 1ms);
}

TEST(ClockShift, WithoutAGoodFileTheTimeIsTheSystems) {
  TempDir dir;
  const auto file = [&](const std::string& name, const std::string& bytes) {
    write_file(dir.path() / name, bytes);
    return (dir.path() / name).string();
  };
  lambent_clock_record record{};
  record.magic = LAMBENT_CLOCK_MAGIC;
  record.version = LAMBENT_CLOCK_VERSION;
  record.mode = LAMBENT_CLOCK_ANCHORED;
  const auto bytes = [&] { return std::string(reinterpret_cast<const char*>(&record), sizeof record); };
  std::vector<std::string> variables = {"X=1", LAMBENT_CLOCK_VARIABLE "=", std::string(LAMBENT_CLOCK_VARIABLE "=") + (dir.path() / "none").string(),
                                        std::string(LAMBENT_CLOCK_VARIABLE "=") + dir.path().string()};
  const auto add = [&](const std::string& path) { variables.push_back(std::string(LAMBENT_CLOCK_VARIABLE "=") + path); };
  add(file("empty", ""));
  add(file("short", bytes().substr(0, 63)));
  add(file("text", std::string(64, 'x')));
  record.version = 2;
  add(file("version", bytes()));
  record.version = LAMBENT_CLOCK_VERSION;
  record.mode = LAMBENT_CLOCK_REAL;
  add(file("real", bytes()));
  record.mode = LAMBENT_CLOCK_ANCHORED;
  record.sequence = 7;  // its writer was killed half way
  add(file("torn", bytes()));
  for (const auto& variable : variables) {
    Asked child({CLOCK_CHILD}, {"LD_PRELOAD=" CLOCK_LIBRARY, variable});
    const std::int64_t before = ns(Clock::wall());
    const std::int64_t told = child.number("now");
    EXPECT_GE(told, before) << variable;
    EXPECT_LE(told, ns(Clock::wall())) << variable;
    EXPECT_THAT(child.ask("wait condition"), testing::StartsWith("timeout ")) << variable;
  }
}

TEST(ClockShift, TheLastTimeIsKeptWhenTheEmulatorGoes) {
  auto w = std::make_unique<World>(ClockMode::frozen, "2001-09-09T01:46:40Z");
  Asked child({CLOCK_CHILD}, w->environment());
  const std::int64_t told = child.number("now");
  w.reset();
  EXPECT_GE(child.number("now"), told);
  EXPECT_LT(child.number("now"), ns(at("2001-09-10T00:00:00Z")));
}

TEST(ClockFile, CannotBeMadeWhereThereIsNoFolder) {
  Loop loop(ClockMode::real);
  EXPECT_THROW(ClockFile(loop.clock(), "/nonexistent/1.clock"), FileError);
  loop.clock().advance(1h);  // nothing is left that would follow
}

}  // namespace
}  // namespace lambent
