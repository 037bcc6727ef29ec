#include "lambda/process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstring>
#include <system_error>

#include "lambda/nursery.h"
#include "lambda/supervise.h"

namespace lambent::lambda {
namespace {

[[noreturn]] void fail(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

struct Pipe {
  int read_end = -1, write_end = -1;

  // Both ends above the numbers the child's ends are moved to, so that no move overwrites another's source.
  explicit Pipe() {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) fail("pipe");
    read_end = lift(ends[0]);
    write_end = lift(ends[1]);
  }
  ~Pipe() {
    if (read_end >= 0) close(read_end);
    if (write_end >= 0) close(write_end);
  }
  Pipe(const Pipe&) = delete;

 private:
  static int lift(int fd) {
    int high = fcntl(fd, F_DUPFD_CLOEXEC, 10);
    close(fd);
    if (high < 0) fail("fcntl");
    return high;
  }
};

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> out;
  for (auto& t : texts) out.push_back(t.data());
  out.push_back(nullptr);
  return out;
}

// The supervisor's process id. Throws std::system_error.
int spawn(ProcessSpec& spec, int output, int control, int status) {
  std::vector<std::string> argv = {spec.supervisor, "supervise", spec.folder};
  for (auto& a : spec.argv) argv.push_back(std::move(a));
  constexpr std::string_view kPreload = "LD_PRELOAD=";
  for (auto& entry : spec.env)
    if (entry.starts_with(kPreload)) entry = kPreloadVariable + ("=" + entry.substr(kPreload.size()));
  auto argv_pointers = pointers(argv);
  auto env_pointers = pointers(spec.env);

  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, output, 1);
  posix_spawn_file_actions_adddup2(&actions, output, 2);
  posix_spawn_file_actions_adddup2(&actions, control, kControl);
  posix_spawn_file_actions_adddup2(&actions, status, kStatus);
  posix_spawn_file_actions_addclosefrom_np(&actions, kStatus + 1);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t defaults;
  sigfillset(&defaults);
  posix_spawnattr_setsigdefault(&attributes, &defaults);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGDEF);
  posix_spawnattr_setpgroup(&attributes, 0);
  int pid = 0;
  const int error = posix_spawn(&pid, spec.supervisor.c_str(), &actions, &attributes, argv_pointers.data(), env_pointers.data());
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  if (error != 0) throw std::system_error(error, std::generic_category(), spec.supervisor);
  return pid;
}

}  // namespace

std::string ProcessEnd::text() const {
  if (signal == 0) return "exit status " + std::to_string(exit_status < 0 ? 1 : exit_status);
  const char* name = sigdescr_np(signal);
  std::string words = name ? name : std::to_string(signal);
  for (char& c : words) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return "signal: " + words;
}

Process::Process(Loop& loop, OnLine on_line, OnEnd on_end)
    : loop_(loop), on_line_(std::move(on_line)), on_end_(std::move(on_end)), output_(loop.executor()),
      watch_(loop.executor()), output_ended_(loop.executor()) {}

Process::~Process() {
  end();
  if (status_ >= 0) close(status_);
}

std::shared_ptr<Process> Process::start(Loop& loop, ProcessSpec spec, OnLine on_line, OnEnd on_end) {
  std::shared_ptr<Process> process(new Process(loop, std::move(on_line), std::move(on_end)));
  process->launch(spec);
  loop.tasks().spawn("process output", read_output(process));
  loop.tasks().spawn("process end", await_end(process));
  return process;
}

void Process::launch(ProcessSpec& spec) {
  Pipe output, control, status;
  int watch = -1;
  if (spec.nursery) {
    const auto started = spec.nursery->start(spec, output.write_end, control.read_end, status.write_end);
    supervisor_ = started ? started->supervisor : 0;
    watch = started ? started->watch : -1;
  }
  if (watch < 0) {
    supervisor_ = spawn(spec, output.write_end, control.read_end, status.write_end);
    watch = static_cast<int>(syscall(SYS_pidfd_open, supervisor_, 0));
    if (watch < 0) fail("pidfd_open");
  }
  watch_.assign(watch);
  fcntl(output.read_end, F_SETFL, O_NONBLOCK);
  fcntl(status.read_end, F_SETFL, O_NONBLOCK);
  output_.assign(std::exchange(output.read_end, -1));
  control_ = std::exchange(control.write_end, -1);
  status_ = std::exchange(status.read_end, -1);
}

