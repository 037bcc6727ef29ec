/* The functions that wait until a time of day: their deadline is turned back into the system's. */
#include "clock_shift/shift.h"

#include <dlfcn.h>
#include <errno.h>
#include <mqueue.h>
#include <pthread.h>
#include <semaphore.h>
#include <sys/syscall.h>
#include <threads.h>
#include <unistd.h>

/* dlsym may find the oldest of several versions of a symbol; the condition variables of before 2.3.2 are other objects. */
extern void* dlvsym(void* restrict, const char* restrict, const char* restrict) __attribute__((weak));

static void* find(const char* name, const char* version) {
  void* found = version && dlvsym ? dlvsym(RTLD_NEXT, name, version) : NULL;
  return found ? found : dlsym(RTLD_NEXT, name);
}

/* The function behind ours, looked up at its first call; ENOSYS on a C library that has none. */
#define NEXT_OF_VERSION(function, version)                                     \
  static __typeof__(&function) next;                                           \
  if (!next) next = (__typeof__(&function))find(#function, version);           \
  if (!next) return ENOSYS
#define NEXT(function) NEXT_OF_VERSION(function, NULL)

/* `until` in the system's time, in `*real`; `until` itself if there is nothing to change or it makes no sense. */
static const struct timespec* to_real(const struct timespec* until, struct timespec* real) {
  struct timespec system;
  int64_t emulated;
  if (!until || until->tv_nsec < 0 || until->tv_nsec >= LAMBENT_SECOND) return until;
  if (!lambent_emulated(CLOCK_MONOTONIC, &emulated) || lambent_real_clock(CLOCK_REALTIME, &system) != 0) return until;
  const int64_t apart = system.tv_sec * LAMBENT_SECOND + system.tv_nsec - emulated;
  if (__builtin_add_overflow(until->tv_sec, apart / LAMBENT_SECOND, &real->tv_sec)) return until;
  real->tv_nsec = until->tv_nsec + apart % LAMBENT_SECOND;
  if (real->tv_nsec < 0) {
    real->tv_nsec += LAMBENT_SECOND;
    --real->tv_sec;
  } else if (real->tv_nsec >= LAMBENT_SECOND) {
    real->tv_nsec -= LAMBENT_SECOND;
    ++real->tv_sec;
  }
  if (real->tv_sec < 0) *real = (struct timespec){0, 0}; /* long past, but not an error */
  return real;
}

static const struct timespec* by_clock(clockid_t clock, const struct timespec* until, struct timespec* real) {
  return clock == CLOCK_REALTIME ? to_real(until, real) : until;
}

/* Whether pthread_condattr_setclock chose the monotonic clock: no function tells, the second bit of __wrefs does. */
static int monotonic(const pthread_cond_t* condition) { return (condition->__data.__wrefs & 2) != 0; }

LAMBENT_SHOWN int clock_nanosleep(clockid_t clock, int flags, const struct timespec* wanted, struct timespec* rest) {
  struct timespec real;
  NEXT(clock_nanosleep);
  return next(clock, flags, flags & TIMER_ABSTIME ? by_clock(clock, wanted, &real) : wanted, rest);
}

LAMBENT_SHOWN int pthread_cond_timedwait(pthread_cond_t* restrict condition, pthread_mutex_t* restrict mutex, const struct timespec* restrict until) {
  struct timespec real;
  NEXT_OF_VERSION(pthread_cond_timedwait, "GLIBC_2.3.2");
  return next(condition, mutex, monotonic(condition) ? until : to_real(until, &real));
}

LAMBENT_SHOWN int cnd_timedwait(cnd_t* restrict condition, mtx_t* restrict mutex, const struct timespec* restrict until) {
  struct timespec real;
  static __typeof__(&cnd_timedwait) next;
  if (!next) next = (__typeof__(&cnd_timedwait))find("cnd_timedwait", NULL);
  return next ? next(condition, mutex, to_real(until, &real)) : thrd_error;
}

LAMBENT_SHOWN int mtx_timedlock(mtx_t* restrict mutex, const struct timespec* restrict until) {
  struct timespec real;
  static __typeof__(&mtx_timedlock) next;
  if (!next) next = (__typeof__(&mtx_timedlock))find("mtx_timedlock", NULL);
  return next ? next(mutex, to_real(until, &real)) : thrd_error;
}

LAMBENT_SHOWN int pthread_cond_clockwait(pthread_cond_t* restrict condition, pthread_mutex_t* restrict mutex, clockid_t clock, const struct timespec* restrict until) {
  struct timespec real;
  NEXT(pthread_cond_clockwait);
  return next(condition, mutex, clock, by_clock(clock, until, &real));
}

LAMBENT_SHOWN int pthread_mutex_timedlock(pthread_mutex_t* restrict mutex, const struct timespec* restrict until) {
  struct timespec real;
  NEXT(pthread_mutex_timedlock);
  return next(mutex, to_real(until, &real));
}

LAMBENT_SHOWN int pthread_mutex_clocklock(pthread_mutex_t* restrict mutex, clockid_t clock, const struct timespec* restrict until) {
  struct timespec real;
  NEXT(pthread_mutex_clocklock);
  return next(mutex, clock, by_clock(clock, until, &real));
}

LAMBENT_SHOWN int pthread_rwlock_timedrdlock(pthread_rwlock_t* restrict lock, const struct timespec* restrict until) {
  struct timespec real;
  NEXT(pthread_rwlock_timedrdlock);
  return next(lock, to_real(until, &real));
}

LAMBENT_SHOWN int pthread_rwlock_timedwrlock(pthread_rwlock_t* restrict lock, const struct timespec* restrict until) {
  struct timespec real;
  NEXT(pthread_rwlock_timedwrlock);
  return next(lock, to_real(until, &real));
}

LAMBENT_SHOWN int pthread_rwlock_clockrdlock(pthread_rwlock_t* restrict lock, clockid_t clock, const struct timespec* restrict until) {
  struct timespec real;
  NEXT(pthread_rwlock_clockrdlock);
  return next(lock, clock, by_clock(clock, until, &real));
}

LAMBENT_SHOWN int pthread_rwlock_clockwrlock(pthread_rwlock_t* restrict lock, clockid_t clock, const struct timespec* restrict until) {
  struct timespec real;
  NEXT(pthread_rwlock_clockwrlock);
  return next(lock, clock, by_clock(clock, until, &real));
}

LAMBENT_SHOWN int pthread_timedjoin_np(pthread_t thread, void** result, const struct timespec* until) {
  struct timespec real;
  NEXT(pthread_timedjoin_np);
  return next(thread, result, to_real(until, &real));
}

LAMBENT_SHOWN int pthread_clockjoin_np(pthread_t thread, void** result, clockid_t clock, const struct timespec* until) {
  struct timespec real;
  NEXT(pthread_clockjoin_np);
  return next(thread, result, clock, by_clock(clock, until, &real));
}

/* These tell of a failure by -1 and errno. */
#define NEXT_WITH_ERRNO(function)                                      \
  static __typeof__(&function) next;                                   \
  if (!next) next = (__typeof__(&function))find(#function, NULL);      \
  if (!next) {                                                         \
    errno = ENOSYS;                                                    \
    return -1;                                                         \
  }

LAMBENT_SHOWN int sem_timedwait(sem_t* restrict semaphore, const struct timespec* restrict until) {
  struct timespec real;
  NEXT_WITH_ERRNO(sem_timedwait)
  return next(semaphore, to_real(until, &real));
}

LAMBENT_SHOWN int sem_clockwait(sem_t* restrict semaphore, clockid_t clock, const struct timespec* restrict until) {
  struct timespec real;
  NEXT_WITH_ERRNO(sem_clockwait)
  return next(semaphore, clock, by_clock(clock, until, &real));
}

LAMBENT_SHOWN int mq_timedsend(mqd_t queue, const char* message, size_t size, unsigned priority, const struct timespec* until) {
  struct timespec real;
  NEXT_WITH_ERRNO(mq_timedsend)
  return next(queue, message, size, priority, to_real(until, &real));
}

LAMBENT_SHOWN ssize_t mq_timedreceive(mqd_t queue, char* restrict message, size_t size, unsigned* restrict priority, const struct timespec* restrict until) {
  struct timespec real;
  NEXT_WITH_ERRNO(mq_timedreceive)
  return next(queue, message, size, priority, to_real(until, &real));
}
