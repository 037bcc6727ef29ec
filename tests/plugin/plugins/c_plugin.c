/* A plugin in C99: keeps plugin.h honest. It answers with the function's name, or what the event asks for. */
#include "lambent/plugin.h"

#include <string.h>

static lambent_text text(const char* s) {
  lambent_text t;
  t.data = s;
  t.size = strlen(s);
  return t;
}

static void invoke(const lambent_host* host, lambent_call* call) {
  const lambent_text event = host->text(call, LAMBENT_PAYLOAD);
  host->log(call, LAMBENT_WARN, text("two\nlines"));
  if (event.size == 8 && memcmp(event.data, "\"silent\"", 8) == 0) return;
  if (event.size == 7 && memcmp(event.data, "\"twice\"", 7) == 0) {
    host->fail(call, text("First"), text("this one counts"), NULL, 0);
    host->respond(call, text("null"), text(""));
    return;
  }
  if (host->text(call, 9999).size != 0 || host->number(call, 9999) != 0 || host->number(call, LAMBENT_MEMORY_MB) != 512) {
    host->fail(call, text("Host"), text("unexpected answers"), NULL, 0);
    return;
  }
  host->respond(call, host->text(call, LAMBENT_FUNCTION_NAME), text("text/plain"));
}

static const lambent_plugin_table table = {sizeof(lambent_plugin_table), LAMBENT_ABI_MAJOR, LAMBENT_ABI_MINOR, NULL, invoke};

const lambent_plugin_table* lambent_plugin(void) { return &table; }
