// lambent test --watch at a terminal, and what Ctrl-C does to a run.
#include <gmock/gmock.h>

#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "machine_app.h"
#include "program.h"

namespace lambent::cli {
namespace {

using testing::HasSubstr;
using testing::Not;
namespace fs = std::filesystem;

// No key to update where CI is set: nothing is written there.
const std::string kWaiting = std::getenv("CI") ? "waiting for changes   a all, f failed, q quit\n" : "waiting for changes   a all, f failed, u update snapshots, q quit\n";
constexpr const char* kCtrlC = "\x03";

TEST(Watch, RunsAgainWhatAChangeTouches) {
  MachineApp app;
  app.write("other/template.yaml", read_file(app.dir.path() / "template.yaml"));
  app.write("other/machine.asl.json", read_file(app.dir.path() / "machine.asl.json"));
  app.write("tests/second.ipo.yaml", MachineApp::cases("second", "../other/template.yaml"));
  Program run({"test", "--watch", "-v"}, app.dir.path());
  EXPECT_THAT(run.until(kWaiting), HasSubstr("2 passed"));
  EXPECT_TRUE(run.takes_keys());

  app.write("tests/first.ipo.yaml", MachineApp::cases("renamed"));  // a case file: its cases
  std::string said = run.until(kWaiting);
  EXPECT_THAT(said, HasSubstr("changed  tests/first.ipo.yaml\n"));
  EXPECT_THAT(said, HasSubstr("renamed"));
  EXPECT_THAT(said, HasSubstr("1 passed"));
  EXPECT_THAT(said, HasSubstr("of a part of the cases (changed files)"));

  app.write("other/machine.asl.json", "{\"StartAt\": \"Good\", \"States\": {\"Good\": {\"Type\": \"Fail\"}}}");  // a definition
  said = run.until(kWaiting);
  EXPECT_THAT(said, HasSubstr("second"));
  EXPECT_THAT(said, HasSubstr("1 failed"));
  EXPECT_THAT(said, Not(HasSubstr("renamed")));

  app.write("tests/third.ipo.yaml", MachineApp::cases("third"));  // a new one
  EXPECT_THAT(run.until(kWaiting), HasSubstr("third"));

  run.type("f");
  EXPECT_THAT(run.until(kWaiting), HasSubstr("1 failed   1 case"));
  run.type("a");
  EXPECT_THAT(run.until(kWaiting), HasSubstr("2 passed, 1 failed"));
  run.type("q");
  EXPECT_EQ(run.ends(), 0);
  EXPECT_EQ(run.rest(), "");
}

TEST(Watch, WaitsForABrokenFileToBeMended) {
  MachineApp app;
  Program run({"test", "--watch"}, app.dir.path());
  run.until(kWaiting);
  app.write("tests/first.ipo.yaml", "cases:\n  - nmae: x\n");
  std::string said = run.until("waiting for the files to be mended");
  EXPECT_THAT(said, HasSubstr("tests/first.ipo.yaml:2:5: error:"));
  app.write("template.yaml", read_file(app.dir.path() / "template.yaml") + "# touched\n");
  run.until("waiting for the files to be mended");
  app.write("tests/first.ipo.yaml", MachineApp::cases("first"));
  EXPECT_THAT(run.until(kWaiting), HasSubstr("1 passed"));
  app.write("template.yaml", "Resources: [\n");
  EXPECT_THAT(run.until("waiting for the files to be mended"), HasSubstr("template.yaml:"));
}

TEST(Watch, AKeyStoresTheSnapshotsOnce) {
  if (std::getenv("CI")) GTEST_SKIP() << "snapshots are not written where CI is set";
  MachineApp app;
  std::string text = MachineApp::cases("kept");
  app.write("tests/first.ipo.yaml", text.substr(0, text.find("then:")) + "then: {snapshot: true}\n");
  Program run({"test", "--watch"}, app.dir.path());
  EXPECT_THAT(run.until(kWaiting), HasSubstr("1 passed"));
  app.write("machine.asl.json", "{\"StartAt\": \"Good\", \"States\": {\"Good\": {\"Type\": \"Fail\"}}}");
  EXPECT_THAT(run.until(kWaiting), HasSubstr("1 failed"));
  run.type("u");
  EXPECT_THAT(run.until(kWaiting), HasSubstr("1 passed"));
  app.write("machine.asl.json", "{\"StartAt\": \"Good\", \"States\": {\"Good\": {\"Type\": \"Pass\", \"End\": true}}}");
  EXPECT_THAT(run.until(kWaiting), HasSubstr("1 failed")) << "the next round compares again";
}

TEST(Watch, WhatNobodyDependsOnRunsNothing) {
  MachineApp app;
  Program run({"test", "--watch"}, app.dir.path());
  run.until(kWaiting);
  app.write("tests/notes.txt", "x");
  app.write("README.md", "x");
  app.write("machine.asl.json", read_file(app.dir.path() / "machine.asl.json"));
  EXPECT_THAT(run.until(kWaiting), HasSubstr("changed  machine.asl.json\n"));  // the first it tells of
}

TEST(Watch, CtrlCEndsItAndPutsTheTerminalBack) {
  MachineApp app;
  for (int number : {SIGINT, SIGTERM, SIGHUP}) {
    Program run({"test", "--watch"}, app.dir.path());
    run.until(kWaiting);
    EXPECT_TRUE(run.takes_keys());
    if (number == SIGINT)
      run.type(kCtrlC);
    else
      run.signal(number);
    EXPECT_EQ(run.ends(), 128 + number);
    EXPECT_FALSE(run.takes_keys());
  }
}

TEST(Watch, WrongArgumentsAreNotWaitedOn) {
  MachineApp app;
  EXPECT_EQ(ran({"test", "--watch", "--shard", "x"}, app.dir.path()).code, 2);
  EXPECT_EQ(ran({"test", "--watch", "--reporter", "nobody"}, app.dir.path()).code, 2);
  EXPECT_EQ(ran({"test", "--watch", "--list"}, app.dir.path()).code, 2);
}

// A function that says it runs, and then never comes to an end by itself.
struct Hanging {
  Hanging() {
    std::string pipe = app.dir.path() / "alive";
    ::mkfifo(pipe.c_str(), 0600);
    app.write("code/bootstrap", "#!/bin/sh\nexec 3>" + pipe + "\necho started >&3\nexec sleep 1000\n");
    fs::permissions(app.dir.path() / "code/bootstrap", fs::perms::owner_all);
    app.write("tests/second.ipo.yaml", "given: {app: {functions: {slow: {handler: x, runtime: provided.al2023, code: ../code}}}}\ncases:\n  - {name: hangs, when: {invoke: slow}, then: {response: $any}}\n");
  }
  // Returns once the function runs.
  void wait_for_start() {
    alive = ::open((app.dir.path() / "alive").c_str(), O_RDONLY);
    char buffer[64];
    ASSERT_GT(::read(alive, buffer, sizeof buffer), 0);
  }
  // Returns once it has ended: the pipe has no writer any more.
  void wait_for_end() const {
    char buffer[64];
    EXPECT_EQ(::read(alive, buffer, sizeof buffer), 0);
    ::close(alive);
  }

