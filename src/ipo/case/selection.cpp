#include "ipo/case/selection.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include "base/text.h"

namespace lambent::ipo {
namespace {

namespace fs = std::filesystem;

// "a.yaml:12" is "a.yaml" and 12; 0 if there is no number at the end.
int cut_number(std::string& path) {
  size_t colon = path.rfind(':');
  if (colon == std::string::npos || colon + 1 == path.size() || path.size() - colon > 8) return 0;
  std::string number = path.substr(colon + 1);
  if (number.find_first_not_of("0123456789") != std::string::npos) return 0;
  path.resize(colon);
  return std::stoi(number);
}

std::string true_path(const std::string& path) {
  std::error_code failed;
  fs::path out = fs::weakly_canonical(path, failed);
  return failed ? path : out.string();
}

void find_in(const fs::path& folder, std::vector<std::string>& out) {
  std::error_code failed;
  for (fs::recursive_directory_iterator it(folder, fs::directory_options::skip_permission_denied, failed), end; it != end; it.increment(failed)) {
    if (failed) break;
    std::string name = it->path().filename().string();
    std::error_code ignored;
    if (it->is_directory(ignored) && (name.starts_with('.') || name == "node_modules")) it.disable_recursion_pending();
    if (it->is_regular_file(ignored) && !name.starts_with('.') && is_case_file(name)) out.push_back(it->path().lexically_normal().string());
  }
}

bool inside(const std::string& file, const std::string& folder) { return file == folder || file.starts_with(folder.ends_with('/') ? folder : folder + "/"); }

// The case a line belongs to: the last that begins at it or before. With a table, a line of a row means that row.
std::set<const Case*> cases_at(const CaseFile& file, int line) {
  const Case* found = nullptr;
  for (const auto& one : file.cases)
    if (one.place.line <= line && (!found || one.place.line >= found->place.line)) found = &one;
  std::set<const Case*> all, rows;
  for (const auto& one : file.cases) {
    if (!found || one.place.line != found->place.line || one.place.column != found->place.column) continue;
    all.insert(&one);
    if (one.row && one.row->last_line && one.row->place.line <= line && line <= one.row->last_line) rows.insert(&one);
  }
  return rows.empty() ? all : rows;
}

bool wanted(const CaseFile& file, const Case& one, const Selection& selection) {
  if (!selection.text.empty() && lower(file.suite + " " + one.name).find(lower(selection.text)) == std::string::npos) return false;
  return selection.tags.empty() || std::any_of(one.tags.begin(), one.tags.end(), [&](const std::string& tag) {
           return std::find(selection.tags.begin(), selection.tags.end(), tag) != selection.tags.end();
         });
}

}  // namespace

bool is_case_file(const std::string& path) { return path.ends_with(".ipo.yaml") || path.ends_with(".ipo.yml") || path.ends_with(".ipo.json"); }

std::vector<Target> targets_of(const std::vector<std::string>& arguments) {
  std::vector<Target> out;
  for (const auto& argument : arguments) {
    Target target{argument, 0};
    std::error_code ignored;
    if (!fs::exists(argument, ignored)) {
      target.line = cut_number(target.path);
      // file:line:column, as diagnostics are written.
      if (int line = target.line ? cut_number(target.path) : 0) target.line = line;
    }
    out.push_back(std::move(target));
  }
  if (out.empty()) out.push_back({"tests", 0});
  return out;
}

std::vector<std::string> find_case_files(const std::vector<Target>& targets, Diagnostics& diagnostics) {
  std::vector<std::string> found;
  for (const auto& target : targets) {
    std::error_code failed;
    fs::file_status status = fs::status(target.path, failed);
    std::string shown = printable(target.path);
    if (!fs::exists(status)) {
      diagnostics.error({}, "there is no '" + shown + "'");
    } else if (fs::is_directory(status)) {
      if (target.line) diagnostics.error({}, "'" + shown + "' is a folder and has no line " + std::to_string(target.line));
      find_in(target.path, found);
    } else if (is_case_file(target.path)) {
      found.push_back(fs::path(target.path).lexically_normal().string());
    } else {
      diagnostics.error({}, "'" + shown + "' is no case file", "their names end in .ipo.yaml, .ipo.yml or .ipo.json");
    }
  }
  std::sort(found.begin(), found.end());
  std::vector<std::string> out;
  std::set<std::string> seen;
  for (auto& file : found)
    if (seen.insert(true_path(file)).second) out.push_back(std::move(file));
  return out;
}

void select(CaseFile& file, const std::vector<Target>& targets, const Selection& selection, Diagnostics& diagnostics) {
  std::string path = true_path(file.file);
  bool whole = targets.empty();
  std::set<const Case*> meant;
  for (const auto& target : targets) {
    std::string there = true_path(target.path);
    if (!target.line && inside(path, there)) whole = true;
    if (!target.line || there != path) continue;
    auto cases = cases_at(file, target.line);
    meant.insert(cases.begin(), cases.end());
    if (!cases.empty() || file.cases.empty()) continue;
    diagnostics.error({file.file, target.line, 0}, "no case stands here", "the first begins at line " + std::to_string(file.cases.front().place.line));
  }
  std::vector<Case> kept;
  for (auto& one : file.cases)
    if ((whole || meant.count(&one)) && wanted(file, one, selection)) kept.push_back(std::move(one));
  file.cases = std::move(kept);
}

void keep_only(std::vector<CaseFile>& files) {
  bool any = false;
  for (const auto& file : files) any = any || std::any_of(file.cases.begin(), file.cases.end(), [](const Case& one) { return one.only; });
  if (!any) return;
  for (auto& file : files) std::erase_if(file.cases, [](const Case& one) { return !one.only; });
}

}  // namespace lambent::ipo
