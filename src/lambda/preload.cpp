#include "lambda/preload.h"

#include <elf.h>

#include <cstring>
#include <fstream>

namespace lambent::lambda {
namespace {

constexpr size_t kHead = 65536;  // of a program: its headers and notes stand at the beginning

#if defined(__SANITIZE_ADDRESS__)
constexpr bool kSanitized = true;
#else
constexpr bool kSanitized = false;
#endif

void prepend(std::vector<std::string>& environment, const std::string& name, const std::string& value) {
  for (auto& entry : environment) {
    if (!entry.starts_with(name + "=")) continue;
    const std::string before = entry.substr(name.size() + 1);
    entry = name + "=" + value + (before.empty() ? "" : ":" + before);
    return;
  }
  environment.push_back(name + "=" + value);
}

std::string head_of(const std::string& file) {
  std::string out(kHead, '\0');
  std::ifstream in(file, std::ios::binary);
  in.read(out.data(), static_cast<std::streamsize>(out.size()));
  out.resize(static_cast<size_t>(in.gcount()));
  return out;
}

// The bytes of a part of the file, as far as the head has them.
std::string_view part(std::string_view head, std::uint64_t offset, std::uint64_t size) {
  return offset > head.size() ? std::string_view{} : head.substr(offset, size);
}

template <class T>
std::optional<T> read(std::string_view bytes) {
  T out;
  if (bytes.size() < sizeof out) return std::nullopt;
  std::memcpy(&out, bytes.data(), sizeof out);
  return out;
}

bool has_note_of(std::string_view notes, std::string_view owner) {
  const auto padded = [](std::uint64_t size) { return (size + 3) / 4 * 4; };
  while (const auto note = read<Elf64_Nhdr>(notes)) {
    if (part(notes, sizeof *note, owner.size()) == owner && note->n_namesz == owner.size() + 1) return true;
    notes = part(notes, sizeof *note + padded(note->n_namesz) + padded(note->n_descsz), notes.size());
  }
  return false;
}

}  // namespace

PreloadedLibrary::PreloadedLibrary(const std::string& name, std::string_view bytes) : folder_("lambent-preload"), path_((folder_.path() / name).string()) {
  if (path_.find_first_of(" :") != std::string::npos)
    throw FileError(path_ + ": no library can be preloaded from a path with a blank or a colon; set TMPDIR to one without");
  write_file(path_, bytes, Keep::scratch);
}

void PreloadedLibrary::add_to(std::vector<std::string>& environment) const {
  prepend(environment, "LD_PRELOAD", path_);
  if (kSanitized) prepend(environment, "ASAN_OPTIONS", "verify_asan_link_order=0");
}

std::optional<std::string> out_of_reach(const std::string& program) {
  const std::string head = head_of(program);
  if (!head.starts_with(ELFMAG)) return std::nullopt;
  const auto elf = read<Elf64_Ehdr>(head);
  if (!elf || elf->e_ident[EI_CLASS] != ELFCLASS64) return "is not a 64-bit program";
  std::string_view interpreter;
  bool go = false;
  for (unsigned i = 0; i < elf->e_phnum; ++i) {
    const auto segment = read<Elf64_Phdr>(part(head, elf->e_phoff + std::uint64_t{i} * sizeof(Elf64_Phdr), sizeof(Elf64_Phdr)));
    if (!segment) break;
    if (segment->p_type == PT_INTERP) interpreter = part(head, segment->p_offset, segment->p_filesz);
    if (segment->p_type == PT_NOTE) go = go || has_note_of(part(head, segment->p_offset, segment->p_filesz), "Go");
  }
  if (go) return "is a Go program";
  if (interpreter.empty()) return "is linked statically";
  if (interpreter.find("ld-linux") == std::string_view::npos) return "is not made for the GNU C library";
  return std::nullopt;
}

}  // namespace lambent::lambda
