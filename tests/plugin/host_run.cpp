#include "host_run.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>

#include "base/files.h"

namespace lambent::test {

std::string built_plugin(const std::string& name) { return std::string(LAMBENT_BINARY_DIR) + "/" + name; }

HostRun run_host(const std::vector<std::string>& arguments, const Variables& variables) {
  const TempDir folder("host-run");
  const std::string out = folder.path() / "out", err = folder.path() / "err";
  std::vector<std::string> words{std::string(LAMBENT_BINARY_DIR) + "/lambent-plugin-host"}, env{"PATH=/usr/bin:/bin"};
  words.insert(words.end(), arguments.begin(), arguments.end());
  for (const auto& [name, value] : variables) env.push_back(name + "=" + value);
  std::vector<char*> argv, envp;
  for (auto& w : words) argv.push_back(w.data());
  for (auto& e : env) envp.push_back(e.data());
  argv.push_back(nullptr);
  envp.push_back(nullptr);

  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, out.c_str(), O_WRONLY | O_CREAT, 0600);
  posix_spawn_file_actions_addopen(&files, STDERR_FILENO, err.c_str(), O_WRONLY | O_CREAT, 0600);
  pid_t child = 0;
  const int failed = posix_spawn(&child, argv[0], &files, nullptr, argv.data(), envp.data());
  posix_spawn_file_actions_destroy(&files);
  if (failed) return {};
  int status = 0;
  waitpid(child, &status, 0);
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status), read_file(out), read_file(err)};
}

ScriptedRuntime::ScriptedRuntime(std::vector<ScriptedEvent> events)
    : events_(std::move(events)), server([this](const SeenRequest& request) { return answer(request); }) {}

FakeServer::Answer ScriptedRuntime::answer(const SeenRequest& request) {
  FakeServer::Answer a;
  a.close_after = close_each;
  if (request.method == "POST") {
    a.bytes = reply(post_status, "{\"status\":\"OK\"}\n");
    return a;
  }
  if (given_ == events_.size()) {
    a.stop = true;
    return a;
  }
  const ScriptedEvent& event = events_[given_];
  std::string headers = "Lambda-Runtime-Aws-Request-Id: id-" + std::to_string(++given_) + "\r\nContent-Type: application/json\r\n" +
                        "Lambda-Runtime-Deadline-Ms: 99999999999999\r\n" + event.extra_headers;
  if (!event.chunked) {
    a.bytes = reply(200, event.body, headers);
    return a;
  }
  const size_t half = event.body.size() / 2;
  const auto chunk = [](const std::string& s) {
    char size[20];
    std::snprintf(size, sizeof size, "%zx\r\n", s.size());
    return size + s + "\r\n";
  };
  a.bytes = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n" + headers + "\r\n" + chunk(event.body.substr(0, half)) + chunk(event.body.substr(half)) +
            "0\r\nTrailer-One: x\r\n\r\n";
  return a;
}

HostRun ScriptedRuntime::run(const std::string& plugin, Variables variables) {
  variables.emplace_back("AWS_LAMBDA_RUNTIME_API", server.address());
  HostRun result = run_host({built_plugin(plugin)}, variables);
  server.stop();
  return result;
}

std::vector<SeenRequest> ScriptedRuntime::posts() const {
  std::vector<SeenRequest> found;
  for (const auto& request : server.seen())
    if (request.method == "POST") found.push_back(request);
  return found;
}

}  // namespace lambent::test
