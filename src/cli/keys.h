// Single keys from the terminal at standard input, while this lives: no line editing, no echo; Ctrl-C still is a signal.
//
//   Keys keys;
//   …poll keys.descriptor() for reading…      // -1 where standard input is no terminal of ours: there are no keys
//   if (char key = keys.next()) …
//
// The terminal is put back by the destructor, and by base/interrupts.h when a second signal ends the process.
#pragma once
#include <termios.h>

namespace lambent::cli {

class Keys {
 public:
  Keys();
  ~Keys();
  Keys(const Keys&) = delete;

  int descriptor() const { return descriptor_; }
  char next();  // 0: none. At the end of input descriptor() becomes -1

 private:
  int descriptor_ = -1;
  termios before_{};
};

}  // namespace lambent::cli
