/* The C interface between a handler plugin (a shared object, `handler.so`) and the program that runs it.
 *
 * C++ authors use <lambent/handler.hpp> instead. This header is for C, for other languages, and for the host.
 *
 * Conventions, which hold for every version:
 *   - A plugin exports one function, `const lambent_plugin_table* lambent_plugin(void)`. It returns a table that lives as
 *     long as the process. The first three members of the table (size, major, minor) never change place or meaning.
 *   - Text is pointer + length, never zero-terminated by promise; a text of size 0 may have a null pointer.
 *     Payloads are bytes; all other texts are UTF-8. Integers are the machine's own: this is no wire format.
 *   - Who makes a text owns it. A text from the host lives until `invoke` (or `init`) returns; the host copies what
 *     a plugin gives it before the call returns.
 *   - Handles are opaque. A `lambent_call` is valid during the `init` or `invoke` it was given to, no longer.
 *   - No exception, longjmp or signal handler crosses this border.
 *   - `init` and `invoke` are called on one thread, one at a time. `log` may be called from any thread while a call
 *     lasts; the other functions only from the calling one.
 *   - Times are milliseconds; points in time count from 1970-01-01 UTC.
 *
 * Versions: a table grows only at its end, and then its minor number rises; `size` says how much of it is there.
 * A host runs every plugin of its own major number, older or newer, and refuses the others by name.
 */
#ifndef LAMBENT_PLUGIN_H
#define LAMBENT_PLUGIN_H

#include <stddef.h>
#include <stdint.h>

#define LAMBENT_ABI_MAJOR 1
#define LAMBENT_ABI_MINOR 0

#ifdef __cplusplus
extern "C" {
#endif

typedef struct lambent_text {
  const char* data;
  size_t size;
} lambent_text;

typedef struct lambent_call lambent_call; /* one initialisation or one invocation */

/* What can be asked about a call. A host answers empty text to numbers it does not know. */
enum {
  LAMBENT_PAYLOAD = 1,          /* the event */
  LAMBENT_CONTENT_TYPE = 2,     /* of the event, usually application/json */
  LAMBENT_REQUEST_ID = 3,       /* of the invocation */
  LAMBENT_FUNCTION_NAME = 4,    /* the four below are known during init too */
  LAMBENT_FUNCTION_VERSION = 5, /* $LATEST or a number */
  LAMBENT_LOG_GROUP = 6,
  LAMBENT_LOG_STREAM = 7,
  LAMBENT_FUNCTION_ARN = 8,     /* as invoked, with the qualifier the caller gave */
  LAMBENT_TRACE_ID = 9,         /* X-Ray: Root=...;Parent=...;Sampled=... */
  LAMBENT_CLIENT_CONTEXT = 10,  /* JSON, if the caller sent one */
  LAMBENT_COGNITO_IDENTITY = 11 /* JSON, if the caller has one */
};

/* Numbers; a host answers 0 to those it does not know. */
enum {
  LAMBENT_DEADLINE_MS = 1,  /* the point in time at which the invocation is ended; 0 during init */
  LAMBENT_REMAINING_MS = 2, /* until the deadline; negative when it has passed; 0 during init */
  LAMBENT_MEMORY_MB = 3     /* the function's memory size */
};

enum { LAMBENT_TRACE = 0, LAMBENT_DEBUG = 1, LAMBENT_INFO = 2, LAMBENT_WARN = 3, LAMBENT_ERROR = 4, LAMBENT_FATAL = 5 };

/* What the host does for a plugin. */
typedef struct lambent_host {
  uint32_t size; /* of this table as the host knows it */
  uint16_t major, minor;

  lambent_text (*text)(const lambent_call* call, int32_t what);
  int64_t (*number)(const lambent_call* call, int32_t what);

  /* The end of an invocation: exactly one of the two, the first one counts. During init `respond` is ignored and
   * `fail` makes the initialisation fail: the error is reported and the process ends. A stack is a list of lines,
   * innermost first; it may be empty. */
  void (*respond)(lambent_call* call, lambent_text payload, lambent_text content_type);
  void (*fail)(lambent_call* call, lambent_text error_type, lambent_text message, const lambent_text* stack, size_t stack_size);

  /* One record in the function's log, with time and request id; below AWS_LAMBDA_LOG_LEVEL it is left out. */
  void (*log)(const lambent_call* call, int32_t level, lambent_text message);

  /* A return address of the plugin as a line for a stack: function, offset, file. */
  lambent_text (*describe)(lambent_call* call, const void* address);
} lambent_host;

/* What a plugin offers. */
typedef struct lambent_plugin_table {
  uint32_t size; /* sizeof(lambent_plugin_table) at the plugin's compile time */
  uint16_t major, minor;

  void (*init)(const lambent_host* host, lambent_call* call); /* once, before the first event; may be null */
  void (*invoke)(const lambent_host* host, lambent_call* call);
} lambent_plugin_table;

#if defined(__GNUC__)
#define LAMBENT_EXPORT __attribute__((visibility("default")))
#else
#define LAMBENT_EXPORT
#endif

LAMBENT_EXPORT const lambent_plugin_table* lambent_plugin(void);

#ifdef __cplusplus
}
#endif

#endif
