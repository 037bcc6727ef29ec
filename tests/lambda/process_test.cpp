#include <gmock/gmock.h>
#include <signal.h>

#include <cstdio>

#include "world.h"

namespace lambent::lambda {
namespace {

bool alive(int pid) {
  const std::string path = "/proc/" + std::to_string(pid) + "/stat";
  FILE* file = std::fopen(path.c_str(), "r");
  if (!file) return false;
  char text[256] = {};
  const bool read = std::fgets(text, sizeof text, file) != nullptr;
  std::fclose(file);
  const char* state = read ? std::strrchr(text, ')') : nullptr;
  return state && state[2] != 'Z';
}

struct Ran {
  std::vector<std::string> lines;
  ProcessEnd end;
};

Ran run(const std::string& command) {
  Loop loop(ClockMode::real);
  Ran ran;
  bool ended = false;
  ProcessSpec spec{LAMBDA_CHILD, "/", {"/bin/sh", "-c", command}, {"PATH=/usr/bin:/bin"}};
  const auto on_line = [&](std::string line) { ran.lines.push_back(std::move(line)); };
  const auto on_end = [&](const ProcessEnd& end) {
    ran.end = end;
    ended = true;
  };
  const auto process = Process::start(loop, spec, on_line, on_end);
  loop.run_until([&] { return ended; });
  return ran;
}

TEST(Process, TellsLinesAndStatus) {
  const Ran ran = run("echo one; echo two >&2; printf three; exit 3");
  EXPECT_EQ(ran.lines, (std::vector<std::string>{"one", "two", "three"}));
  EXPECT_EQ(ran.end.text(), "exit status 3");
  EXPECT_GT(ran.end.max_rss_kib, 0);
  EXPECT_EQ(run("kill -9 $$").end.text(), "signal: killed");
}

TEST(Process, LingeringDescendantsGoWithIt) {
  const Ran ran = run("sleep 1000 & echo $!; setsid sleep 1000 & echo $!; exit 0");
  ASSERT_EQ(ran.lines.size(), 2u);
  for (const auto& pid : ran.lines) EXPECT_FALSE(alive(std::stoi(pid)));
}

TEST(Process, GoesWhenTheEmulatorIsKilled) {
  const std::string command = std::string(LAMBDA_CHILD) + " hold 'setsid sleep 1000 & echo $! $$; echo; sleep 1000' & echo $!; wait";
  FILE* pipe = popen(command.c_str(), "r");
  ASSERT_NE(pipe, nullptr);
  int parent = 0, grandchild = 0, child = 0;
  ASSERT_EQ(std::fscanf(pipe, "%d %d %d", &parent, &grandchild, &child), 3);
  EXPECT_TRUE(alive(child));
  kill(parent, SIGKILL);
  pclose(pipe);
  const Stopwatch watch;
  while ((alive(child) || alive(grandchild)) && watch.elapsed() < std::chrono::seconds(20)) {
  }
  EXPECT_FALSE(alive(child));
  EXPECT_FALSE(alive(grandchild));
}

TEST(LineSplitter, CutsWhatIsTooLong) {
  LineSplitter lines;
  std::vector<std::string> got;
  const auto on_line = [&](std::string line) { got.push_back(std::move(line)); };
  lines.feed("a\nb", on_line);
  lines.feed("c\n" + std::string(LineSplitter::kLongest + 5, 'x') + "\nd", on_line);
  lines.finish(on_line);
  ASSERT_EQ(got.size(), 4u);
  EXPECT_EQ(got[1], "bc");
  EXPECT_EQ(got[2].size(), LineSplitter::kLongest + std::string(" [line cut]").size());
  EXPECT_EQ(got[3], "d");
}

}  // namespace
}  // namespace lambent::lambda
