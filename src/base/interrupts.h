// Being told to end (Ctrl-C, SIGTERM, SIGHUP, SIGQUIT), as something that can be waited for on any thread.
//
//   Interrupts interrupts;                      // takes the signals; one at a time in a process
//   …wait until interrupts.descriptor() can be read: it stays so…
//   if (interrupts.came()) return 128 + interrupts.signal();
//
// The second signal ends the process at once, after what ends_at_once() was given has been put right.
#pragma once
#include <termios.h>

namespace lambent {

class Interrupts {
 public:
  Interrupts();
  ~Interrupts();  // gives the signals back
  Interrupts(const Interrupts&) = delete;

  int descriptor() const;
  bool came() const { return signal() != 0; }
  int signal() const;  // the first one; 0: none

  // How the terminal at `descriptor` is to be left by the second signal; null: as it is.
  static void leave_terminal(int descriptor, const termios* as);
};

}  // namespace lambent
