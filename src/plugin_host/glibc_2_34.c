/* Lets programs and plugins built on a newer system start on Amazon Linux 2023 (glibc 2.34), whose C library lacks two
 * functions that the static libstdc++ and libgcc of newer systems call. These here, hidden in each binary, are used
 * instead. Compile it into every plugin that is linked with -static-libstdc++ -static-libgcc; it may be C or C++. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <dlfcn.h>
#include <link.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GLIBC_PREREQ)
#if __GLIBC_PREREQ(2, 36)
__attribute__((visibility("hidden"))) uint32_t arc4random(void) {
  uint32_t value;
  while (getrandom(&value, sizeof value, 0) != (ssize_t)sizeof value) {
  }
  return value;
}
#endif

#if __GLIBC_PREREQ(2, 35)
struct search {
  uintptr_t address;
  struct dl_find_object* found;
};

static int look_into(struct dl_phdr_info* object, size_t size, void* argument) {
  struct search* search = (struct search*)argument;
  uintptr_t start = 0, end = 0, eh_frame = 0;
  int here = 0;
  (void)size;
  for (int i = 0; i < object->dlpi_phnum; ++i) {
    const ElfW(Phdr)* segment = &object->dlpi_phdr[i];
    const uintptr_t from = object->dlpi_addr + segment->p_vaddr;
    if (segment->p_type == PT_GNU_EH_FRAME) eh_frame = from;
    if (segment->p_type != PT_LOAD) continue;
    if (start == 0 || from < start) start = from;
    if (from + segment->p_memsz > end) end = from + segment->p_memsz;
    if (search->address >= from && search->address < from + segment->p_memsz) here = 1;
  }
  if (!here || eh_frame == 0) return 0;
  search->found->dlfo_map_start = (void*)start;
  search->found->dlfo_map_end = (void*)end;
  search->found->dlfo_eh_frame = (void*)eh_frame;
  return 1;
}

/* What the unwinder needs of it: the object around an address and its table of frames. */
__attribute__((visibility("hidden"))) int _dl_find_object(void* address, struct dl_find_object* found) {
  struct search search;
  memset(found, 0, sizeof *found);
  search.address = (uintptr_t)address;
  search.found = found;
  return dl_iterate_phdr(look_into, &search) ? 0 : -1;
}
#endif
#endif

#ifdef __cplusplus
}
#endif
