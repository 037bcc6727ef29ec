// Jobs that share nothing, on several threads, their results in order.
//
//   in_order<Outcome>(cases.size(), 2, [&](size_t i) { return run(cases[i]); },
//                     [&](size_t i, Outcome outcome) { show(outcome); return true; });
//
// `job` runs on one of `threads` threads; the jobs are handed out in order. `done` runs on the calling thread, in order
// too; once it returns false no further job is handed out and what still runs is waited for and dropped. What a job
// throws is thrown to the caller in its turn.
#pragma once
#include <condition_variable>
#include <exception>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace lambent {

inline int processors() {
  unsigned n = std::thread::hardware_concurrency();
  return n == 0 ? 1 : static_cast<int>(n);
}

template <class T>
void in_order(size_t count, int threads, const std::function<T(size_t)>& job, const std::function<bool(size_t, T)>& done) {
  struct Place {
    std::optional<T> result;
    std::exception_ptr error;
    bool ready = false;
  };
  std::vector<Place> places(count);
  std::mutex mutex;
  std::condition_variable changed;
  size_t next = 0;
  bool stopped = false;
  auto work = [&] {
    std::unique_lock lock(mutex);
    while (!stopped && next < count) {
      Place& place = places[next];
      size_t mine = next++;
      lock.unlock();
      std::optional<T> result;
      std::exception_ptr error;
      try {
        result.emplace(job(mine));
      } catch (...) {
        error = std::current_exception();
      }
      lock.lock();
      place.result = std::move(result);
      place.error = error;
      place.ready = true;
      changed.notify_all();
    }
  };
  struct Crew {
    std::mutex& mutex;
    bool& stopped;
    std::vector<std::thread> threads;
    ~Crew() {
      {
        std::lock_guard lock(mutex);
        stopped = true;
      }
      for (auto& thread : threads) thread.join();
    }
  } crew{mutex, stopped, {}};
  for (int i = 0; i < threads && static_cast<size_t>(i) < count; ++i) crew.threads.emplace_back(work);
  for (size_t i = 0; i < count; ++i) {
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return places[i].ready; });
    Place place = std::move(places[i]);
    lock.unlock();
    if (place.error) std::rethrow_exception(place.error);
    if (!done(i, std::move(*place.result))) return;
  }
}

// A value that several threads change, one at a time:
//
//   Guarded<std::set<std::string>> seen;
//   seen.with([&](std::set<std::string>& names) { names.insert(name); });
template <class T>
class Guarded {
 public:
  template <class Change>
  auto with(Change change) {
    std::lock_guard lock(mutex_);
    return change(value_);
  }

 private:
  std::mutex mutex_;
  T value_;
};

}  // namespace lambent
