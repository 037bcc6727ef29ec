/* What a process is told of emulated time: one record in a small file that the emulator writes (clock_file.h) and
 * lambent-clock.so maps read-only (src/clock_shift). Both sides run on one machine; byte order is the machine's.
 *
 * With mode LAMBENT_CLOCK_ANCHORED the time of day is at_ns + (CLOCK_MONOTONIC - from_ns), in nanoseconds since 1970:
 * one rule for a clock that runs (the anchor moves with each jump) and for a frozen one (from_ns is when the invocation
 * began). With any other mode, magic or version it is the system's.
 *
 * `sequence` is odd while the writer is at work: a reader that sees it odd or changed reads again. Each member is read
 * and written by one atomic access. A later version may give the reserved members a meaning, never the first two.
 *
 * C and C++. */
#ifndef LAMBENT_BASE_CLOCK_RECORD_H
#define LAMBENT_BASE_CLOCK_RECORD_H
#include <stdint.h>

#define LAMBENT_CLOCK_VARIABLE "LAMBENT_CLOCK_FILE" /* the environment variable that names the file */
#define LAMBENT_CLOCK_MAGIC 0x4b4c434cu             /* "LCLK" */
#define LAMBENT_CLOCK_VERSION 1u

enum { LAMBENT_CLOCK_REAL = 0, LAMBENT_CLOCK_ANCHORED = 1 };

struct lambent_clock_record {
  uint32_t magic;
  uint32_t version;
  uint64_t sequence;
  int64_t mode;
  int64_t at_ns;
  int64_t from_ns;
  int64_t reserved[3];
};

#ifdef __cplusplus
static_assert(sizeof(lambent_clock_record) == 64);
#endif
#endif
