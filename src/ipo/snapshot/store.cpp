#include "ipo/snapshot/store.h"

#include <filesystem>

#include "base/files.h"
#include "base/text.h"

namespace lambent::ipo {
namespace {

constexpr std::int64_t kVersion = 1;

std::string why_not(const Json& document) {
  if (!document.is_object() || text_at(document, "lambent") != "snapshots") return "this is no file of snapshots";
  if (int_at(document, "version") != kVersion)
    return "the snapshots are of version " + std::to_string(int_at(document, "version")) + ", and this lambent knows version " + std::to_string(kVersion);
  const Json* records = find(document, "records");
  if (!records || !records->is_object()) return "there is no object 'records'";
  return "";
}

}  // namespace

SnapshotFile SnapshotFile::read(const std::string& path, Diagnostics& diagnostics) {
  SnapshotFile out(path);
  std::error_code failed;
  if (!std::filesystem::exists(path, failed)) return out;
  try {
    Json document = parse_json(read_file(path));
    if (std::string why = why_not(document); !why.empty())
      diagnostics.error({path, 1, 1}, why, "remove the file and run lambent test --update to make it anew");
    else
      for (const auto& [name, record] : document["records"].items()) out.records_.emplace(name, record);
  } catch (const JsonError& e) {
    diagnostics.error({path, static_cast<int>(e.line()), static_cast<int>(e.column())}, printable(e.what()), "remove the file and run lambent test --update to make it anew");
  } catch (const FileError& e) {
    diagnostics.error({path, 0, 0}, printable(e.what()));
  }
  return out;
}

const Json* SnapshotFile::find(const std::string& name) const {
  auto it = records_.find(name);
  return it == records_.end() ? nullptr : &it->second;
}

void SnapshotFile::put(const std::string& name, Json record) {
  auto [it, fresh] = records_.try_emplace(name);
  if (!fresh && it->second == record) return;
  it->second = std::move(record);
  changed_ = true;
}

bool SnapshotFile::drop(const std::string& name) {
  const bool there = records_.erase(name) > 0;
  changed_ |= there;
  return there;
}

void SnapshotFile::save() {
  if (!std::exchange(changed_, false)) return;
  if (records_.empty()) {
    std::error_code failed;
    std::filesystem::remove(path_, failed);
    if (failed) throw FileError("cannot remove " + path_ + ": " + failed.message());
    return;
  }
  Json records = Json::object();
  for (const auto& [name, record] : records_) set(records, name, record);
  write_file(path_, dump_pretty(object({{"lambent", "snapshots"}, {"version", kVersion}, {"records", std::move(records)}})) + "\n");
}

std::string snapshot_path(const std::string& case_file) { return case_file + ".snap.json"; }
std::string pending_path(const std::string& case_file) { return snapshot_path(case_file) + ".new"; }

}  // namespace lambent::ipo
