/* As a later version of plugin.h would build it: a longer table, a higher minor number. */
#include "lambent/plugin.h"

static void invoke(const lambent_host* host, lambent_call* call) {
  const lambent_text answer = {"\"newer\"", 7}, type = {"", 0};
  host->respond(call, answer, type);
}

static const struct {
  lambent_plugin_table known;
  void (*appended)(void);
} table = {{sizeof(table), LAMBENT_ABI_MAJOR, LAMBENT_ABI_MINOR + 7, NULL, invoke}, NULL};

const lambent_plugin_table* lambent_plugin(void) { return &table.known; }
