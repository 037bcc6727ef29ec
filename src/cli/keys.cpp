#include "cli/keys.h"

#include <unistd.h>

#include "base/interrupts.h"

namespace lambent::cli {

Keys::Keys() {
  // In the background the terminal is somebody else's: to change it would stop us.
  if (!::isatty(STDIN_FILENO) || ::tcgetpgrp(STDIN_FILENO) != ::getpgrp() || ::tcgetattr(STDIN_FILENO, &before_) != 0) return;
  termios raw = before_;
  raw.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO);
  raw.c_cc[VSUSP] = _POSIX_VDISABLE;  // a stopped process could not put the terminal back
  raw.c_cc[VMIN] = 0;
  raw.c_cc[VTIME] = 0;
  Interrupts::leave_terminal(STDIN_FILENO, &before_);
  if (::tcsetattr(STDIN_FILENO, TCSANOW, &raw) == 0) descriptor_ = STDIN_FILENO;
}

Keys::~Keys() {
  Interrupts::leave_terminal(STDIN_FILENO, nullptr);
  if (descriptor_ >= 0) ::tcsetattr(STDIN_FILENO, TCSANOW, &before_);
}

char Keys::next() {
  char key = 0;
  return ::read(STDIN_FILENO, &key, 1) == 1 ? key : '\0';
}

}  // namespace lambent::cli
