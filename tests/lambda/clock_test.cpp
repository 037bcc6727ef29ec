#include <elf.h>

#include "base/time_text.h"
#include "world.h"

namespace lambent::lambda {
namespace {

using testing::HasSubstr;

const char* const kTelling =
    "import os, time\n"
    "def handler(e, c):\n"
    "    return {'now': time.time_ns(), 'left': c.get_remaining_time_in_millis(), 'preload': os.environ.get('LD_PRELOAD', '')}\n";

TimePoint start() { return *parse_iso("2001-09-09T01:46:40Z"); }

struct Told {
  TimePoint now;
  std::int64_t left;
  std::string preload;
};
Told tell(World& w, const std::string& function) {
  const auto answer = w.invoke(function);
  EXPECT_FALSE(has(answer.output, "FunctionError")) << dump(answer.output) << World::log(answer);
  const Json payload = parse_json(World::payload(answer));
  return {TimePoint(Duration(int_at(payload, "now"))), int_at(payload, "left"), text_at(payload, "preload")};
}

TEST(EmulatedTime, PythonSeesItFromTheFirstInvocationAndAfterAnAdvance) {
  World w(ClockMode::frozen, start());
  w.python("tell", kTelling, object({{"Timeout", 60}}));
  for (int day = 0; day < 3; ++day) {
    const Stopwatch watch;
    const Told told = tell(w, "tell");
    const TimePoint from = start() + std::chrono::hours(24 * day);
    EXPECT_GE(told.now, from);
    EXPECT_LE(told.now, from + watch.elapsed()) << "each invocation begins at the frozen instant";
    EXPECT_GT(told.left, 0);
    EXPECT_LE(told.left, 60'000) << "the deadline is told in the same time";
    w.loop.clock().advance(std::chrono::hours(24));
  }
  EXPECT_EQ(w.lambda.sandboxes(), 1u);
}

TEST(EmulatedTime, NodeSeesItToo) {
  World w(ClockMode::skipping, start());
  write_file(w.dir.path() / "node" / "index.mjs",
             "export const handler = async (e, c) => ({now: Date.now() * 1e6, left: c.getRemainingTimeInMillis()});");
  w.make("node", "nodejs20.x", "index.handler", object({{"Timeout", 60}}));
  const Told told = tell(w, "node");
  EXPECT_GE(told.now, start());
  EXPECT_LT(told.now, start() + std::chrono::hours(1));
  EXPECT_GT(told.left, 0);
  EXPECT_LE(told.left, 60'000);
}

TEST(EmulatedTime, WhatTheFunctionPreloadsComesAfter) {
  World w(ClockMode::frozen, start());
  w.python("own", kTelling, object({{"Timeout", 60}, {"Environment", object({{"Variables", object({{"LD_PRELOAD", "libm.so.6"}})}})}}));
  const Told told = tell(w, "own");
  EXPECT_THAT(told.preload, testing::MatchesRegex("/.*/lambent-clock\\.so:libm\\.so\\.6"));
  EXPECT_LT(told.now, start() + std::chrono::hours(1));
}

TEST(EmulatedTime, IsOffUnlessAskedFor) {
  World w;
  w.python("tell", kTelling);
  const TimePoint before = Clock::wall();
  const Told told = tell(w, "tell");
  EXPECT_GE(told.now, before);
  EXPECT_LE(told.now, Clock::wall());
  EXPECT_EQ(told.preload, "");
}

// A program of headers only: enough to be looked at, not to be run.
std::string elf(const std::string& interpreter, const std::string& note_owner) {
  Elf64_Ehdr head{};
  std::memcpy(head.e_ident, ELFMAG, SELFMAG);
  head.e_ident[EI_CLASS] = ELFCLASS64;
  head.e_phoff = sizeof head;
  Elf64_Phdr parts[2] = {};
  const size_t data = sizeof head + sizeof parts;
  std::string notes;
  for (const std::string& owner : {std::string("GNU"), note_owner}) {
    if (owner.empty()) continue;
    const Elf64_Nhdr note{static_cast<Elf64_Word>(owner.size() + 1), 5, 1};
    notes += std::string(reinterpret_cast<const char*>(&note), sizeof note) + owner;
    notes.resize((notes.size() + 4) / 4 * 4, '\0');
    notes += std::string("12345\0\0\0", 8);
  }
  parts[0] = {PT_INTERP, 0, data, 0, 0, interpreter.size(), interpreter.size(), 1};
  parts[1] = {PT_NOTE, 0, data + interpreter.size(), 0, 0, notes.size(), notes.size(), 4};
  if (interpreter.empty()) parts[0].p_type = PT_NULL;
  head.e_phnum = 2;
  return std::string(reinterpret_cast<const char*>(&head), sizeof head) + std::string(reinterpret_cast<const char*>(parts), sizeof parts) + interpreter + notes;
}

TEST(EmulatedTime, ProgramsItCannotReachAreKnown) {
  TempDir dir;
  const auto why = [&](const std::string& bytes) {
    write_file(dir.path() / "program", bytes);
    return out_of_reach((dir.path() / "program").string()).value_or("");
  };
  EXPECT_EQ(why(elf("/lib64/ld-linux-x86-64.so.2", "")), "");
  EXPECT_EQ(why(elf("", "")), "is linked statically");
  EXPECT_EQ(why(elf("", "Go")), "is a Go program");
  EXPECT_EQ(why(elf("/lib64/ld-linux-x86-64.so.2", "Go")), "is a Go program");
  EXPECT_EQ(why(elf("/lib64/ld-linux-x86-64.so.2", "Gopher")), "");
  EXPECT_EQ(why(elf("/lib/ld-musl-x86_64.so.1", "")), "is not made for the GNU C library");
  EXPECT_EQ(why("\177ELF\1"), "is not a 64-bit program") << "cut short";
  EXPECT_EQ(why("#!/bin/sh\n"), "");
  EXPECT_EQ(out_of_reach("/bin/sh"), std::nullopt);
  EXPECT_EQ(out_of_reach("/nonexistent"), std::nullopt) << "the start will say so";
  const std::string whole = elf("/lib64/ld-linux-x86-64.so.2", "Go");
  for (size_t cut = 0; cut < whole.size(); ++cut) why(whole.substr(0, cut));
}

TEST(EmulatedTime, ThatAFunctionIsOutOfReachIsInItsLog) {
  World w(ClockMode::frozen, start());
  const auto file = w.dir.path() / "static" / "bootstrap";
  write_file(file, elf("", ""));
  std::filesystem::permissions(file, std::filesystem::perms::owner_all);
  w.make("static", "provided.al2023", "any", Json::object());
  w.invoke("static");
  std::vector<std::string> lines;
  for (const auto& entry : w.journal.entries())
    if (const auto* line = std::get_if<LogEntry>(&entry.data)) lines.push_back(line->line);
  EXPECT_THAT(lines, testing::Contains("lambent: bootstrap is linked statically: it sees the system's time, not the emulated"));
}

}  // namespace
}  // namespace lambent::lambda
