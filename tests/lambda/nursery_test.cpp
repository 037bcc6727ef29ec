// Python runtimes forked off a process that has imported the SDK: the same to their function as those started plainly.
#include "lambda/nursery.h"

#include <signal.h>

#include "base/time_text.h"
#include "world.h"

namespace lambent::lambda {
namespace {

constexpr const char* kAbout = R"(
import os, sys, time, __main__
def handler(event, context):
    return {"folder": os.getcwd() == os.environ["LAMBDA_TASK_ROOT"], "leads": os.getsid(0) == os.getpid(), "argv": len(sys.argv),
            "first": sys.path[0] == os.getcwd(), "main": os.path.basename(__main__.__file__), "color": os.environ.get("COLOR"),
            "open": sorted(int(fd) for fd in os.listdir("/proc/self/fd"))[:3], "year": time.gmtime().tm_year,
            "function": context.function_name}
)";
// The nursery itself knows no more modules than it imports: this one tells whether a runtime came from it.
constexpr const char* kForked = "import sys\ndef handler(event, context):\n    return 'array' in sys.modules and 'ctypes' in sys.modules\n";

struct Nursed {
  Nursed() {
    auto out = std::make_shared<Toolbox>();
    out->bootstraps = folder.path();
    write_bootstraps(out->bootstraps);
    out->interpreters["python3.11"] = find_interpreter("python3.11");
    out->nurseries["python3.11"] = std::make_shared<Nursery>(*out->interpreters["python3.11"], folder.path());
    tools = std::move(out);
  }
  TempDir folder;
  std::shared_ptr<const Toolbox> tools;
};

TEST(Nursery, ForkedRuntimeIsToItsFunctionAsAPlainOne) {
  Nursed nursed;
  World forked(ClockMode::frozen, parse_iso("2040-05-01T00:00:00Z"), nursed.tools), plain(ClockMode::frozen, parse_iso("2040-05-01T00:00:00Z"));
  std::vector<std::string> told;
  for (World* w : {&forked, &plain}) {
    w->python("about", kAbout, object({{"Environment", object({{"Variables", object({{"COLOR", "red"}})}})}}));
    told.push_back(World::payload(w->invoke("about")));
  }
  EXPECT_EQ(told[0], told[1]);
  EXPECT_EQ(told[0], R"({"folder": true, "leads": true, "argv": 1, "first": true, "main": "python.py", "color": "red", "open": [0, 1, 2], "year": 2040, "function": "about"})");
  forked.python("forked", kForked);
  EXPECT_EQ(World::payload(forked.invoke("forked")), "true");
  plain.python("forked", kForked);
  EXPECT_EQ(World::payload(plain.invoke("forked")), "false");
}

TEST(Nursery, EndsAreToldAndTheNextOneWorks) {
  Nursed nursed;
  World w(ClockMode::real, {}, nursed.tools);
  w.python("die", "import os, signal\nprint('up')\ndef handler(e, c):\n    if e.get('status'): os._exit(e['status'])\n    if e.get('kill'): os.kill(os.getpid(), 11)\n    return os.getpid()\n", object({{"Timeout", 1}}));
  EXPECT_THAT(World::payload(w.invoke("die", R"({"status": 3})")), testing::HasSubstr("Error: Runtime exited with error: exit status 3"));
  EXPECT_THAT(World::payload(w.invoke("die", R"({"kill": true})")), testing::HasSubstr("Error: Runtime exited with error: signal: segmentation fault"));
  const auto told = w.invoke("die");
  EXPECT_THAT(World::log(told), testing::HasSubstr("up\n"));
  const int pid = std::stoi(World::payload(told));
  EXPECT_EQ(kill(pid, 0), 0);
  w.lambda.shutdown();
  EXPECT_EQ(kill(pid, 0), -1);
}

TEST(Nursery, FunctionsThatCouldTellAreStartedPlainly) {
  Nursed nursed;
  World w(ClockMode::real, {}, nursed.tools);
  w.python("hashes", kForked, object({{"Environment", object({{"Variables", object({{"PYTHONHASHSEED", "7"}})}})}}));
  EXPECT_EQ(World::payload(w.invoke("hashes")), "false");
  write_file(w.dir.path() / "brings" / "select.py", "poll = 'mine'\n");
  w.python("brings", kForked);
  EXPECT_EQ(World::payload(w.invoke("brings")), "false");
}

TEST(Nursery, WithoutOneThatLivesRuntimesAreStartedPlainly) {
  Nursed nursed;
  write_file(nursed.folder.path() / "python_nursery.py", "raise SystemExit(1)\n");
  auto tools = std::make_shared<Toolbox>(*nursed.tools);
  tools->nurseries["python3.11"] = std::make_shared<Nursery>(*tools->interpreters["python3.11"], nursed.folder.path());
  World w(ClockMode::real, {}, tools);
  w.python("forked", kForked);
  EXPECT_EQ(World::payload(w.invoke("forked")), "false");
}

}  // namespace
}  // namespace lambent::lambda