  MachineApp app;
  int alive = -1;
};

TEST(Interrupted, TheResultsSoFarAreReportedAndFunctionsEnd) {
  Hanging hanging;
  Program run({"test", "-v", "--jobs", "2", "--seed", "3", "--reporter", "pretty", "--reporter", "junit=out.xml"}, hanging.app.dir.path());
  run.until("first   ");  // has passed: with this seed it comes first
  hanging.wait_for_start();
  run.type(kCtrlC);
  EXPECT_EQ(run.ends(), 130);
  EXPECT_THAT(run.rest(), HasSubstr("1 passed"));
  EXPECT_THAT(run.rest(), HasSubstr("1 case was left out: the run was interrupted"));
  EXPECT_THAT(read_file(hanging.app.dir.path() / "out.xml"), HasSubstr("name=\"first\""));
  hanging.wait_for_end();
}

TEST(Interrupted, InWatchModeToo) {
  Hanging hanging;
  Program run({"test", "--watch", "-v", "--jobs", "2"}, hanging.app.dir.path());
  hanging.wait_for_start();
  run.type(kCtrlC);
  EXPECT_EQ(run.ends(), 130);
  EXPECT_FALSE(run.takes_keys());
  hanging.wait_for_end();
}

}  // namespace
}  // namespace lambent::cli
