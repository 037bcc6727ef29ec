// Zip reading and writing over minizip, through a temporary file (its memory interface is not packaged).
#include <fcntl.h>
#include <minizip/unzip.h>
#include <minizip/zip.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/files.h"
#include "base/text.h"

namespace lambent {
namespace fs = std::filesystem;
namespace {

struct Closer {
  void operator()(void* zip) const { unzClose(zip); }
};
using Unzip = std::unique_ptr<void, Closer>;

// The entry's path inside the folder, or an exception if it would leave it.
fs::path safe_path(const fs::path& folder, const std::string& name) {
  if (name.empty() || name.front() == '/' || name.find('\\') != std::string::npos || name.find('\0') != std::string::npos)
    throw ArchiveError("entry '" + printable(name) + "' has an unsafe name");
  for (const auto& step : split(name, '/'))
    if (step == "..") throw ArchiveError("entry '" + printable(name) + "' would land outside the folder");
  return folder / name;
}

// Symbolic links inside the archive are refused, so the only links on the way could be the folder's own.
bool is_link(uLong external_attributes) { return S_ISLNK(external_attributes >> 16); }

}  // namespace

void unzip(std::string_view bytes, const fs::path& folder, Keep keep, const UnzipLimits& limits) {
  TempDir dir("lambent-zip");
  fs::path file = dir.path() / "a.zip";
  write_file(file, bytes, Keep::scratch);
  Unzip zip(unzOpen64(file.c_str()));
  unz_global_info64 global{};
  if (!zip || unzGetGlobalInfo64(zip.get(), &global) != UNZ_OK) throw ArchiveError("not a zip archive");
  if (global.number_entry > limits.entries) throw ArchiveError("too many entries");

  std::uint64_t total = 0;
  std::string buffer(65536, '\0');
  for (std::uint64_t i = 0; i < global.number_entry; ++i) {
    if (i > 0 && unzGoToNextFile(zip.get()) != UNZ_OK) throw ArchiveError("damaged archive");
    unz_file_info64 info{};
    std::string name(65536, '\0');
    if (unzGetCurrentFileInfo64(zip.get(), &info, name.data(), name.size(), nullptr, 0, nullptr, 0) != UNZ_OK)
      throw ArchiveError("damaged archive");
    name.resize(std::min<size_t>(info.size_filename, name.size()));
    fs::path target = safe_path(folder, name);
    if (is_link(info.external_fa)) throw ArchiveError("entry '" + printable(name) + "' is a symbolic link");
    if (name.back() == '/') {
      fs::create_directories(target);
      continue;
    }
    fs::create_directories(target.parent_path());
    if (unzOpenCurrentFile(zip.get()) != UNZ_OK) throw ArchiveError("entry '" + printable(name) + "' cannot be read");
    std::string content;
    for (;;) {
      int n = unzReadCurrentFile(zip.get(), buffer.data(), static_cast<unsigned>(buffer.size()));
      if (n < 0) throw ArchiveError("entry '" + printable(name) + "' is damaged");
      if (n == 0) break;
      total += static_cast<std::uint64_t>(n);
      if (total > limits.total_bytes) throw ArchiveError("unzipped size exceeds " + std::to_string(limits.total_bytes) + " bytes");
      content.append(buffer, 0, static_cast<size_t>(n));
    }
    if (unzCloseCurrentFile(zip.get()) != UNZ_OK) throw ArchiveError("entry '" + printable(name) + "' is damaged");
    write_file(target, content, keep);
    auto mode = (info.external_fa >> 16) & 0111 ? 0755 : 0644;
    if (::chmod(target.c_str(), static_cast<mode_t>(mode)) != 0) throw FileError(target.string() + ": cannot set its mode");
  }
}

struct ZipWriter::State {
  TempDir dir{"lambent-zip"};
  fs::path file = dir.path() / "a.zip";
  zipFile zip = zipOpen64(file.c_str(), APPEND_STATUS_CREATE);
  ~State() {
    if (zip) zipClose(zip, nullptr);
  }
};

ZipWriter::ZipWriter() : state_(std::make_unique<State>()) {
  if (!state_->zip) throw FileError(state_->file.string() + ": cannot write");
}
ZipWriter::~ZipWriter() = default;

void ZipWriter::add(const std::string& name, std::string_view bytes, bool executable) {
  zip_fileinfo info{};
  info.tmz_date = {0, 0, 0, 1, 0, 1980};
  info.external_fa = static_cast<uLong>((S_IFREG | (executable ? 0755 : 0644))) << 16;
  constexpr uLong made_by_unix = 3 << 8;
  int rc = zipOpenNewFileInZip4_64(state_->zip, name.c_str(), &info, nullptr, 0, nullptr, 0, nullptr, Z_DEFLATED, 6, 0,
                                   -MAX_WBITS, DEF_MEM_LEVEL, Z_DEFAULT_STRATEGY, nullptr, 0, made_by_unix, 0, 1);
  if (rc == ZIP_OK) rc = zipWriteInFileInZip(state_->zip, bytes.data(), static_cast<unsigned>(bytes.size()));
  if (rc == ZIP_OK) rc = zipCloseFileInZip(state_->zip);
  if (rc != ZIP_OK) throw FileError(name + ": cannot be added to the archive");
}

std::string ZipWriter::finish() {
  int rc = zipClose(state_->zip, nullptr);
  state_->zip = nullptr;
  if (rc != ZIP_OK) throw FileError("the archive cannot be finished");
  return read_file(state_->file);
}

}  // namespace lambent