bool Process::read_some(int chunks) {
  char buffer[65536];
  for (; chunks > 0 && output_.is_open(); --chunks) {
    const ssize_t n = read(output_.native_handle(), buffer, sizeof buffer);
    if (n == 0) return false;
    if (n < 0) return errno == EAGAIN || errno == EINTR;
    lines_.feed(std::string_view(buffer, static_cast<size_t>(n)), on_line_);
    if (static_cast<size_t>(n) < sizeof buffer / 16) return true;  // a pipe this short was emptied
  }
  return output_.is_open();
}

void Process::drain() { read_some(16); }

Task<void> Process::read_output(std::shared_ptr<Process> self) {
  while (self->read_some(4)) co_await self->output_.async_wait(Descriptor::wait_read, use_task);
  self->lines_.finish(self->on_line_);
  self->output_.close();
  self->output_ended_.wake();
}

void Process::read_notes() {
  SupervisorNote note;
  while (status_ >= 0 && read(status_, &note, sizeof note) == static_cast<ssize_t>(sizeof note)) {
    if (note.kind == SupervisorNote::started) pid_ = note.value;
    if (note.kind == SupervisorNote::not_started) end_.start_error = note.value;
    if (note.kind != SupervisorNote::ended) continue;
    end_.max_rss_kib = note.max_rss_kib;
    if (WIFEXITED(note.value)) end_.exit_status = WEXITSTATUS(note.value);
    if (WIFSIGNALED(note.value)) end_.signal = WTERMSIG(note.value);
  }
}

Task<void> Process::await_end(std::shared_ptr<Process> self) {
  co_await self->watch_.async_wait(Descriptor::wait_read, use_task);
  siginfo_t info{};
  waitid(P_PIDFD, static_cast<id_t>(self->watch_.native_handle()), &info, WEXITED);
  self->read_notes();
  if (self->end_.exit_status < 0 && self->end_.signal == 0) self->end_.signal = SIGKILL;  // the supervisor was killed
  co_await self->output_ended_.wait();
  self->watch_.close();
  self->ended_ = true;
  self->end();
  auto on_end = std::move(self->on_end_);
  self->on_line_ = nullptr;
  on_end(self->end_);
}

void Process::end() {
  if (control_ >= 0) close(control_);
  control_ = -1;
}

void Process::wait_for_end() {
  constexpr int kLongestMs = 5000;  // the supervisor only kills and reaps
  if (ended_ || !watch_.is_open()) return;
  pollfd fd{watch_.native_handle(), POLLIN, 0};
  poll(&fd, 1, kLongestMs);
  siginfo_t info{};
  waitid(P_PIDFD, static_cast<id_t>(fd.fd), &info, WEXITED | WNOHANG);  // leave no zombie to whoever inherits it
}

int Process::pid() {
  if (pid_ == 0) read_notes();
  return pid_;
}

std::int64_t Process::peak_rss_kib() {
  if (ended_ || pid() == 0) return end_.max_rss_kib;
  const std::string path = "/proc/" + std::to_string(pid_) + "/status";
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return end_.max_rss_kib;
  char text[2048];
  const ssize_t n = read(fd, text, sizeof text - 1);
  close(fd);
  if (n <= 0) return end_.max_rss_kib;
  text[n] = 0;
  const char* peak = std::strstr(text, "VmHWM:");
  if (peak) end_.max_rss_kib = std::max<std::int64_t>(end_.max_rss_kib, std::atoll(peak + 6));
  return end_.max_rss_kib;
}

}  // namespace lambent::lambda
