// What all parts of the reader share while one file is read: what was found wrong, the folder that paths are relative to,
// and how much may still be built. Internal to the reader.
#pragma once
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "config/node.h"
#include "ipo/case/reader.h"

namespace lambent::ipo {

using config::Node;

inline namespace reading {  // the matchers have a Context of their own

class Context {
 public:
  // `options` outlives this.
  Context(std::string file, const ReadOptions& options);

  void error(const Place& place, std::string message, std::string hint = "") { found_.error(place, std::move(message), std::move(hint)); }
  Diagnostics& diagnostics() { return found_; }
  // `wrong` among `known`: "did you mean x?", or what there is if that is not much.
  static std::string hint(const std::string& wrong, const std::vector<std::string>& known);

  // A path of the case file as one from where we are.
  std::string path_of(const std::string& written) const;
  // The bytes of a file named in the case file; a failure is an error at `place`. Read once.
  const std::string* included(const std::string& written, const Place& place);
  std::vector<std::string> all_included() const;  // paths
  std::optional<std::string> environment(const std::string& name) const;
  const ReadOptions& options() const { return options_; }
  const std::string& file() const { return file_; }

  // Room for so many more values or bytes; false, and said once, if there is none.
  bool room_for_values(size_t values, const Place& place);
  bool room_for_bytes(size_t bytes, const Place& place);

  // All that was found, in the order of the file, each thing once (a row's case repeats what its neighbours said).
  void hand_over(Diagnostics& to) const;

 private:
  bool take(size_t& left, size_t wanted, const Place& place, const char* what);

  const std::string file_;
  const std::filesystem::path folder_;
  const ReadOptions& options_;
  Diagnostics found_;
  std::map<std::string, std::optional<std::string>> included_;
  size_t values_left_ = 1'000'000, bytes_left_ = 256u << 20;
  bool full_ = false;
};

}  // namespace reading

Node broken_node(const Place& place);
Node null_node(const Place& place);

}  // namespace lambent::ipo
