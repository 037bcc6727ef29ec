#include "lambda/sandbox.h"

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <cstring>
#include <system_error>

#include "base/json.h"
#include "base/time_text.h"
#include "lambda/runtime_api.h"

namespace lambent::lambda {
namespace {

constexpr std::chrono::seconds kInitLimit{10};
constexpr std::chrono::seconds kSampleEvery{1};  // of the memory in use: reading it costs more than a warm invocation
constexpr std::uint64_t kLargestPost = 64u << 20;

std::string init_report(Duration took, const char* phase, const Answer& answer) {
  std::string line = "INIT_REPORT Init Duration: " + millis_text(took) + " ms\tPhase: " + phase + "\tStatus: ";
  if (answer.ending == Ending::timeout) return line + "timeout";
  return line + "error\tError Type: " + answer.error_type;
}

}  // namespace

Sandbox::Sandbox(Loop& loop, SandboxPlan plan, Process::OnLine on_line)
    : loop_(loop), plan_(std::move(plan)), on_line_(std::move(on_line)), next_waiting_(loop.executor()),
      process_gone_(loop.executor()), timer_(std::make_shared<SteadyTimer>(loop.executor())) {}

Sandbox::~Sandbox() {
  timer_->cancel();
  kill();
}

Task<Outcome> Sandbox::invoke(std::shared_ptr<const Invocation> invocation) {
  auto self = shared_from_this();
  Outcome outcome;
  if (!plan_.entry_fault.empty()) {
    outcome.answer = {Ending::error, platform_error("Runtime.InvalidEntrypoint", invocation->request_id, plan_.entry_fault), "Runtime.InvalidEntrypoint"};
    co_return outcome;
  }
  if (stage_ == Stage::fresh) co_await prepare();
  outcome.init = std::exchange(init_took_, Duration{});

  current_ = invocation;
  delivered_ = false;
  answer_ = std::make_shared<Reply<Answer>>(loop_.executor());
  auto reply = answer_;
  const Stopwatch watch;
  arm(plan_.timeout);
  if (stage_ == Stage::stopped) co_await restart();
  next_waiting_.wake();
  outcome.answer = co_await reply->take();
  outcome.duration = watch.elapsed();
  if (outcome.answer.ending == Ending::timeout) outcome.duration = std::min<Duration>(outcome.duration, plan_.timeout);
  outcome.peak_kib = peak();
  co_return outcome;
}

Task<void> Sandbox::prepare() {
  if (stage_ != Stage::fresh || !plan_.entry_fault.empty()) co_return;
  auto self = shared_from_this();
  init_ = std::make_shared<Reply<Answer>>(loop_.executor());
  auto init = init_;
  const Stopwatch watch;
  arm(kInitLimit);
  start();
  Answer answer = co_await init->take();
  init_.reset();
  if (answer.ending == Ending::success) {
    init_took_ = watch.elapsed();
    co_return;
  }
  const std::string line = init_report(watch.elapsed(), "init", answer);
  on_line_(line);
}

Task<void> Sandbox::restart() {
  if (process_) process_->end();  // a runtime that reported a failed initialisation may still be there
  while (process_ && !process_->ended()) co_await process_gone_.wait();
  if (!answer_->filled()) start();
}

void Sandbox::start() {
  stage_ = Stage::starting;
  const std::uint64_t generation = ++generation_;
  if (server_) former_servers_.push_back(std::move(server_));
  std::erase_if(former_servers_, [](const auto& s) { return s->connections() == 0; });
  HttpLimits limits;
  limits.max_body = kLargestPost;
  limits.peer_gone = PeerGone::cancel;
  server_ = std::make_unique<HttpServer>(loop_, limits, [this, generation](HttpRequest request) {
    return handle(std::move(request), generation);
  });
  server_->listen("127.0.0.1", 0);
  ProcessSpec spec = plan_.process;
  spec.env.push_back("AWS_LAMBDA_RUNTIME_API=127.0.0.1:" + std::to_string(server_->port()));
  std::weak_ptr<Sandbox> weak = weak_from_this();
  const auto on_line = [weak](std::string line) {
    if (auto self = weak.lock()) self->on_line_(std::move(line));
  };
  const auto on_end = [weak, generation](const ProcessEnd& end) {
    if (auto self = weak.lock()) self->on_process_end(generation, end);
  };
  try {
    process_ = Process::start(loop_, std::move(spec), on_line, on_end);
  } catch (const std::system_error& e) {
    process_.reset();
    stage_ = Stage::stopped;
    fail(Ending::error, "Runtime.InvalidEntrypoint", std::string("fork/exec: ") + e.what());
  }
}

// One timer that is left running: a deadline moved forward by the next invocation costs nothing.
void Sandbox::arm(std::chrono::milliseconds from_now) {
  deadline_ = std::chrono::steady_clock::now() + from_now;
  if (timer_running_ && timer_->expiry() <= deadline_) return;
  timer_->expires_at(deadline_);  // ends the wait under way
  if (timer_running_) return;
  timer_running_ = true;
  loop_.tasks().spawn("sandbox deadline", watch_deadline(weak_from_this(), timer_));
}

Task<void> Sandbox::watch_deadline(std::weak_ptr<Sandbox> weak, std::shared_ptr<SteadyTimer> timer) {
  for (;;) {
    boost::system::error_code ec;
    co_await timer->async_wait(net::redirect_error(use_task, ec));
    auto self = weak.lock();
    if (!self) co_return;
    if (self->pending() && std::chrono::steady_clock::now() >= self->deadline_) self->on_deadline();
    if (self->pending()) {
      if (timer->expiry() != self->deadline_) timer->expires_at(self->deadline_);
      continue;
    }
    self->timer_running_ = false;
    co_return;
  }
}

bool Sandbox::pending() const { return init_ ? !init_->filled() : answer_ && !answer_->filled(); }

void Sandbox::on_deadline() {
  if (process_) process_->drain();
  if (init_) {
    fail(Ending::timeout, "Sandbox.Timedout", "");
  } else {
    const Duration limit = plan_.timeout;
    fail(Ending::timeout, "Sandbox.Timedout", "Task timed out after " + seconds_text(limit, 2) + " seconds");
  }
  kill();
}

void Sandbox::on_process_end(std::uint64_t generation, const ProcessEnd& end) {
  if (generation != generation_) return;
  peak_kib_ = std::max(peak_kib_, end.max_rss_kib);
  const bool expected = stage_ == Stage::stopped;
  const bool untouched = stage_ == Stage::answered || stage_ == Stage::ready;  // a waiting event never reached it
  stage_ = Stage::stopped;
  process_gone_.wake();
  if (server_) server_->close();
  if (expected || !pending()) return;
  if (untouched && !delivered_) {
    start();
    return;
  }
  std::string text = "Runtime exited with error: " + end.text();
  if (end.start_error != 0) {
    fail(Ending::error, "Runtime.InvalidEntrypoint", "fork/exec " + plan_.process.argv[0] + ": " + std::strerror(end.start_error));
    return;
  }
  if (end.signal == 0 && end.exit_status == 0) text = "Runtime exited without providing a reason";
  fail(Ending::error, "Runtime.ExitError", text);
}

void Sandbox::fail(Ending ending, const std::string& type, const std::string& text) {
  const std::string id = current_ && !init_ ? current_->request_id : "";
  answer({ending, platform_error(type, id, text), type});
}

void Sandbox::answer(Answer answer) {
  if (init_) {
    init_->set(std::move(answer));
    return;
  }
  if (answer_) answer_->set(std::move(answer));
}

void Sandbox::kill() {
  if (stage_ != Stage::fresh) stage_ = Stage::stopped;
  if (process_) process_->end();
}

void Sandbox::wait_for_end() {
  if (process_) process_->wait_for_end();
}

Task<void> Sandbox::end() {
  auto self = shared_from_this();
  kill();
  while (process_ && !process_->ended()) co_await process_gone_.wait();
  if (server_) former_servers_.push_back(std::move(server_));
  for (auto& server : former_servers_) server->close();
  // Their sessions end within the next turns of the loop; a server must not go before them.
  for (size_t open = 1; open > 0;) {
    open = 0;
    for (auto& server : former_servers_) open += server->connections();
    if (open > 0) co_await net::post(loop_.executor(), use_task);
  }
  former_servers_.clear();
}

std::int64_t Sandbox::peak() {
  const auto now = std::chrono::steady_clock::now();
  if (process_ && !process_->ended() && now - sampled_ >= kSampleEvery) {
    sampled_ = now;
    peak_kib_ = std::max(peak_kib_, process_->peak_rss_kib());
  }
  return peak_kib_;
}

// ---- the Runtime API

Task<HttpResponse> Sandbox::handle(HttpRequest request, std::uint64_t generation) {
  const RuntimeRequest what = runtime_request(request);
  if (generation != generation_ || stage_ == Stage::stopped) co_return refused(400, "InvalidRequestID", "Invalid request ID");
  switch (what.call) {
    case RuntimeCall::ping: co_return HttpResponse::text(200, "pong");
    case RuntimeCall::next: {
      HttpResponse event = co_await next();
      co_return event;
    }
    case RuntimeCall::response: co_return on_response(std::move(request), what.request_id);
    case RuntimeCall::error: co_return on_error(std::move(request), what.request_id);
    case RuntimeCall::init_error: co_return on_init_error(std::move(request));
    case RuntimeCall::foreign_host: co_return on_foreign_host(request);
    case RuntimeCall::wrong_method: co_return HttpResponse::text(405, "");
    case RuntimeCall::unknown: break;
  }
  co_return HttpResponse::text(404, "404 page not found\n");
}

Task<HttpResponse> Sandbox::next() {
  if (next_waiting_.waiting()) {
    co_return refused(403, "InvalidStateTransition", "State transition from Ready to Ready failed for runtime. Error: State transition is not allowed");
  }
  if (stage_ != Stage::running) {
    const bool first = stage_ == Stage::starting && init_;
    stage_ = Stage::ready;
    if (first) answer(Answer{});
    while (!current_ || delivered_ || !answer_ || answer_->filled()) co_await next_waiting_.wait();
    delivered_ = true;
    stage_ = Stage::running;
  }
  co_return event_response(*current_, deadline_ms());
}

std::int64_t Sandbox::deadline_ms() const {
  const TimePoint now = plan_.clock ? plan_.clock->shown() : Clock::wall();
  return std::chrono::floor<std::chrono::milliseconds>(now + (deadline_ - std::chrono::steady_clock::now())).time_since_epoch().count();
}

const char* Sandbox::state_name() const {
  switch (stage_) {
    case Stage::starting: return "Started";
    case Stage::ready: return "Ready";
    case Stage::running: return "Running";
    case Stage::answered: return "RuntimeResponseSentState";
    default: return "InitError";
  }
}

std::optional<HttpResponse> Sandbox::check(const std::string& id, const char* to) const {
  if (!current_ || !delivered_ || (stage_ != Stage::running && stage_ != Stage::answered) || id != current_->request_id)
    return refused(400, "InvalidRequestID", "Invalid request ID");
  if (stage_ == Stage::answered)
    return refused(403, "InvalidStateTransition",
                   std::string("State transition from ") + state_name() + " to " + to + " failed for runtime. Error: State transition is not allowed");
  return std::nullopt;
}

HttpResponse Sandbox::on_response(HttpRequest request, const std::string& id) {
  if (auto refusal = check(id, "InvocationResponse")) return std::move(*refusal);
  if (process_) process_->drain();
  stage_ = Stage::answered;
  const std::string_view mode = request.headers.get("Lambda-Runtime-Function-Response-Mode");
  if (!mode.empty() && mode != "streaming") {
    fail(Ending::error, "Runtime.InvalidResponseModeHeader", "Invalid function response mode");
    return refused(400, "InvalidFunctionResponseMode", "Invalid function response mode");
  }
  if (request.body.size() > kLargestResponse) {
    const std::string payload =
        "{\"errorType\":\"Function.ResponseSizeTooLarge\",\"errorMessage\":\"Response payload size exceeded maximum allowed payload size (6291556 bytes).\"}";
    answer({Ending::error, payload, "Function.ResponseSizeTooLarge"});
    return refused(413, "RequestEntityTooLarge", "Exceeded maximum allowed payload size (6291556 bytes).");
  }
  answer({Ending::success, std::move(request.body), ""});
  return accepted();
}

HttpResponse Sandbox::on_error(HttpRequest request, const std::string& id) {
  if (auto refusal = check(id, "InvocationErrorResponse")) return std::move(*refusal);
  if (process_) process_->drain();
  stage_ = Stage::answered;
  std::string type = clean_error_type(request.headers.get("Lambda-Runtime-Function-Error-Type"));
  answer({Ending::error, error_payload(request), std::move(type)});
  return accepted();
}

HttpResponse Sandbox::on_init_error(HttpRequest request) {
  if (stage_ != Stage::starting)
    return refused(403, "InvalidStateTransition",
                   std::string("State transition from ") + state_name() + " to InitError failed for runtime. Error: State transition is not allowed");
  if (process_) process_->drain();
  std::string type = clean_error_type(request.headers.get("Lambda-Runtime-Function-Error-Type"));
  answer({Ending::error, error_payload(request), std::move(type)});
  // The answer must reach the runtime before it is ended; it ends by itself or with the next start.
  stage_ = Stage::stopped;
  return accepted();
}

HttpResponse Sandbox::on_foreign_host(const HttpRequest& request) {
  const auto told = try_parse_json(request.body);
  const std::string host = told ? text_at(*told, "host") : "";
  if (host.empty() || !plan_.on_foreign_host) return HttpResponse::text(404, "404 page not found\n");
  plan_.on_foreign_host({host, static_cast<int>(int_at(*told, "port"))});
  return accepted();
}

}  // namespace lambent::lambda
