// A C++ program that tells the time and waits for it, as it is asked on standard input, one line for a line:
//   now         the time of day in nanoseconds
//   wait KIND   waits until a time of day 30 ms ahead; says how it ended and how many nanoseconds it took really
//   spin        waits in a loop until the time of day is 2 ms later
#include <chrono>
#include <condition_variable>
#include <iostream>
#include <mutex>
#include <shared_mutex>
#include <string>
#include <thread>

using namespace std::chrono_literals;
using Day = std::chrono::system_clock;
using Steady = std::chrono::steady_clock;

namespace {

std::string wait(const std::string& kind) {
  std::mutex mutex;
  std::condition_variable never;
  std::unique_lock lock(mutex);
  std::timed_mutex timed;
  std::shared_timed_mutex shared;
  if (kind == "condition") return never.wait_until(lock, Day::now() + 30ms) == std::cv_status::timeout ? "timeout" : "woken";
  if (kind == "steady-condition") return never.wait_until(lock, Steady::now() + 30ms) == std::cv_status::timeout ? "timeout" : "woken";
  if (kind == "sleep") {
    std::this_thread::sleep_until(Day::now() + 30ms);
    return "timeout";
  }
  // A lock is waited for by another thread than its holder's.
  bool got = true;
  if (kind == "mutex") {
    timed.lock();
    std::thread([&] { got = timed.try_lock_until(Day::now() + 30ms); }).join();
    timed.unlock();
  } else {
    shared.lock();
    std::thread([&] { got = kind == "write-lock" ? shared.try_lock_until(Day::now() + 30ms) : shared.try_lock_shared_until(Day::now() + 30ms); }).join();
    shared.unlock();
  }
  return got ? "locked" : "timeout";
}

}  // namespace

int main() {
  std::string command, kind;
  while (std::cin >> command) {
    if (command == "now") {
      std::cout << std::chrono::duration_cast<std::chrono::nanoseconds>(Day::now().time_since_epoch()).count() << std::endl;
    } else if (command == "wait") {
      std::cin >> kind;
      const auto start = Steady::now();
      const std::string ending = wait(kind);
      std::cout << ending << " " << std::chrono::nanoseconds(Steady::now() - start).count() << std::endl;
    } else {
      const auto until = Day::now() + 2ms;
      while (Day::now() < until) {
      }
      std::cout << "passed 2000000" << std::endl;
    }
  }
}
