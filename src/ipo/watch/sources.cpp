#include "ipo/watch/sources.h"

#include <algorithm>

#include "base/file_watch.h"
#include "ipo/case/selection.h"

namespace lambent::ipo {
namespace {

bool is_in(const std::string& path, const std::string& folder) { return path.starts_with(folder) && (path.size() == folder.size() || path[folder.size()] == '/'); }

bool touches(const std::string& change, const std::string& source) {
  if (is_case_file(change)) return change == source;
  return is_in(change, source) || is_in(source, change);
}

}  // namespace

std::set<std::string> sources_of(const CaseFile& file) {
  std::set<std::string> out = {absolute_path(file.file)};
  for (const auto& path : file.includes) out.insert(absolute_path(path));
  return out;
}

std::set<std::string> sources_of(const CaseFile& file, const Case& one, const Apps& apps) {
  std::set<std::string> out = sources_of(file);
  if (!one.given.app) return out;
  if (!one.given.app->file.empty()) out.insert(absolute_path(one.given.app->file));
  if (const auto* model = apps.template_of(one))
    for (const auto& path : model->sources) out.insert(absolute_path(path));
  for (const auto& function : one.given.app->functions)
    out.insert(absolute_path(function.code.empty() ? std::filesystem::path(file.file).parent_path() : std::filesystem::path(function.code)));
  return out;
}

bool touched(const std::set<std::string>& sources, const std::set<std::string>& changed) {
  return std::any_of(changed.begin(), changed.end(), [&](const auto& change) {
    return std::any_of(sources.begin(), sources.end(), [&](const auto& source) { return touches(change, source); });
  });
}

std::string key_of(const CaseFile& file, const Case& one) { return absolute_path(file.file) + "\n" + one.name; }

}  // namespace lambent::ipo
