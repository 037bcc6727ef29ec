#include "base/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace lambent {
namespace fs = std::filesystem;
namespace {

[[noreturn]] void fail(const fs::path& path, const char* act) {
  throw FileError(path.string() + ": cannot " + act + ": " + std::strerror(errno));
}

struct Descriptor {
  int fd;
  ~Descriptor() {
    if (fd >= 0) ::close(fd);
  }
};

}  // namespace

std::string read_file(const fs::path& path) {
  Descriptor file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
  if (file.fd < 0) fail(path, "open");
  struct stat st {};
  if (::fstat(file.fd, &st) == 0 && S_ISDIR(st.st_mode)) {
    errno = EISDIR;
    fail(path, "read");
  }
  std::string out;
  if (st.st_size > 0) out.reserve(static_cast<size_t>(st.st_size));
  char buffer[65536];
  for (;;) {
    ssize_t n = ::read(file.fd, buffer, sizeof buffer);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) fail(path, "read");
    if (n == 0) return out;
    out.append(buffer, static_cast<size_t>(n));
  }
}

void write_file(const fs::path& path, std::string_view bytes, Keep keep) {
  if (path.has_parent_path()) {
    std::error_code ec;
    fs::create_directories(path.parent_path(), ec);
    if (ec) throw FileError(path.parent_path().string() + ": cannot create: " + ec.message());
  }
  fs::path fresh = path;
  fresh += ".new";
  {
    Descriptor file{::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644)};
    if (file.fd < 0) fail(path, "write");
    while (!bytes.empty()) {
      ssize_t n = ::write(file.fd, bytes.data(), bytes.size());
      if (n < 0 && errno == EINTR) continue;
      if (n < 0) fail(path, "write");
      bytes.remove_prefix(static_cast<size_t>(n));
    }
    if (keep == Keep::durable && ::fsync(file.fd) != 0) fail(path, "write");
  }
  if (::rename(fresh.c_str(), path.c_str()) != 0) fail(path, "replace");
}

TempDir::TempDir(std::string_view prefix) {
  std::string name = (fs::temp_directory_path() / (std::string(prefix) + "-XXXXXX")).string();
  if (!::mkdtemp(name.data())) fail(name, "create");
  path_ = name;
}

TempDir::~TempDir() {
  if (path_.empty()) return;
  std::error_code ec;
  fs::remove_all(path_, ec);
}

}  // namespace lambent
