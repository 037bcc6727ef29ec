#include "ipo/case/context.h"

#include <algorithm>
#include <cstdlib>
#include <tuple>

#include "base/files.h"
#include "base/text.h"

namespace lambent::ipo {
namespace {

constexpr std::uintmax_t kMaxIncluded = 16u << 20;

auto key(const Diagnostic& d) { return std::tie(d.place.file, d.place.line, d.place.column, d.message); }

}  // namespace

Context::Context(std::string file, const ReadOptions& options)
    : file_(std::move(file)), folder_(std::filesystem::path(file_).parent_path()), options_(options) {}

std::string Context::hint(const std::string& wrong, const std::vector<std::string>& known) {
  if (std::string near = nearest(wrong, known); !near.empty()) return "did you mean " + near + "?";
  if (known.empty() || known.size() > 16) return "";
  return known.size() == 1 ? "there is only " + known[0] : "there are " + join(known, ", ");
}

std::string Context::path_of(const std::string& written) const { return (folder_ / written).lexically_normal().string(); }

const std::string* Context::included(const std::string& written, const Place& place) {
  std::string path = path_of(written);
  auto it = included_.find(path);
  if (it == included_.end()) {
    it = included_.emplace(path, std::nullopt).first;
    std::error_code failed;
    std::uintmax_t size = std::filesystem::file_size(path, failed);
    if (failed) {
      error(place, "'" + printable(written) + "' cannot be read: " + failed.message());
    } else if (size > kMaxIncluded) {
      error(place, "'" + printable(written) + "' is larger than 16 MiB");
    } else {
      try {
        it->second = read_file(path);
      } catch (const FileError& e) {
        error(place, printable(e.what()));
      }
    }
  } else if (!it->second) {
    error(place, "'" + printable(written) + "' cannot be read");
  }
  if (!it->second || !room_for_bytes(it->second->size(), place)) return nullptr;
  return &*it->second;
}

std::vector<std::string> Context::all_included() const {
  std::vector<std::string> out;
  for (const auto& [path, text] : included_) out.push_back(path);
  return out;
}

std::optional<std::string> Context::environment(const std::string& name) const {
  if (options_.environment) return options_.environment(name);
  const char* value = std::getenv(name.c_str());
  return value ? std::optional<std::string>(value) : std::nullopt;
}

bool Context::take(size_t& left, size_t wanted, const Place& place, const char* what) {
  if (wanted <= left) {
    left -= wanted;
    return true;
  }
  if (!full_) error(place, std::string("with tables and files filled in, the cases of this file hold more than ") + what);
  full_ = true;
  return false;
}

bool Context::room_for_values(size_t values, const Place& place) { return take(values_left_, values, place, "a million values"); }
bool Context::room_for_bytes(size_t bytes, const Place& place) { return take(bytes_left_, bytes, place, "256 MiB of text"); }

void Context::hand_over(Diagnostics& to) const {
  std::vector<const Diagnostic*> sorted;
  for (const auto& d : found_.all()) sorted.push_back(&d);
  std::stable_sort(sorted.begin(), sorted.end(), [this](const Diagnostic* a, const Diagnostic* b) {
    bool a_other = a->place.file != file_, b_other = b->place.file != file_;
    return std::tie(a_other, a->place.file, a->place.line, a->place.column) < std::tie(b_other, b->place.file, b->place.line, b->place.column);
  });
  const Diagnostic* last = nullptr;
  for (const Diagnostic* d : sorted) {
    if (last && key(*last) == key(*d)) continue;
    if (d->severity == Severity::error)
      to.error(d->place, d->message, d->hint);
    else
      to.warning(d->place, d->message, d->hint);
    last = d;
  }
}

Node broken_node(const Place& place) {
  Node out;
  out.kind = Node::Kind::broken;
  out.place = place;
  return out;
}

Node null_node(const Place& place) {
  Node out;
  out.kind = Node::Kind::null;
  out.place = place;
  return out;
}

}  // namespace lambent::ipo
