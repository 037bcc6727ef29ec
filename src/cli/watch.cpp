#include "cli/watch.h"

#include <poll.h>

#include <filesystem>
#include <iostream>

#include "base/clock.h"
#include "base/file_watch.h"
#include "base/text.h"
#include "cli/keys.h"

namespace lambent::cli {
namespace {

// Editors and compilers write several files, and some of them twice: what comes within so many milliseconds is one
// change, unless it goes on for too long.
constexpr int kQuiet = 60;
constexpr auto kTooLong = std::chrono::seconds(2);
constexpr size_t kNamed = 3;

class Watch {
 public:
  Watch(Rounds& rounds, Interrupts& interrupts) : rounds_(rounds), interrupts_(interrupts) {}

  int run() {
    Wanted wanted;
    for (;;) {
      Rounds::Came came = rounds_.run(wanted, [this](const std::set<std::string>& sources) { return add(sources); });
      if (interrupts_.came()) return 128 + interrupts_.signal();
      // What could not be looked at because of mistakes is still to be run once they are mended.
      if (came == Rounds::Came::mistakes)
        pending_ = wanted;
      else
        pending_.reset();
      say(came);
      auto next = wait();
      if (!next) return interrupts_.came() ? 128 + interrupts_.signal() : 0;
      wanted = merged(std::move(*next));
    }
  }

 private:
  bool add(const std::set<std::string>& sources) {
    bool fresh = false;
    for (const auto& path : sources) fresh |= files_.add(path);
    return fresh;
  }

  void say(Rounds::Came came) const {
    if (came == Rounds::Came::nothing_to_run) std::cerr << "no case to run\n";
    std::cerr << (came == Rounds::Came::mistakes ? "waiting for the files to be mended" : "waiting for changes");
    if (keys_.descriptor() >= 0) std::cerr << "   a all, f failed, " << (rounds_.can_update() ? "u update snapshots, " : "") << "q quit";
    std::cerr << std::endl;
  }

  // Nothing: to end.
  std::optional<Wanted> wait() {
    for (;;) {
      pollfd ready[] = {{interrupts_.descriptor(), POLLIN, 0}, {files_.descriptor(), POLLIN, 0}, {keys_.descriptor(), POLLIN, 0}};
      if (::poll(ready, 3, -1) < 0) continue;  // a signal came: its descriptor says so
      if (ready[0].revents) return std::nullopt;
      if (ready[1].revents)
        if (auto changed = changes()) return changed;
      if (ready[2].revents) {
        char key = keys_.next();
        if (key == 'q' || (key == 0 && (ready[2].revents & POLLHUP))) return std::nullopt;
        if (auto wanted = asked_by(key)) return wanted;
      }
    }
  }

  std::optional<Wanted> asked_by(char key) const {
    if (key == 'a') return Wanted{Wanted::What::all, {}};
    if (key == 'f') return Wanted{Wanted::What::failed, {}};
    if (key == 'u' && rounds_.can_update()) return Wanted{Wanted::What::update, {}};
    return std::nullopt;
  }

  // Waits until it is quiet. Nothing, if none of it concerns the cases.
  std::optional<Wanted> changes() {
    Wanted out{Wanted::What::changed, {}};
    bool lost = false;
    const Stopwatch watch;
    pollfd more{files_.descriptor(), POLLIN, 0};
    do {
      auto changed = files_.changed();
      lost |= changed.lost;
      for (const auto& path : changed.paths)
        if (rounds_.concerns(path)) out.changed.insert(path);
    } while (!interrupts_.came() && watch.elapsed() < kTooLong && ::poll(&more, 1, kQuiet) > 0);
    if (lost) return Wanted{Wanted::What::all, {}};
    if (out.changed.empty()) return std::nullopt;
    tell(out.changed);
    return out;
  }

  static void tell(const std::set<std::string>& changed) {
    std::vector<std::string> names;
    std::string here = absolute_path(".");
    for (const auto& path : changed) {
      if (names.size() == kNamed) break;
      names.push_back(printable(path.starts_with(here + "/") ? path.substr(here.size() + 1) : path));
    }
    std::cerr << "changed  " << join(names, ", ");
    if (changed.size() > names.size()) std::cerr << " and " << changed.size() - names.size() << " more";
    std::cerr << std::endl;
  }

  // What was asked for before and could not be run belongs to it.
  Wanted merged(Wanted next) const {
    using What = Wanted::What;
    if (!pending_ || next.what == What::all || next.what == What::update) return next;
    if (pending_->what == What::update) return *pending_;
    if (pending_->what != What::changed || next.what != What::changed) return Wanted{What::all, {}};
    next.changed.insert(pending_->changed.begin(), pending_->changed.end());
    return next;
  }

  Rounds& rounds_;
  Interrupts& interrupts_;
  FileWatch files_;
  Keys keys_;
  std::optional<Wanted> pending_;
};

}  // namespace

int watch(Rounds& rounds, Interrupts& interrupts) { return Watch(rounds, interrupts).run(); }

}  // namespace lambent::cli
