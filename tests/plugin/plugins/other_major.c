/* A plugin of another, incompatible version: of its table only the first three members may be read. */
#include "lambent/plugin.h"

static const struct {
  uint32_t size;
  uint16_t major, minor;
  const void* nonsense[2];
} table = {sizeof(table), LAMBENT_ABI_MAJOR + 1, 3, {(const void*)1, (const void*)1}};

const lambent_plugin_table* lambent_plugin(void) { return (const lambent_plugin_table*)&table; }
