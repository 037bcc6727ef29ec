#include "base/clock_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/files.h"

namespace lambent {
namespace {

std::int64_t nanoseconds(Duration d) { return d.count(); }

lambent_clock_record* map_record(const std::filesystem::path& path) {
  const int fd = open(path.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  void* mapped = MAP_FAILED;
  if (fd >= 0 && ftruncate(fd, sizeof(lambent_clock_record)) == 0)
    mapped = mmap(nullptr, sizeof(lambent_clock_record), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  const int error = errno;
  if (fd >= 0) close(fd);
  if (mapped == MAP_FAILED) throw FileError(path.string() + ": cannot write: " + std::strerror(error));
  return static_cast<lambent_clock_record*>(mapped);
}

// The reader is another process, not another thread of ours: hence the compiler's own atomic stores.
template <class T>
void store(T& where, T value) {
  __atomic_store_n(&where, value, __ATOMIC_RELAXED);
}

}  // namespace

ClockFile::ClockFile(Clock& clock, std::filesystem::path file)
    : clock_(clock), path_(std::move(file)), record_(map_record(path_)), follower_(clock, [this] { write(); }) {
  write();
}

ClockFile::~ClockFile() {
  munmap(record_, sizeof *record_);
  unlink(path_.c_str());
}

void ClockFile::begin() {
  begun_ = Stopwatch();
  write();
}

TimePoint ClockFile::shown() const {
  return clock_.mode() == ClockMode::frozen ? clock_.now() + begun_.elapsed() : clock_.now();
}

void ClockFile::write() {
  const Stopwatch from = clock_.mode() == ClockMode::frozen ? begun_ : Stopwatch();
  const std::uint64_t sequence = record_->sequence;
  store(record_->sequence, sequence + 1);
  __atomic_thread_fence(__ATOMIC_RELEASE);
  store<std::int64_t>(record_->mode, LAMBENT_CLOCK_ANCHORED);
  store(record_->at_ns, nanoseconds(clock_.now(from.start()).time_since_epoch()));
  store(record_->from_ns, nanoseconds(from.start().time_since_epoch()));
  store(record_->version, LAMBENT_CLOCK_VERSION);
  store(record_->magic, LAMBENT_CLOCK_MAGIC);
  __atomic_store_n(&record_->sequence, sequence + 2, __ATOMIC_RELEASE);
}

}  // namespace lambent
