#include "base/file_watch.h"

#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace lambent {
namespace {

namespace fs = std::filesystem;

constexpr std::uint32_t kEvents = IN_CLOSE_WRITE | IN_MOVED_FROM | IN_MOVED_TO | IN_CREATE | IN_DELETE | IN_ONLYDIR;

bool is_below(const std::string& path, const std::string& folder) { return path.starts_with(folder == "/" ? folder : folder + "/"); }

bool kept_by_tools(std::string_view name) { return name == ".git" || name == "node_modules" || name == "__pycache__"; }

bool passing(std::string_view name) {
  return name.ends_with('~') || name.ends_with(".swp") || name.ends_with(".swx") || name.ends_with(".pyc") || name.starts_with(".#") || (name.starts_with('#') && name.ends_with('#')) ||
         name == "4913";  // vim tries whether it may write
}

bool is_folder(const std::string& path) {
  std::error_code ignored;
  return fs::is_directory(path, ignored);
}

}  // namespace

std::string absolute_path(const fs::path& path) {
  std::error_code ignored;
  std::string out = fs::absolute(path, ignored).lexically_normal().string();
  while (out.size() > 1 && out.ends_with('/')) out.pop_back();
  return out;
}

FileWatch::FileWatch() : fd_(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC)) {
  if (fd_ < 0) throw FileError(std::string("files cannot be watched: ") + std::strerror(errno));
}

FileWatch::~FileWatch() { ::close(fd_); }

bool FileWatch::add(const std::string& path) {
  if (!roots_.insert(path).second) return false;
  cover(path);
  return true;
}

// A folder is watched with all below it, a file by its folder, what is not there by the nearest folder that is.
void FileWatch::cover(const std::string& path) {
  if (is_folder(path)) watch(path, Depth::all, nullptr);
  std::string folder = path;
  do folder = fs::path(folder).parent_path().string();
  while (folder.size() > 1 && !is_folder(folder));
  watch(folder, Depth::one, nullptr);
}

void FileWatch::watch(const std::string& folder, Depth depth, std::set<std::string>* found) {
  int id = ::inotify_add_watch(fd_, folder.c_str(), kEvents);
  if (id < 0) {
    if (errno == ENOSPC) throw FileError("files cannot be watched: more folders than fs.inotify.max_user_watches lets a user have");
    return;  // gone meanwhile, or not ours to read
  }
  folders_[id].insert(folder);
  if (depth == Depth::one) return;
  std::error_code failed;
  for (fs::directory_iterator it(folder, fs::directory_options::skip_permission_denied, failed), end; !failed && it != end; it.increment(failed)) {
    std::error_code ignored;
    std::string name = it->path().filename().string(), path = it->path().string();
    if (kept_by_tools(name)) continue;
    if (it->is_directory(ignored) && !it->is_symlink(ignored))
      watch(path, Depth::all, found);
    else if (found && !passing(name))
      found->insert(path);
  }
}

bool FileWatch::asked_for(const std::string& path) const {
  for (const auto& root : roots_)
    if (path == root || is_below(path, root)) return true;
  return false;
}

bool FileWatch::leads_to_one(const std::string& path) const {
  auto next = roots_.lower_bound(path + "/");
  return next != roots_.end() && is_below(*next, path);
}

FileWatch::Changes FileWatch::changed() {
  Changes out;
  alignas(inotify_event) std::array<char, 64 << 10> buffer;
  for (;;) {
    ssize_t got = ::read(fd_, buffer.data(), buffer.size());
    if (got <= 0) return out;
    for (const char* at = buffer.data(); at < buffer.data() + got;) {
      const auto& event = *reinterpret_cast<const inotify_event*>(at);
      take(event, out);
      at += sizeof(inotify_event) + event.len;
    }
  }
}

void FileWatch::take(const inotify_event& event, Changes& out) {
  if (event.mask & IN_Q_OVERFLOW) {
    out.lost = true;
    for (const auto& root : roots_) cover(root);
    return;
  }
  auto at = folders_.find(event.wd);
  if (at == folders_.end()) return;
  const std::set<std::string> names = at->second;
  if (event.mask & IN_IGNORED) {
    folders_.erase(at);
    for (const auto& folder : names)  // it is gone: its return is seen from above
      for (const auto& root : roots_)
        if (root == folder || is_below(root, folder)) cover(root);
    return;
  }
  if (event.len == 0 || kept_by_tools(event.name) || passing(event.name)) return;
  for (const auto& folder : names) take(event, folder == "/" ? folder + event.name : folder + "/" + event.name, out);
}

void FileWatch::take(const inotify_event& event, const std::string& path, Changes& out) {
  bool folder = event.mask & IN_ISDIR, asked = asked_for(path), leads = leads_to_one(path);
  if (!asked && !leads) return;
  std::error_code ignored;
  if (folder && (event.mask & IN_MOVED_FROM)) forget(path);
  if (folder && (event.mask & (IN_CREATE | IN_MOVED_TO))) {
    // What was put into it before it was watched would be missed: all of it counts as new.
    if (asked) watch(path, Depth::all, &out.paths);
    for (const auto& root : roots_) {
      if (!leads || !is_below(root, path)) continue;
      cover(root);
      if (fs::exists(root, ignored)) out.paths.insert(root);
    }
  }
  // A file that was only made is not written yet; a link is whole at once.
  bool only_made = (event.mask & IN_CREATE) && !folder && !fs::is_symlink(path, ignored);
  if (!only_made) out.paths.insert(path);
}

// Under its new name a folder is none of ours.
void FileWatch::forget(const std::string& folder) {
  for (auto& [id, names] : folders_) {
    std::erase_if(names, [&](const std::string& name) { return name == folder || is_below(name, folder); });
    if (names.empty()) ::inotify_rm_watch(fd_, id);  // IN_IGNORED takes it out of the list
  }
}

}  // namespace lambent
