// A whole emulator: loop, state, door, services, gateway. No globals: several live in one process, each on its thread.
//
//   Emulator emulator({.port = 0, .clock = ClockMode::skipping, .self_exe = self});
//   emulator.start();                        // opens the data, listens; throws StoreError, ListenError, FileError
//   emulator.deploy(model, diagnostics);     // a template's resources; runs the loop
//   emulator.loop().run();                   // serves until loop().stop()
//
// The destructor ends everything: sandboxes are killed, tasks cancelled and drained, what was noted is on disk.
#pragma once
#include <string>
#include <vector>

#include "access/authorizer.h"
#include "access/caller.h"
#include "access/credentials.h"
#include "app/grants.h"
#include "app/services.h"
#include "aws/aws.h"
#include "base/diagnostics.h"
#include "base/files.h"
#include "config/app_model.h"
#include "gateway/gateway.h"

namespace lambent {

struct EmulatorOptions {
  std::string host = "127.0.0.1";
  std::uint16_t port = 4566;  // 0 takes a free one
  std::string account = "000000000000";
  std::string region = "us-east-1";
  std::string data;           // folder; empty: memory only
  ClockMode clock = ClockMode::real;
  bool fence_network = false; // functions reach nothing but this machine (lambda/network_fence.h)
  bool shift_clock = false;   // functions see the emulated time of day (lambda/clock_shift.h)
  std::optional<TimePoint> clock_start;    // none: the system's time
  std::optional<std::uint64_t> ids_seed;   // none: ids are different each time
  Enforcement iam = Enforcement::enforce;
  access::AuthLevel auth = access::AuthLevel::open;
  std::string jwks;           // file of the keys of web identity tokens; empty: they are not verified
  std::string sfn_mock_config;  // mock file of Step Functions Local; empty: none
  std::vector<std::string> allowed_hosts;
  std::vector<std::string> allowed_origins;
  std::string self_exe;       // the lambent binary: supervisor and plugin host of functions
  Json app;                   // what it was started with, as GET /_lambent/api/v1/info shows it
  std::shared_ptr<const lambda::Toolbox> tools;  // shared by the emulators of one process; null: each has its own
};

class Emulator {
 public:
  explicit Emulator(EmulatorOptions options);
  ~Emulator();
  Emulator(const Emulator&) = delete;

  void start();
  // Calls of a service that lambent has not go to `url` (gateway/upstream.h); before start(). Throws std::invalid_argument.
  void pass_on(const std::string& service, const std::string& url) { services_.pass_on(service, url); }
  // Makes or updates what the template asks for. False if a resource was refused; `diagnostics` says which and why.
  bool deploy(const config::AppModel& model, Diagnostics& diagnostics);

  const config::AppModel& deployed() const { return deployed_; }  // its outputs with the addresses and numbers there are

  Loop& loop() { return loop_; }
  Aws& aws() { return aws_; }
  Journal& journal() { return journal_; }
  Gateway& gateway() { return gateway_; }
  const access::Directory& directory() const { return entities_; }
  lambda::LambdaService& lambda() { return services_.lambda(); }
  const EmulatorOptions& options() const { return options_; }
  std::string url() const { return gateway_.url(); }
  Scope scope() const { return {options_.account, options_.region}; }

 private:
  std::filesystem::path work_folder();

  const EmulatorOptions options_;
  std::unique_ptr<TempDir> scratch_;  // without --data
  // In the order of life: each uses only those above it.
  Loop loop_;
  Workers workers_;
  Store store_;
  Ids ids_;
  Journal journal_;
  iam::Entities entities_;
  access::Credentials credentials_;
  access::PolicyAuthorizer authorizer_;
  access::Callers callers_;
  Aws aws_;
  Services services_;
  Gateway gateway_;
  config::AppModel deployed_;  // made again after a reset
  Grants grants_;              // of the last deployment
};

}  // namespace lambent
