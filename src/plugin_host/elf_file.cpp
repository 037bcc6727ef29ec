#include "plugin_host/elf_file.h"

#include <elf.h>

#include <algorithm>
#include <charconv>
#include <cstring>

namespace lambent::plugin {

namespace {

#if defined(__x86_64__)
constexpr auto kMachine = EM_X86_64;
#elif defined(__aarch64__)
constexpr auto kMachine = EM_AARCH64;
#else
#error "this machine's ELF number is not known here"
#endif

template <class T>
std::optional<T> at(std::string_view bytes, std::uint64_t offset) {
  if (offset > bytes.size() || bytes.size() - offset < sizeof(T)) return std::nullopt;
  T value;
  std::memcpy(&value, bytes.data() + offset, sizeof value);
  return value;
}

std::string_view part(std::string_view bytes, std::uint64_t offset, std::uint64_t size) {
  if (offset > bytes.size() || bytes.size() - offset < size) return {};
  return bytes.substr(offset, size);
}

std::string_view text(std::string_view strings, std::uint64_t offset) {
  if (offset >= strings.size()) return {};
  const auto end = strings.find('\0', offset);
  return strings.substr(offset, end == std::string_view::npos ? std::string_view::npos : end - offset);
}

std::vector<Elf64_Shdr> sections(std::string_view bytes) {
  std::vector<Elf64_Shdr> found;
  const auto head = at<Elf64_Ehdr>(bytes, 0);
  if (elf_fault(bytes, bytes.size()) || head->e_shentsize != sizeof(Elf64_Shdr)) return found;
  for (unsigned i = 0; i < head->e_shnum; ++i) {
    const auto section = at<Elf64_Shdr>(bytes, head->e_shoff + i * sizeof(Elf64_Shdr));
    if (!section) return {};
    found.push_back(*section);
  }
  return found;
}

std::string_view linked_strings(std::string_view bytes, const std::vector<Elf64_Shdr>& all, const Elf64_Shdr& section) {
  if (section.sh_link >= all.size()) return {};
  return part(bytes, all[section.sh_link].sh_offset, all[section.sh_link].sh_size);
}

std::optional<GlibcVersion> glibc_version(std::string_view name) {
  constexpr std::string_view prefix = "GLIBC_";
  if (name.substr(0, prefix.size()) != prefix) return std::nullopt;
  name.remove_prefix(prefix.size());
  GlibcVersion v;
  const char* end = name.data() + name.size();
  const auto major = std::from_chars(name.data(), end, v.major);
  if (major.ec != std::errc() || major.ptr == end || *major.ptr != '.') return std::nullopt;  // GLIBC_PRIVATE
  if (std::from_chars(major.ptr + 1, end, v.minor).ec != std::errc()) return std::nullopt;
  return v;
}

}  // namespace

std::optional<std::string> elf_fault(std::string_view bytes, std::uint64_t file_size) {
  const auto head = at<Elf64_Ehdr>(bytes, 0);
  if (bytes.substr(0, SELFMAG) != std::string_view(ELFMAG, SELFMAG)) return "it is not an ELF file";
  if (!head) return "it is cut short";
  if (head->e_ident[EI_CLASS] != ELFCLASS64) return "it is not a 64-bit file";
  if (head->e_machine != kMachine) return "it is built for another processor (ELF machine " + std::to_string(head->e_machine) + ")";
  if (head->e_type != ET_DYN && head->e_type != ET_EXEC) return "it is neither a shared object nor a program";
  for (unsigned i = 0; i < head->e_phnum; ++i) {
    const std::uint64_t offset = head->e_phoff + i * sizeof(Elf64_Phdr);
    const auto segment = at<Elf64_Phdr>(bytes, offset);
    const bool beyond = segment && segment->p_type == PT_LOAD &&
                        (segment->p_offset > file_size || file_size - segment->p_offset < segment->p_filesz);
    if (beyond || offset > file_size) return "it is cut short";
  }
  return std::nullopt;
}

std::optional<GlibcVersion> needed_glibc(std::string_view bytes) {
  std::optional<GlibcVersion> newest;
  const auto all = sections(bytes);
  for (const auto& section : all) {
    if (section.sh_type != SHT_GNU_verneed) continue;
    const auto strings = linked_strings(bytes, all, section);
    std::uint64_t offset = section.sh_offset;
    for (unsigned i = 0; i < section.sh_info; ++i) {
      const auto need = at<Elf64_Verneed>(bytes, offset);
      if (!need) break;
      std::uint64_t aux_offset = offset + need->vn_aux;
      for (unsigned j = 0; j < need->vn_cnt; ++j) {
        const auto aux = at<Elf64_Vernaux>(bytes, aux_offset);
        if (!aux) break;
        const auto version = glibc_version(text(strings, aux->vna_name));
        if (version && (!newest || *newest < *version)) newest = version;
        if (aux->vna_next == 0) break;
        aux_offset += aux->vna_next;
      }
      if (need->vn_next == 0) break;
      offset += need->vn_next;
    }
  }
  return newest;
}

std::vector<ElfFunction> functions(std::string_view bytes) {
  std::vector<ElfFunction> found;
  const auto all = sections(bytes);
  for (const auto& section : all) {
    if (section.sh_type != SHT_SYMTAB && section.sh_type != SHT_DYNSYM) continue;
    const auto strings = linked_strings(bytes, all, section);
    const auto table = part(bytes, section.sh_offset, section.sh_size);
    for (std::uint64_t offset = 0; offset + sizeof(Elf64_Sym) <= table.size(); offset += sizeof(Elf64_Sym)) {
      const auto symbol = at<Elf64_Sym>(table, offset);
      if (ELF64_ST_TYPE(symbol->st_info) != STT_FUNC || symbol->st_shndx == SHN_UNDEF || symbol->st_size == 0) continue;
      found.push_back({symbol->st_value, symbol->st_size, text(strings, symbol->st_name)});
    }
  }
  std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.start < b.start; });
  return found;
}

}  // namespace lambent::plugin
