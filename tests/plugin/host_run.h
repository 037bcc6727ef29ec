// Runs lambent-plugin-host as a child against a scripted Runtime API and tells what came of it.
#pragma once
#include <string>
#include <utility>
#include <vector>

#include "fake_server.h"

namespace lambent::test {

using Variables = std::vector<std::pair<std::string, std::string>>;

struct HostRun {
  int exit_code = -1;  // -signal if one ended it
  std::string out, err;
};

// Waits for its end. The environment holds `variables` and PATH only.
HostRun run_host(const std::vector<std::string>& arguments, const Variables& variables);

std::string built_plugin(const std::string& name);  // "test_plugins/facts.so", "handlers/echo/echo.so"

struct ScriptedEvent {
  std::string body;
  std::string extra_headers;  // each with its line end
  bool chunked = false;
};

// A Runtime API that gives these events in turn, takes what is posted with 202, then closes for good.
class ScriptedRuntime {
 public:
  explicit ScriptedRuntime(std::vector<ScriptedEvent> events);

  HostRun run(const std::string& plugin, Variables variables = {});

  // What was posted, in order (targets are /2018-06-01/runtime/...).
  std::vector<SeenRequest> posts() const;
  std::vector<SeenRequest> all() const { return server.seen(); }

  int post_status = 202;  // of every post
  bool close_each = false;  // no kept connections

 private:
  FakeServer::Answer answer(const SeenRequest& request);

  std::vector<ScriptedEvent> events_;
  size_t given_ = 0;

 public:
  FakeServer server;  // last: its thread uses the others
};

}  // namespace lambent::test
