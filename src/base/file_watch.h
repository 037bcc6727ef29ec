// Tells which files changed, by inotify.
//
//   FileWatch watch;                              // throws FileError
//   watch.add("/home/ada/app/template.yaml");     // a file, or a folder with all below it; also what is not there yet
//   …poll watch.descriptor() for reading…
//   for (const auto& path : watch.changed().paths) …written, made, renamed, removed…
//
// Folders are watched, never files: an editor that writes a new file and renames it over the old one is seen. Paths are
// absolute and normal (absolute_path()), spelled as they were added; what they name may go and come back. Not followed:
// symbolic links below an added folder. Not told: what lies in folders that tools keep for themselves (.git, node_modules,
// __pycache__) and what editors leave for a moment (x~, .x.swp, #x#). One thread.
#pragma once
#include <map>
#include <set>
#include <string>

#include "base/files.h"

struct inotify_event;

namespace lambent {

std::string absolute_path(const std::filesystem::path& path);

class FileWatch {
 public:
  FileWatch();
  ~FileWatch();
  FileWatch(const FileWatch&) = delete;

  // False if it was watched already.
  bool add(const std::string& path);

  int descriptor() const { return fd_; }

  struct Changes {
    std::set<std::string> paths;
    bool lost = false;  // there was too much: anything may have changed
  };
  Changes changed();  // all that has been noted; does not block

 private:
  enum class Depth { one, all };
  void cover(const std::string& path);
  void watch(const std::string& folder, Depth depth, std::set<std::string>* found);
  void take(const inotify_event& event, Changes& out);
  void take(const inotify_event& event, const std::string& path, Changes& out);
  void forget(const std::string& folder);
  bool asked_for(const std::string& path) const;   // at or below something added
  bool leads_to_one(const std::string& path) const;  // something added is below it

  int fd_;
  std::set<std::string> roots_;
  std::map<int, std::set<std::string>> folders_;  // by watch descriptor: its names
};

}  // namespace lambent
