/* A C program that asks every function there is for the time of day, and waits by those C++ does not use.
 *   now         one number per function, in nanoseconds
 *   wait KIND   as child.cpp has it */
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdio.h>
#include <string.h>
#include <sys/time.h>
#include <threads.h>
#include <time.h>

static long long ns(struct timespec t) { return t.tv_sec * 1000000000LL + t.tv_nsec; }

static long long by_clock(clockid_t clock) {
  struct timespec t;
  clock_gettime(clock, &t);
  return ns(t);
}

static struct timespec ahead(clockid_t clock) {
  struct timespec t;
  clock_gettime(clock, &t);
  t.tv_nsec += 30000000;
  if (t.tv_nsec >= 1000000000) {
    t.tv_nsec -= 1000000000;
    ++t.tv_sec;
  }
  return t;
}

static void tell_all(void) {
  struct timeval tv;
  struct timespec spec;
  gettimeofday(&tv, NULL);
  timespec_get(&spec, TIME_UTC);
  printf("%lld %lld %lld %lld %lld %lld\n", by_clock(CLOCK_REALTIME), by_clock(CLOCK_REALTIME_COARSE), by_clock(CLOCK_TAI),
         tv.tv_sec * 1000000000LL + tv.tv_usec * 1000LL, time(NULL) * 1000000000LL, ns(spec));
}

static void* idle(void* semaphore) {
  while (sem_wait(semaphore) != 0) {
  }
  return NULL;
}

static const char* word(int result) { return result == ETIMEDOUT ? "timeout" : result == 0 ? "done" : strerror(result); }

static const char* wait_for(const char* kind) {
  struct timespec until = ahead(CLOCK_REALTIME);
  struct timespec steady = ahead(CLOCK_MONOTONIC);
  pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
  pthread_mutex_lock(&mutex);
  if (strcmp(kind, "semaphore") == 0) {
    sem_t semaphore;
    sem_init(&semaphore, 0, 0);
    return sem_timedwait(&semaphore, &until) == 0 ? "done" : word(errno);
  }
  if (strcmp(kind, "semaphore-by-clock") == 0) {
    sem_t semaphore;
    sem_init(&semaphore, 0, 0);
    return sem_clockwait(&semaphore, CLOCK_REALTIME, &until) == 0 ? "done" : word(errno);
  }
  if (strcmp(kind, "condition") == 0) {
    pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
    return word(pthread_cond_timedwait(&condition, &mutex, &until));
  }
  if (strcmp(kind, "monotonic-condition") == 0) {
    pthread_condattr_t attributes;
    pthread_cond_t condition;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&condition, &attributes);
    return word(pthread_cond_timedwait(&condition, &mutex, &steady));
  }
  if (strcmp(kind, "c11-condition") == 0) {
    cnd_t condition;
    mtx_t lock;
    cnd_init(&condition);
    mtx_init(&lock, mtx_timed);
    mtx_lock(&lock);
    return cnd_timedwait(&condition, &lock, &until) == thrd_timedout ? "timeout" : "done";
  }
  if (strcmp(kind, "join") == 0) {
    sem_t semaphore;
    pthread_t thread;
    sem_init(&semaphore, 0, 0);
    pthread_create(&thread, NULL, idle, &semaphore);
    const int result = pthread_timedjoin_np(thread, NULL, &until);
    sem_post(&semaphore);
    pthread_join(thread, NULL);
    return word(result);
  }
  if (strcmp(kind, "nanosleep") == 0) return clock_nanosleep(CLOCK_REALTIME, TIMER_ABSTIME, &until, NULL) == 0 ? "timeout" : "failed";
  if (strcmp(kind, "wrong") == 0) { /* a deadline that makes no sense must still be refused by the C library */
    until.tv_nsec = -1;
    return word(pthread_mutex_timedlock(&mutex, &until));
  }
  return "unknown";
}

int main(void) {
  char command[32], kind[32];
  setvbuf(stdout, NULL, _IOLBF, 0);
  while (scanf("%31s", command) == 1) {
    if (strcmp(command, "now") == 0) {
      tell_all();
    } else if (scanf("%31s", kind) == 1) {
      const long long start = by_clock(CLOCK_MONOTONIC);
      const char* ending = wait_for(kind);
      printf("%s %lld\n", ending, by_clock(CLOCK_MONOTONIC) - start);
    }
  }
  return 0;
}
