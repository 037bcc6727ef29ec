#include "base/loop.h"

#include <boost/asio/executor_work_guard.hpp>

#include "base/log.h"

namespace lambent {

namespace {
constexpr auto kStall = std::chrono::milliseconds(50);
}

bool Loop::turn() {
  auto before = std::chrono::steady_clock::now();
  if (io_.poll_one() == 0) return wake_calm(true) || clock_.skip();
  wake_calm(false);
  auto took = std::chrono::steady_clock::now() - before;
  if (took > kStall)
    log_debug("the loop was held for " + std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(took).count()) + " ms");
  return true;
}

// `come`: no handler was ready. Otherwise those who have waited long enough are told that it does not come.
bool Loop::wake_calm(bool come) {
  bool any = false;
  for (auto it = awaiting_calm_.begin(); it != awaiting_calm_.end();) {
    if (!come && ++(*it)->turns < kPatience) {
      ++it;
      continue;
    }
    any = true;
    (*it)->come = come;
    (*it)->parking.wake();
    it = awaiting_calm_.erase(it);
  }
  return any;
}

Task<bool> Loop::calm() {
  auto mine = std::make_shared<Calm>(executor());
  awaiting_calm_.push_back(mine);
  co_await mine->parking.wait();
  co_return mine->come;
}

void Loop::run() {
  run_until([] { return false; });
}

void Loop::run_until(const std::function<bool()>& done) {
  auto work = net::make_work_guard(io_);
  if (io_.stopped()) io_.restart();
  stopping_ = false;
  while (!stopping_ && !done()) {
    if (turn()) continue;
    if (stopping_ || done()) break;
    io_.run_one();
  }
}

void Loop::run_until_quiet() {
  auto work = net::make_work_guard(io_);
  if (io_.stopped()) io_.restart();
  stopping_ = false;
  while (!stopping_) {
    if (turn()) continue;
    if (clock_.settled()) break;
    io_.run_one();
  }
}

bool Loop::run_until_quiet(Duration limit, const std::function<bool()>& stuck) {
  auto work = net::make_work_guard(io_);
  if (io_.stopped()) io_.restart();
  stopping_ = false;
  const auto end = std::chrono::steady_clock::now() + std::chrono::duration_cast<std::chrono::steady_clock::duration>(limit);
  while (!stopping_) {
    if (std::chrono::steady_clock::now() >= end) return false;
    if (turn()) continue;
    if (clock_.settled()) break;
    if (stuck && stuck()) continue;
    io_.run_one_until(end);
  }
  return true;
}

void Loop::stop() {
  stopping_ = true;
  net::post(io_, [] {});
}

}  // namespace lambent
