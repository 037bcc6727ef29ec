/* The functions that tell the time of day. */
#include "clock_shift/shift.h"

#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

static struct timespec spec_of(int64_t ns) {
  struct timespec out;
  out.tv_sec = ns / LAMBENT_SECOND;
  out.tv_nsec = ns % LAMBENT_SECOND;
  if (out.tv_nsec < 0) { /* before 1970 */
    out.tv_nsec += LAMBENT_SECOND;
    --out.tv_sec;
  }
  return out;
}

/* Atomic time is ahead of the time of day by whole seconds, which the system knows or has as 0. */
static int64_t atomic_ahead(void) {
  struct timespec atomic, real;
  if (lambent_real_clock(CLOCK_TAI, &atomic) != 0 || lambent_real_clock(CLOCK_REALTIME, &real) != 0) return 0;
  const int64_t apart = (atomic.tv_sec - real.tv_sec) * LAMBENT_SECOND + atomic.tv_nsec - real.tv_nsec;
  return (apart + LAMBENT_SECOND / 2) / LAMBENT_SECOND * LAMBENT_SECOND;
}

LAMBENT_SHOWN int clock_gettime(clockid_t clock, struct timespec* out) {
  int64_t now;
  int told = 0;
  if (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_ALARM || clock == CLOCK_TAI) told = lambent_emulated(CLOCK_MONOTONIC, &now);
  if (clock == CLOCK_REALTIME_COARSE) told = lambent_emulated(CLOCK_MONOTONIC_COARSE, &now);
  if (!told) return lambent_real_clock(clock, out);
  *out = spec_of(clock == CLOCK_TAI ? now + atomic_ahead() : now);
  return 0;
}

LAMBENT_SHOWN int gettimeofday(struct timeval* restrict out, void* restrict zone) {
  struct timespec now;
  if (zone) { /* nobody uses it; the kernel knows what it is */
    const int failed = (int)syscall(SYS_gettimeofday, out, zone);
    if (failed) return failed;
  }
  if (clock_gettime(CLOCK_REALTIME, &now) != 0) return -1;
  out->tv_sec = now.tv_sec;
  out->tv_usec = now.tv_nsec / 1000;
  return 0;
}

LAMBENT_SHOWN time_t time(time_t* out) {
  struct timespec now;
  if (clock_gettime(CLOCK_REALTIME, &now) != 0) return (time_t)-1;
  if (out) *out = now.tv_sec;
  return now.tv_sec;
}

LAMBENT_SHOWN int timespec_get(struct timespec* out, int base) {
  return base == TIME_UTC && clock_gettime(CLOCK_REALTIME, out) == 0 ? base : 0;
}
