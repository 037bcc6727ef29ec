#include "base/loop.h"

#include <boost/asio/executor_work_guard.hpp>

#include "base/log.h"

namespace lambent {

namespace {
constexpr auto kStall = std::chrono::milliseconds(50);
}

bool Loop::turn() {
  auto before = std::chrono::steady_clock::now();
  if (io_.poll_one() == 0) return clock_.skip();
  auto took = std::chrono::steady_clock::now() - before;
  if (took > kStall)
    log_debug("the loop was held for " + std::to_string(std::chrono::duration_cast<std::chrono::milliseconds>(took).count()) + " ms");
  return true;
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
