/* A table that ends before the function every plugin has. */
#include "lambent/plugin.h"

static const lambent_plugin_table table = {8, LAMBENT_ABI_MAJOR, 0, NULL, NULL};

const lambent_plugin_table* lambent_plugin(void) { return &table; }
