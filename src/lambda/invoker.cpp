#include "lambda/invoker.h"

#include "base/text.h"
#include "base/time_text.h"
#include "lambda/errors.h"

namespace lambent::lambda {
namespace {

constexpr std::int64_t kAccountLimit = 1000;
constexpr std::chrono::hours kKeyLifetime{12};
constexpr size_t kJournaledPayload = 256 * 1024;

}  // namespace

// A sandbox with what belongs to it. Kept in runners_ as long as it lives.
struct Invoker::Runner {
  Runner(Invoker& o, Function f, std::string stream)
      : owner(o), function(std::move(f)), log(std::make_shared<RunLog>(o.aws_.journal(), function.name, std::move(stream))) {
    owner.runners_.insert(this);
  }
  ~Runner() {
    owner.credentials_.revoke(access_key);
    owner.runners_.erase(this);
  }
  Runner(const Runner&) = delete;

  Invoker& owner;
  const Function function;
  std::shared_ptr<RunLog> log;
  std::shared_ptr<Activity> activity = std::make_shared<Activity>();
  std::shared_ptr<Sandbox> sandbox;
  std::shared_ptr<ClockFile> clock;
  std::string notice;  // for the log of the first invocation
  std::string access_key;
  TimePoint expires{};
};

struct Invoker::Busy {
  Busy(Invoker& invoker, std::shared_ptr<Pool> p, const Scope& scope)
      : pool(std::move(p)), account(invoker.busy_in_account_[scope_prefix(scope)]) {
    ++pool->busy;
    ++account;
  }
  ~Busy() {
    --pool->busy;
    --account;
  }
  Busy(const Busy&) = delete;
  std::shared_ptr<Pool> pool;
  std::int64_t& account;
};

Invoker::Invoker(Aws& aws, Workers& workers, access::Credentials& credentials, const LambdaOptions& options, const Table<Function>& functions)
    : aws_(aws), workers_(workers), credentials_(credentials), options_(options), functions_(functions),
      bootstraps_(options.tools ? options.tools->bootstraps : options.work_dir / "bootstraps"), bootstraps_written_(options.tools != nullptr) {
  if (options.tools) interpreters_ = options.tools->interpreters;
}

Invoker::~Invoker() {
  shutdown();
  pools_.clear();
}

void Invoker::check_limits(const Pool& pool, const Function& f) const {
  if (f.reserved && pool.busy >= *f.reserved) throw throttled("ReservedFunctionConcurrentInvocationLimitExceeded");
  const auto account = busy_in_account_.find(scope_prefix(f.scope));
  if (account != busy_in_account_.end() && account->second >= kAccountLimit) throw throttled("ConcurrentInvocationLimitExceeded");
}

std::shared_ptr<Invoker::Runner> Invoker::take_idle(Pool& pool, const Function& f) {
  while (!pool.idle.empty()) {
    auto runner = std::move(pool.idle.back());
    pool.idle.pop_back();
    if (runner->function.revision_id == f.revision_id && aws_.clock().now() < runner->expires) return runner;
    aws_.loop().tasks().spawn("sandbox end", end_runner(std::move(runner)));
  }
  return nullptr;
}

Task<InvokeResult> Invoker::invoke(std::string key, std::shared_ptr<const Invocation> invocation, std::uint64_t parent, std::string trace) {
  const Function* f = functions_.find(key);
  if (!f) throw not_found("Function not found: " + invocation->invoked_arn);
  auto& place = pools_[key];
  if (!place) place = std::make_shared<Pool>();
  auto pool = place;
  check_limits(*pool, *f);
  const Clock::Hold hold(aws_.clock());
  const Busy busy(*this, pool, f->scope);
  auto runner = take_idle(*pool, *f);
  const bool cold = !runner;
  if (cold) {
    Function copy = *f;
    runner = co_await make_runner(std::move(copy));
  }

  const Function& function = runner->function;
  InvocationEntry entry;
  entry.request_id = invocation->request_id;
  entry.function_name = function.name;
  entry.function_arn = invocation->invoked_arn;
  entry.version = "$LATEST";
  entry.event = invocation->event.substr(0, kJournaledPayload);
  entry.role_arn = function.role;
  entry.log_stream = runner->log->stream();
  entry.cold = cold;
  entry.memory_mb = static_cast<int>(function.memory);
  Journal& journal = aws_.journal();
  const std::uint64_t span = journal.open(parent, trace, std::move(entry));
  runner->activity->span = span;
  runner->activity->trace = trace;
  runner->log->enter(span, trace);
  if (!runner->notice.empty()) runner->log->line(std::exchange(runner->notice, ""));
  if (runner->clock) runner->clock->begin();
  if (cold) co_await runner->sandbox->prepare();
  runner->log->start(invocation->request_id);
  Outcome outcome = co_await runner->sandbox->invoke(invocation);

  const std::int64_t billed = billed_ms(outcome);
  runner->log->finish(outcome, function.memory, billed);
  if (auto* done = journal.get<InvocationEntry>(span)) {
    done->response = outcome.answer.payload.substr(0, kJournaledPayload);
    if (outcome.answer.ending != Ending::success) done->function_error = "Unhandled";
    done->error_type = outcome.answer.error_type;
    done->init = outcome.init;
    done->duration = outcome.duration;
    done->billed_ms = billed;
    done->max_memory_mb = static_cast<int>(peak_mb(outcome, function.memory));
  }
  journal.finish(span);
  InvokeResult result{std::move(outcome.answer), runner->log->tail()};
  give_back(key, *pool, std::move(runner));
  co_return result;
}

void Invoker::give_back(const std::string& key, Pool& pool, std::shared_ptr<Runner> runner) {
  const Function* f = functions_.find(key);
  if (f && f->revision_id == runner->function.revision_id)
    pool.idle.push_back(std::move(runner));
  else
    aws_.loop().tasks().spawn("sandbox end", end_runner(std::move(runner)));
}

Task<std::shared_ptr<Invoker::Runner>> Invoker::make_runner(Function function) {
  const std::string wanted = interpreter_for(function.runtime);
  const Interpreter* found = nullptr;
  if (!wanted.empty()) found = co_await interpreter(wanted);
  const std::string stream = log_stream_date(aws_.clock().now()) + "/[$LATEST]" + aws_.ids().hex(32);
  auto runner = std::make_shared<Runner>(*this, std::move(function), stream);
  const Function& f = runner->function;

  Principal principal;
  try {
    principal = aws_.assume(f.role, "lambda.amazonaws.com", f.name, f.arn);
  } catch (const AwsError&) {
    throw lambda_error("AccessDeniedException", 403, "The role defined for the function cannot be assumed by Lambda.");
  }
  const auto session = credentials_.issue(std::move(principal), kKeyLifetime, runner->activity);
  runner->access_key = session.access_key;
  runner->expires = session.expires;

  SandboxPlan plan;
  Launch launch = plan_launch(f, options_.self_exe, bootstraps_, found);
  plan.entry_fault = std::move(launch.fault);
  plan.timeout = std::chrono::seconds(f.timeout);
  plan.process.supervisor = options_.self_exe;
  plan.process.folder = f.code_folder;
  plan.process.argv = std::move(launch.argv);
  if (options_.tools && plan.entry_fault.empty()) plan.process.nursery = options_.tools->nursery_of(wanted);
  plan.process.env = plan_environment(f, stream, endpoint_);
  plan.process.env.push_back("AWS_ACCESS_KEY_ID=" + session.access_key);
  plan.process.env.push_back("AWS_SECRET_ACCESS_KEY=" + session.secret);
  plan.process.env.push_back("AWS_SESSION_TOKEN=" + session.token);
  if (options_.shift_clock && plan.entry_fault.empty()) shift_clock(*runner, plan);
  if (options_.fence_network && plan.entry_fault.empty()) fence_network(*runner, plan);
  auto log = runner->log;
  const auto on_line = [log](std::string line) { log->line(std::move(line)); };
  runner->sandbox = std::make_shared<Sandbox>(aws_.loop(), std::move(plan), on_line);
  co_return runner;
}

void Invoker::shift_clock(Runner& runner, SandboxPlan& plan) {
  const std::string& program = plan.process.argv[0];
  if (const auto why = out_of_reach(program)) {
    runner.notice = "lambent: " + std::filesystem::path(program).filename().string() + " " + *why + ": it sees the system's time, not the emulated";
    return;
  }
  if (!clock_shift_) clock_shift_ = std::make_unique<ClockShift>();
  runner.clock = clock_shift_->show(aws_.clock());
  clock_shift_->add_to(plan.process.env, *runner.clock);
  plan.clock = runner.clock;
}

void Invoker::fence_network(const Runner& runner, SandboxPlan& plan) {
  if (out_of_reach(plan.process.argv[0])) return;
  if (!network_fence_) network_fence_ = lambda::network_fence();
  network_fence_->add_to(plan.process.env);
  plan.on_foreign_host = [this, activity = runner.activity, role = runner.function.role](const ForeignHost& wanted) { note_foreign_host(*activity, role, wanted); };
}

void Invoker::note_foreign_host(const Activity& activity, const std::string& role, const ForeignHost& wanted) {
  CallEntry call;
  call.service = kNetwork;
  call.operation = "Connect";
  call.principal = role;
  call.target = wanted.host;
  call.input = object({{"host", wanted.host}, {"port", wanted.port}});
  call.status = 403;
  call.error_code = "ForeignHost";
  call.error_message = "Functions reach no network in a test case.";
  aws_.journal().add(activity.span, activity.trace, std::move(call));
}

// One cold start looks, the others wait: looking takes processes and a worker, which commits to disk need, too.
Task<const Interpreter*> Invoker::interpreter(std::string wanted) {
  struct Looking {
    Looking(std::map<std::string, std::vector<std::shared_ptr<Parking>>>& all, std::string what) : all_(all), what_(std::move(what)) { all_.try_emplace(what_); }
    Looking(const Looking&) = delete;
    ~Looking() {
      auto waiting = std::move(all_[what_]);
      all_.erase(what_);
      for (auto& one : waiting) one->wake();
    }

   private:
    std::map<std::string, std::vector<std::shared_ptr<Parking>>>& all_;
    std::string what_;
  };
  while (!interpreters_.contains(wanted)) {
    if (auto others = looked_for_.find(wanted); others != looked_for_.end()) {
      auto known = std::make_shared<Parking>(aws_.loop().executor());
      others->second.push_back(known);
      co_await known->wait();
      continue;  // who looked may have been cancelled
    }
    Looking looking(looked_for_, wanted);
    // Here and not on a worker: two cold starts at once must not write the same files. Two small files, once.
    if (!bootstraps_written_) write_bootstraps(bootstraps_);
    bootstraps_written_ = true;
    const std::function<std::optional<Interpreter>()> look = [wanted] { return find_interpreter(wanted); };
    auto found = co_await workers_.run<std::optional<Interpreter>>(look);
    interpreters_.try_emplace(wanted, std::move(found));
  }
  const auto& known = interpreters_.find(wanted)->second;
  const Interpreter* out = known ? &*known : nullptr;
  co_return out;
}

Task<void> Invoker::end_runner(std::shared_ptr<Runner> runner) { co_await runner->sandbox->end(); }

void Invoker::retire(const std::string& key) {
  auto pool = pools_.find(key);
  if (pool == pools_.end()) return;
  auto idle = std::move(pool->second->idle);
  pool->second->idle.clear();
  for (auto& runner : idle) aws_.loop().tasks().spawn("sandbox end", end_runner(std::move(runner)));
}

void Invoker::shutdown() {
  for (Runner* runner : runners_)
    if (runner->sandbox) runner->sandbox->kill();
  for (Runner* runner : runners_)
    if (runner->sandbox) runner->sandbox->wait_for_end();
}

}  // namespace lambent::lambda
