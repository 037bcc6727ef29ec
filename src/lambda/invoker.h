// Gives events to sandboxes: warm ones are used again, more are started under concurrency, limits are kept.
//
//   InvokeResult r = co_await invoker.invoke(key, invocation, parent, trace);   // key: the function's row
//
// Throws AwsError when nothing was run: 404 the function is gone, 429 its reserved concurrency or the account's 1000 are
// used up, 403 its role cannot be assumed. What goes wrong inside the function is part of the result. The clock is held
// while it runs. Each sandbox has credentials of the function's role; calls signed with them belong to the invocation.
#pragma once
#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <string>

#include "access/credentials.h"
#include "aws/aws.h"
#include "base/table.h"
#include "lambda/clock_shift.h"
#include "lambda/function.h"
#include "lambda/run_log.h"
#include "lambda/runtimes.h"
#include "lambda/sandbox.h"

namespace lambent::lambda {

struct LambdaOptions {
  std::string self_exe;             // this program, for `supervise` and `plugin-host`
  std::filesystem::path work_dir;   // code and bootstraps; part of the data folder if there is one
  bool shift_clock = false;         // functions see the emulated time of day, where it can be done (clock_shift.h)
  bool fence_network = false;       // functions reach nothing but this machine, where it can be done (network_fence.h)
  std::shared_ptr<const Toolbox> tools;  // null: bootstraps are written and interpreters looked up here
};

struct InvokeResult {
  Answer answer;
  std::string log_tail;
};

class Invoker {
 public:
  Invoker(Aws& aws, Workers& workers, access::Credentials& credentials, const LambdaOptions& options, const Table<Function>& functions);
  ~Invoker();

  Task<InvokeResult> invoke(std::string key, std::shared_ptr<const Invocation> invocation, std::uint64_t parent, std::string trace);
  void retire(const std::string& key);  // its code or settings changed, or it is gone
  void shutdown();                      // kills every sandbox and waits for their processes; blocking, short
  void set_endpoint(std::string url) { endpoint_ = std::move(url); }
  size_t sandboxes() const { return runners_.size(); }

 private:
  struct Runner;
  struct Pool {
    std::vector<std::shared_ptr<Runner>> idle;  // the last used at the end
    std::int64_t busy = 0;
  };
  struct Busy;
  std::shared_ptr<Runner> take_idle(Pool& pool, const Function& function);
  void check_limits(const Pool& pool, const Function& function) const;
  Task<std::shared_ptr<Runner>> make_runner(Function function);
  Task<const Interpreter*> interpreter(std::string wanted);
  void shift_clock(Runner& runner, SandboxPlan& plan);
  void fence_network(const Runner& runner, SandboxPlan& plan);
  void note_foreign_host(const Activity& activity, const std::string& role, const ForeignHost& wanted);
  void give_back(const std::string& key, Pool& pool, std::shared_ptr<Runner> runner);
  static Task<void> end_runner(std::shared_ptr<Runner> runner);

  Aws& aws_;
  Workers& workers_;
  access::Credentials& credentials_;
  const LambdaOptions& options_;
  const Table<Function>& functions_;
  std::string endpoint_ = "http://127.0.0.1:4566";
  std::map<std::string, std::shared_ptr<Pool>, std::less<>> pools_;
  const std::filesystem::path bootstraps_;
  std::map<std::string, std::optional<Interpreter>> interpreters_;
  std::map<std::string, std::vector<std::shared_ptr<Parking>>> looked_for_;  // interpreters, and who waits to know
  bool bootstraps_written_ = false;
  std::unique_ptr<ClockShift> clock_shift_;       // made when first needed
  std::unique_ptr<PreloadedLibrary> network_fence_;  // likewise
  std::set<Runner*> runners_;
  std::map<std::string, std::int64_t, std::less<>> busy_in_account_;  // by account and region
};

}  // namespace lambent::lambda
