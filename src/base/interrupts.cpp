#include "base/interrupts.h"

#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstring>
#include <stdexcept>
#include <string>

namespace lambent {
namespace {

constexpr int kSignals[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};

// What a signal handler can reach: there is one per process, as there is one set of handlers.
volatile std::sig_atomic_t first_signal = 0;
volatile std::sig_atomic_t has_terminal = 0;
int event = -1;
int terminal = -1;
termios terminal_as;
struct sigaction before[std::size(kSignals)];

void on_signal(int number) {
  if (first_signal != 0) {
    if (has_terminal) ::tcsetattr(terminal, TCSANOW, &terminal_as);
    ::_exit(128 + number);
  }
  first_signal = number;
  int kept = errno;
  std::uint64_t one = 1;
  [[maybe_unused]] auto written = ::write(event, &one, sizeof one);
  errno = kept;
}

}  // namespace

Interrupts::Interrupts() {
  if (event >= 0) throw std::logic_error("the signals are taken already");
  event = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (event < 0) throw std::runtime_error(std::string("no descriptor for signals: ") + std::strerror(errno));
  first_signal = 0;
  struct sigaction action = {};
  action.sa_handler = on_signal;
  action.sa_flags = SA_RESTART;
  ::sigemptyset(&action.sa_mask);
  for (std::size_t i = 0; i < std::size(kSignals); ++i) {
    ::sigaction(kSignals[i], nullptr, &before[i]);
    if (before[i].sa_handler != SIG_IGN) ::sigaction(kSignals[i], &action, nullptr);  // nohup and & mean what they say
  }
}

Interrupts::~Interrupts() {
  for (std::size_t i = 0; i < std::size(kSignals); ++i) ::sigaction(kSignals[i], &before[i], nullptr);
  ::close(event);
  event = -1;
}

int Interrupts::descriptor() const { return event; }
int Interrupts::signal() const { return first_signal; }

void Interrupts::leave_terminal(int descriptor, const termios* as) {
  has_terminal = 0;
  if (!as) return;
  terminal = descriptor;
  terminal_as = *as;
  has_terminal = 1;
}

}  // namespace lambent
