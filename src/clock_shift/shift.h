/* lambent-clock.so: preloaded into a function's processes, it makes their time of day the emulator's.
 *
 *   LD_PRELOAD=/…/lambent-clock.so LAMBENT_CLOCK_FILE=/…/7.clock python3 app.py
 *
 * It stands before the C library's functions that tell the time of day (time_of_day.c) and turns the deadlines of those
 * that wait for one back into the system's (waits.c), so that a wait lasts as long as the caller meant. A wait under way
 * is not cut short when the emulated clock jumps. Monotonic clocks, timers and durations are real and stay as they are.
 *
 * Without LAMBENT_CLOCK_FILE, or if that file is missing or is not a clock record of our version, nothing changes and
 * nothing is said. No allocation, no lock; telling the time is safe in a signal handler. What it cannot reach: programs
 * linked statically, Go's (they ask the kernel themselves), musl's; the times of files; timer_settime and timerfd_settime
 * with an absolute time of day. docs/clock.md tells users.
 *
 * Built without extra libraries. Between the files of this folder only. */
#ifndef LAMBENT_CLOCK_SHIFT_H
#define LAMBENT_CLOCK_SHIFT_H
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <stdint.h>
#include <time.h>

#define LAMBENT_SHOWN __attribute__((visibility("default")))
#define LAMBENT_SECOND 1000000000LL

/* The emulated time of day in nanoseconds since 1970; 0 if there is none and the system's is to be told.
 * `monotonic` is the clock it runs by: CLOCK_MONOTONIC or, for speed, CLOCK_MONOTONIC_COARSE. */
int lambent_emulated(clockid_t monotonic, int64_t* now);

void lambent_clock_start(void);

/* The system's own clock, whatever it is. */
int lambent_real_clock(clockid_t clock, struct timespec* out);

#endif
