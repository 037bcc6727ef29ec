#include "lambda/supervise.h"

#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace lambent::lambda {
namespace {

void note(SupervisorNote::Kind kind, int value, std::int64_t rss) {
  SupervisorNote n{kind, value, rss};
  ssize_t written = write(kStatus, &n, sizeof n);
  (void)written;  // nobody reads: the emulator is gone
}

// The parent of a process by /proc, 0 if it is gone.
pid_t parent_of(const char* pid) {
  char path[300], text[512];
  std::snprintf(path, sizeof path, "/proc/%s/stat", pid);
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return 0;
  ssize_t n = read(fd, text, sizeof text - 1);
  close(fd);
  if (n <= 0) return 0;
  text[n] = 0;
  const char* name_end = std::strrchr(text, ')');  // the name may hold blanks and brackets
  int parent = 0;
  if (!name_end || std::sscanf(name_end + 1, " %*c %d", &parent) != 1) return 0;
  return parent;
}

// By the kernel's own list; false if it keeps none (CONFIG_PROC_CHILDREN).
bool kill_listed_children() {
  FILE* children = std::fopen("/proc/thread-self/children", "re");
  if (!children) return false;
  int pid = 0;
  while (std::fscanf(children, "%d", &pid) == 1) kill(pid, SIGKILL);
  std::fclose(children);
  return true;
}

void kill_children() {
  if (kill_listed_children()) return;
  DIR* proc = opendir("/proc");
  if (!proc) return;
  const pid_t self = getpid();
  while (dirent* entry = readdir(proc)) {
    if (entry->d_name[0] < '0' || entry->d_name[0] > '9') continue;
    if (parent_of(entry->d_name) == self) kill(static_cast<pid_t>(std::atoi(entry->d_name)), SIGKILL);
  }
  closedir(proc);
}

struct Runtime {
  pid_t pid = 0;
  bool ended = false;
  int status = 0;
  std::int64_t max_rss_kib = 0;
};

// Reaps what has ended; false once there is no child left.
bool reap(Runtime& runtime, int options) {
  for (;;) {
    int status = 0;
    rusage usage{};
    pid_t pid = wait4(-1, &status, options, &usage);
    if (pid < 0 && errno == EINTR) continue;
    if (pid < 0) return false;
    if (pid == 0) return true;
    if (pid == runtime.pid) {
      runtime.ended = true;
      runtime.status = status;
      runtime.max_rss_kib = usage.ru_maxrss;
    }
    if (!(options & WNOHANG)) return true;
  }
}

void run(char** argv) {
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  setsid();
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() == 1) _exit(1);
  if (const char* preload = std::getenv(kPreloadVariable)) {
    setenv("LD_PRELOAD", preload, 1);
    unsetenv(kPreloadVariable);
  }
  if (chdir(argv[0]) == 0) execvp(argv[1], argv + 1);
  note(SupervisorNote::not_started, errno, 0);
  _exit(127);
}

}  // namespace

int supervise_main(int argc, char** argv) {
  if (argc < 2) return 2;
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  prctl(PR_SET_NAME, "lambent-sandbox");
  fcntl(kControl, F_SETFD, FD_CLOEXEC);
  fcntl(kStatus, F_SETFD, FD_CLOEXEC);
  sigset_t all;
  sigfillset(&all);
  sigprocmask(SIG_SETMASK, &all, nullptr);
  sigset_t child;
  sigemptyset(&child);
  sigaddset(&child, SIGCHLD);
  const int signals = signalfd(-1, &child, SFD_CLOEXEC | SFD_NONBLOCK);

  Runtime runtime;
  const bool adopted = std::strcmp(argv[0], "--adopt") == 0;
  runtime.pid = adopted ? std::atoi(argv[1]) : fork();
  if (runtime.pid == 0) run(argv);
  if (runtime.pid < 0) {
    note(SupervisorNote::not_started, errno, 0);
    return 1;
  }
  note(SupervisorNote::started, runtime.pid, 0);
  // The pipes must end with the runtime's processes, not with us.
  const int null = open("/dev/null", O_RDWR | O_CLOEXEC);
  dup2(null, STDOUT_FILENO);
  dup2(null, STDERR_FILENO);

  if (adopted) reap(runtime, WNOHANG);  // it may have ended before we were listening
  while (!runtime.ended) {
    pollfd fds[] = {{kControl, POLLIN, 0}, {signals, POLLIN, 0}};
    if (poll(fds, 2, -1) < 0 && errno != EINTR) break;
    if (fds[1].revents) {
      signalfd_siginfo info;
      while (read(signals, &info, sizeof info) > 0) {
      }
      reap(runtime, WNOHANG);
    }
    if (runtime.ended || fds[0].revents) break;
  }
  // Killing a process hands its children to us, so this ends when none is left, however deep they were.
  do {
    if (!runtime.ended) kill(-runtime.pid, SIGKILL);
    kill_children();
  } while (reap(runtime, 0));
  note(SupervisorNote::ended, runtime.status, runtime.max_rss_kib);
  return 0;
}

}  // namespace lambent::lambda
