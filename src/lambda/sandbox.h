// One execution environment: a runtime process, the Runtime API it talks to, and the invocation it works on.
//
//   auto sandbox = std::make_shared<Sandbox>(loop, plan, on_line);
//   Outcome o = co_await sandbox->invoke(invocation);   // one at a time; the first one starts the process
//   co_await sandbox->end();                            // nothing of it lives any more when this returns
//
// A failed or too long (10 s) first initialisation is repeated once within the function's own time, as is one after a
// crash or a timeout: the sandbox stays usable, the next invocation starts the process anew. Whatever goes wrong in the
// function is an Outcome; invoke() throws only when its task is cancelled.
//
// Times here are real. The deadline a runtime is given is in milliseconds of the time of day its process sees: the
// system's, or the emulated one if the plan has a ClockFile (clock_shift.h). Each process has a listener of its own on 127.0.0.1, so a dying one cannot answer for the next.
#pragma once
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock_file.h"
#include "base/loop.h"
#include "base/reply.h"
#include "http/server.h"
#include "lambda/invocation.h"
#include "lambda/network_fence.h"
#include "lambda/process.h"

namespace lambent::lambda {

struct SandboxPlan {
  ProcessSpec process;               // environment without AWS_LAMBDA_RUNTIME_API
  std::chrono::milliseconds timeout{3000};
  std::shared_ptr<ClockFile> clock;  // what the process is shown as time of day; null: the system's
  std::function<void(ForeignHost)> on_foreign_host;  // a host was refused to the process; empty: it reaches the network
  std::string entry_fault;           // not empty: there is nothing to run, and why (Runtime.InvalidEntrypoint)
};

class Sandbox : public std::enable_shared_from_this<Sandbox> {
 public:
  Sandbox(Loop& loop, SandboxPlan plan, Process::OnLine on_line);
  ~Sandbox();

  Task<void> prepare();  // starts a fresh one; a failure shows in the invocation
  Task<Outcome> invoke(std::shared_ptr<const Invocation> invocation);
  Task<void> end();
  void kill();                        // without waiting
  void wait_for_end();                // blocks until its processes are gone; for shutdown, after kill()
  bool fresh() const { return stage_ == Stage::fresh; }
  int runtime_pid() { return process_ ? process_->pid() : 0; }

 private:
  // stopped: no process, or one that is going; the next invocation starts it again.
  enum class Stage { fresh, starting, ready, running, answered, stopped };

  Task<void> restart();
  void start();
  void arm(std::chrono::milliseconds from_now);
  static Task<void> watch_deadline(std::weak_ptr<Sandbox> weak, std::shared_ptr<SteadyTimer> timer);
  bool pending() const;
  void on_deadline();
  void on_process_end(std::uint64_t generation, const ProcessEnd& end);
  void answer(Answer answer);
  void fail(Ending ending, const std::string& type, const std::string& text);

  Task<HttpResponse> handle(HttpRequest request, std::uint64_t generation);
  Task<HttpResponse> next();
  HttpResponse on_response(HttpRequest request, const std::string& id);
  HttpResponse on_error(HttpRequest request, const std::string& id);
  HttpResponse on_init_error(HttpRequest request);
  HttpResponse on_foreign_host(const HttpRequest& request);
  std::optional<HttpResponse> check(const std::string& id, const char* to) const;
  const char* state_name() const;
  std::int64_t deadline_ms() const;
  std::int64_t peak();

  Loop& loop_;
  const SandboxPlan plan_;
  const Process::OnLine on_line_;

  Stage stage_ = Stage::fresh;
  std::uint64_t generation_ = 0;
  std::shared_ptr<Process> process_;
  std::unique_ptr<HttpServer> server_;
  std::vector<std::unique_ptr<HttpServer>> former_servers_;
  Parking next_waiting_, process_gone_;
  std::shared_ptr<Reply<Answer>> init_, answer_;
  std::shared_ptr<const Invocation> current_;
  bool delivered_ = false;
  std::shared_ptr<SteadyTimer> timer_;
  bool timer_running_ = false;
  std::chrono::steady_clock::time_point deadline_{};
  std::chrono::steady_clock::time_point sampled_{};
  std::int64_t peak_kib_ = 0;
  Duration init_took_{};
};

}  // namespace lambent::lambda
