#include "app/emulator.h"

#include <boost/asio/co_spawn.hpp>

#include "app/deploy.h"
#include "base/log.h"
#include "mocks/iam/sts.h"
#include "mocks/states/states.h"

namespace lambent {
namespace {

GatewayOptions gateway_options(const EmulatorOptions& o, std::function<Task<void>()> after_reset) {
  GatewayOptions out;
  out.host = o.host;
  out.port = o.port;
  out.allowed_hosts = o.allowed_hosts;
  out.allowed_origins = o.allowed_origins;
  out.account = o.account;
  out.region = o.region;
  out.after_reset = std::move(after_reset);
  out.app = o.app;
  return out;
}

Task<void> deploy_again(Aws& aws, Scope scope, const config::AppModel& model, Grants& grants) {
  Diagnostics diagnostics;
  grants.clear();
  Deployer deployer(aws, std::move(scope), diagnostics, grants);
  co_await deployer.run(model);
  if (diagnostics.has_errors()) log_error("after a reset: " + diagnostics.text());
}

}  // namespace

std::filesystem::path Emulator::work_folder() {
  if (!options_.data.empty()) return std::filesystem::absolute(options_.data) / "lambda";
  scratch_ = std::make_unique<TempDir>("lambent");
  return scratch_->path();
}

Emulator::Emulator(EmulatorOptions options)
    : options_(std::move(options)),
      loop_(options_.clock, options_.clock_start.value_or(Clock::wall())),
      workers_(loop_.io(), loop_.clock()),
      store_(loop_.io(), workers_),
      ids_(options_.ids_seed ? Ids(*options_.ids_seed) : Ids()),
      journal_(loop_.clock()),
      entities_(store_),
      credentials_(loop_.clock(), ids_),
      authorizer_(entities_, loop_.clock()),
      callers_(entities_, credentials_, loop_.clock(), options_.auth, options_.account),
      aws_(loop_, ids_, journal_, store_, authorizer_),
      services_(aws_, workers_, entities_, credentials_, {.self_exe = options_.self_exe, .work_dir = work_folder(), .shift_clock = options_.shift_clock, .fence_network = options_.fence_network, .tools = options_.tools}),
      gateway_(aws_, [this](const HttpRequest& request, const Identified& what) { return callers_.who_is(request, what); },
               gateway_options(options_, [this] { return deploy_again(aws_, scope(), deployed_, grants_); })),
      grants_(store_, "app.grants") {}

namespace {

// A task that was just going on when all were cancelled may have set another one going, which nobody has told to stop: when
// nothing happens for a while, those that are left are told once more.
void end_tasks(Loop& loop) {
  constexpr auto kQuiet = std::chrono::milliseconds(20);
  Tasks& tasks = loop.tasks();
  tasks.cancel();
  while (tasks.running() > 0) {
    if (loop.io().stopped()) loop.io().restart();
    if (loop.io().run_one_for(kQuiet) > 0) continue;
    if (loop.io().stopped()) break;  // nothing left that could end them
    tasks.cancel();
  }
}

}  // namespace

Emulator::~Emulator() {
  gateway_.close();
  services_.lambda().shutdown();
  end_tasks(loop_);
}

void Emulator::start() {
  aws_.set_enforcement(options_.iam);
  if (!options_.data.empty()) {
    std::error_code ec;
    std::filesystem::create_directories(options_.data, ec);
    if (ec) throw FileError(options_.data + ": cannot create: " + ec.message());
    store_.open((std::filesystem::path(options_.data) / "lambent.sqlite").string());
  }
  if (!options_.jwks.empty()) {
    try {
      services_.sts().set_token_keys(iam::TokenKeys::parse(read_file(options_.jwks)));
    } catch (const std::invalid_argument& e) {
      throw FileError(options_.jwks + ": " + e.what());
    }
  }
  if (!options_.sfn_mock_config.empty()) services_.machines().mock_by(states::MockFile::read(options_.sfn_mock_config));
  services_.load();
  grants_.load();
  gateway_.mount();
  gateway_.listen();
  aws_.set_home({gateway_.url(), scope()});
  services_.lambda().set_endpoint(gateway_.url());
  services_.resume();
}

bool Emulator::deploy(const config::AppModel& model, Diagnostics& diagnostics) {
  Deployer deployer(aws_, scope(), diagnostics, grants_);
  bool done = false;
  auto finished = [&done](std::exception_ptr error) {
    done = true;
    if (error) std::rethrow_exception(error);
  };
  net::co_spawn(loop_.executor(), deployer.run(model), finished);
  loop_.run_until([&done] { return done; });
  deployed_ = model;
  for (auto& output : deployed_.outputs) output.value = deployer.at_home(std::move(output.value));
  return !diagnostics.has_errors();
}

}  // namespace lambent
