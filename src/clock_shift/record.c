/* Finds the record and reads it. */
#include "clock_shift/shift.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/clock_record.h"

enum { kTries = 1000 }; /* a writer that was killed half way must not hang us */

typedef int clock_function(clockid_t, struct timespec*);

static const struct lambent_clock_record* record; /* null: the system's time */
static clock_function* next_clock_gettime;        /* null before our constructor has run */

/* Only the GNU C library has it; what we know of condition variables (waits.c) is true there only. */
extern const char* gnu_get_libc_version(void) __attribute__((weak));

static const struct lambent_clock_record* map_record(const char* file) {
  struct stat about;
  void* mapped = MAP_FAILED;
  const struct lambent_clock_record* found;
  const int fd = open(file, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return NULL;
  if (fstat(fd, &about) == 0 && S_ISREG(about.st_mode) && about.st_size >= (off_t)sizeof *found)
    mapped = mmap(NULL, sizeof *found, PROT_READ, MAP_SHARED, fd, 0);
  close(fd);
  if (mapped == MAP_FAILED) return NULL;
  found = mapped;
  if (found->magic == LAMBENT_CLOCK_MAGIC && found->version == LAMBENT_CLOCK_VERSION) return found;
  munmap(mapped, sizeof *found);
  return NULL;
}

/* Also called by a process that was forked to be a runtime and has an environment of its own since. */
__attribute__((constructor)) LAMBENT_SHOWN void lambent_clock_start(void) {
  const int error = errno;
  const char* file = getenv(LAMBENT_CLOCK_VARIABLE);
  next_clock_gettime = (clock_function*)dlsym(RTLD_NEXT, "clock_gettime");
  if (file && gnu_get_libc_version) record = map_record(file);
  errno = error;
}

int lambent_real_clock(clockid_t clock, struct timespec* out) {
  return next_clock_gettime ? next_clock_gettime(clock, out) : (int)syscall(SYS_clock_gettime, clock, out);
}

int lambent_emulated(clockid_t monotonic, int64_t* now) {
  struct timespec run;
  if (!record) return 0;
  for (int tries = 0; tries < kTries; ++tries) {
    const uint64_t before = __atomic_load_n(&record->sequence, __ATOMIC_ACQUIRE);
    const int64_t mode = __atomic_load_n(&record->mode, __ATOMIC_RELAXED);
    const int64_t at = __atomic_load_n(&record->at_ns, __ATOMIC_RELAXED);
    const int64_t from = __atomic_load_n(&record->from_ns, __ATOMIC_RELAXED);
    __atomic_thread_fence(__ATOMIC_ACQUIRE);
    if (before % 2 != 0 || before != __atomic_load_n(&record->sequence, __ATOMIC_RELAXED)) continue;
    if (mode != LAMBENT_CLOCK_ANCHORED || lambent_real_clock(monotonic, &run) != 0) return 0;
    const int64_t elapsed = run.tv_sec * LAMBENT_SECOND + run.tv_nsec - from;
    *now = elapsed > 0 ? at + elapsed : at; /* the coarse clock lags behind */
    return 1;
  }
  return 0;
}
