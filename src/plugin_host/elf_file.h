// What we read from a shared object or program ourselves: the glibc it needs, and its functions' names for stacks.
// 64-bit ELF of this machine's byte order only. Never trusts the file: every offset is checked.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lambent::plugin {

struct GlibcVersion {
  int major = 0, minor = 0;
  auto operator<=>(const GlibcVersion&) const = default;
  std::string text() const { return std::to_string(major) + "." + std::to_string(minor); }
};

struct ElfFunction {
  std::uint64_t start, size;  // as offsets from the load address
  std::string_view name;      // mangled; points into the file's bytes
};

// Why a file of `file_size` bytes that starts with `head` cannot be a shared object or program for this machine;
// nothing if it can. A file cut short is one: the dynamic linker would crash on it. 4096 bytes of head are enough.
std::optional<std::string> elf_fault(std::string_view head, std::uint64_t file_size);

// The newest GLIBC_x.y among the versions the file needs; nothing if it needs none (or is no readable ELF).
std::optional<GlibcVersion> needed_glibc(std::string_view bytes);

// Sorted by start; empty for a stripped file. `bytes` must outlive the result.
std::vector<ElfFunction> functions(std::string_view bytes);

}  // namespace lambent::plugin
