// The supervisor of one sandbox: the process between the emulator and a runtime, so that nothing is left behind.
//
//   lambent supervise FOLDER PROGRAM [ARGUMENT...]      // hidden command; run by Process only
//
//   lambent supervise --adopt PID                       // of a child it has already (bootstraps/python_nursery.py)
//
// It starts PROGRAM in FOLDER as leader of a session of its own, adopts every descendant that loses its parent
// (PR_SET_CHILD_SUBREAPER), and ends them all, also those that made sessions of their own, as soon as the runtime ends
// or the emulator closes the control pipe: by intent or by being killed. Should the supervisor itself be killed, the
// runtime goes by its parent-death signal.
//
// Descriptors: 1 and 2 the output of the runtime, kControl read end of the control pipe, kStatus write end of the
// status pipe, which gets SupervisorNote records. What the runtime is to preload comes in kPreloadVariable and becomes its
// LD_PRELOAD: it is not meant for the supervisor. Plain system calls only; its exit status says nothing.
#pragma once
#include <cstdint>

namespace lambent::lambda {

enum Descriptor : int { kControl = 3, kStatus = 4 };

inline constexpr char kPreloadVariable[] = "LAMBENT_RUNTIME_PRELOAD";

struct SupervisorNote {
  enum Kind : std::int32_t { started, not_started, ended };
  std::int32_t kind;
  std::int32_t value;        // started: process id; not_started: errno; ended: status as waitpid gives it
  std::int64_t max_rss_kib;  // ended
};

int supervise_main(int argc, char** argv);  // argv[0] is FOLDER

}  // namespace lambent::lambda
