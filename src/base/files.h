// Files and archives. Everything here blocks: call it from Workers, from start-up or from a command, never
// from a service. Failures throw FileError naming the path and the system's reason.
#pragma once
#include <cstdint>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

namespace lambent {

class FileError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

std::string read_file(const std::filesystem::path& path);
// Makes the folders, replaces atomically. `scratch`: what nobody misses after a power failure is not forced to the disk.
enum class Keep { durable, scratch };
void write_file(const std::filesystem::path& path, std::string_view bytes, Keep keep = Keep::durable);

// A folder of our own that is removed with everything in it when this goes.
class TempDir {
 public:
  explicit TempDir(std::string_view prefix = "lambent");
  TempDir(const TempDir&) = delete;
  TempDir(TempDir&& other) noexcept : path_(std::move(other.path_)) { other.path_.clear(); }
  ~TempDir();
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

struct UnzipLimits {
  std::uint64_t total_bytes = 262'144'000;  // Lambda's limit for unzipped code
  std::uint64_t entries = 100'000;
};

// Unpacks a zip into `folder`. Throws ArchiveError for what is not a zip, for an entry that would land outside
// the folder (absolute, "..", through a symbolic link) and for more than the limits. Keeps the executable bits.
class ArchiveError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};
void unzip(std::string_view zip, const std::filesystem::path& folder, Keep keep = Keep::durable, const UnzipLimits& limits = {});

// A zip of files and folders; order and times are fixed, so the same input gives the same bytes.
class ZipWriter {
 public:
  ZipWriter();
  ~ZipWriter();
  ZipWriter(const ZipWriter&) = delete;
  void add(const std::string& name, std::string_view bytes, bool executable);
  std::string finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace lambent
