#include "ipo/property/seeds_file.h"

#include <algorithm>
#include <filesystem>

#include "base/files.h"
#include "base/text.h"
#include "config/yaml.h"

namespace lambent::ipo {
namespace {

constexpr size_t kNote = 500;

bool is_tree(const Json& value, int depth = 0) {
  if (!value.is_array() || depth > 100) return false;
  return std::all_of(value.begin(), value.end(), [&](const Json& one) { return one.is_number_unsigned() || (one.is_number_integer() && one >= 0) || is_tree(one, depth + 1); });
}

StoredSeed read_seed(const config::Node& node, Diagnostics& diagnostics) {
  StoredSeed out;
  const Json json = config::to_json(node, config::Scalars::typed);
  for (const auto& member : node.members)
    if (member.key != "case" && member.key != "broken" && member.key != "choices" && member.key != "note")
      diagnostics.error(member.place, "a seed has no '" + printable(member.key) + "'");
  out.of_case = text_at(json, "case");
  out.broken = bool_at(json, "broken");
  out.note = text_at(json, "note");
  if (const Json* choices = find(json, "choices")) out.choices = *choices;
  if (out.of_case.empty() || !is_tree(out.choices)) diagnostics.error(node.place, "a seed is {case: its name, choices: lists of numbers}", "delete the file if in doubt: it is written anew");
  return out;
}

bool same(const StoredSeed& a, const StoredSeed& b) { return a.of_case == b.of_case && a.broken == b.broken && a.choices == b.choices; }

}  // namespace

std::string seeds_file_of(const std::string& case_file) { return case_file + ".seeds.yaml"; }

std::vector<StoredSeed> read_seeds(const std::string& case_file, Diagnostics& diagnostics) {
  std::vector<StoredSeed> out;
  const std::string name = seeds_file_of(case_file);
  std::error_code failed;
  if (!std::filesystem::exists(name, failed)) return out;
  try {
    auto root = config::read_yaml(read_file(name), name, config::Tags::none, diagnostics, config::Sharing::refused);
    const config::Node* seeds = root ? root->find("seeds") : nullptr;
    if (root && (!seeds || !seeds->is(config::Node::Kind::list))) diagnostics.error(root->place, "a file of seeds has a list 'seeds'");
    if (seeds)
      for (const auto& one : seeds->items) out.push_back(read_seed(one, diagnostics));
  } catch (const FileError& e) {
    diagnostics.error({name, 0, 0}, printable(e.what()));
  }
  return out;
}

void write_seeds(const std::string& case_file, const std::vector<StoredSeed>& found, const std::vector<StoredSeed>& passed) {
  if (found.empty() && passed.empty()) return;
  Diagnostics unreadable;
  std::vector<StoredSeed> all = read_seeds(case_file, unreadable);
  if (unreadable.has_errors()) return;  // it has been said when it was read
  auto among = [](const std::vector<StoredSeed>& list) {
    return [&list](const StoredSeed& one) { return std::any_of(list.begin(), list.end(), [&](const StoredSeed& other) { return same(one, other); }); };
  };
  std::erase_if(all, among(passed));
  std::erase_if(all, among(found));
  all.insert(all.end(), found.begin(), found.end());
  const std::string name = seeds_file_of(case_file);
  if (all.empty()) {
    std::filesystem::remove(name);
    return;
  }
  std::string text = "# Events that broke a property, tried first the next time. Written by lambent test; commit it with the cases.\nseeds:\n";
  for (const auto& one : all) {
    text += "  - case: " + dump(Json(one.of_case)) + "\n    broken: " + (one.broken ? "true" : "false") + "\n    choices: " + dump(one.choices) + "\n";
    if (!one.note.empty()) text += "    note: " + dump(Json(one.note.size() > kNote ? one.note.substr(0, kNote) : one.note)) + "\n";
  }
  write_file(name, text);
}

}  // namespace lambent::ipo
