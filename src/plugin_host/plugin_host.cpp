#include "plugin_host/plugin_host.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <string>

#include "plugin_host/host_call.h"

namespace lambent::plugin {

namespace {

// The value of _X_AMZN_TRACE_ID, changed in place: glibc's setenv keeps every value it was ever given.
class TraceVariable {
 public:
  void set(std::string_view value) {
    if (value.size() >= sizeof line_ - std::strlen(kName)) value = {};
    if (value.empty()) {
      if (present_) unsetenv("_X_AMZN_TRACE_ID");
      present_ = false;
      return;
    }
    char* const end = std::copy(value.begin(), value.end(), std::copy_n(kName, std::strlen(kName), line_));
    *end = '\0';
    if (!present_) putenv(line_);
    present_ = true;
  }

 private:
  static constexpr const char* kName = "_X_AMZN_TRACE_ID=";
  char line_[2048];
  bool present_ = false;
};

void log_failure(const lambent_call& call) {
  std::string record = call.error_type + ": " + call.message;
  for (const auto& line : call.stack) record += "\n  at " + line;
  call.log->write(LAMBENT_ERROR, call.event ? call.event->request_id : std::string_view(), record);
}

int refuse_init(RuntimeClient& api, const lambent_call& call) {
  log_failure(call);
  std::fflush(stdout);
  api.post_init_error(call.error_json(), call.error_type);
  return kInitFailed;
}

int serve(RuntimeClient& api, LoadedPlugin& plugin, lambent_call& call) {
  static TraceVariable trace;  // putenv keeps a pointer to it
  for (;;) {
    const RuntimeEvent& event = api.next();
    if (event.status != 200) {
      std::fprintf(stderr, "plugin-host: the Runtime API answered %d to next\n", event.status);
      return kApiLost;
    }
    trace.set(event.trace_id);
    call.begin(&event);
    plugin.invoke(host_table(), &call);
    if (call.state == lambent_call::State::running) {
      call.state = lambent_call::State::failed;
      call.error_type = "Function.NoResponse";
      call.message = "the handler returned without a response";
    }
    const bool failed = call.state == lambent_call::State::failed;
    if (failed) log_failure(call);
    std::fflush(stdout);  // log lines belong before the end of the invocation
    const int status = failed ? api.post_error(event, call.error_json(), call.error_type) : api.post_response(event, call.payload, call.content_type);
    if (status == 500) return kApiLost;  // documented: a container error, the runtime should exit
    if (status < 200 || status > 299) std::fprintf(stderr, "plugin-host: the Runtime API refused the result: status %d\n", status);
  }
}

std::optional<std::string> plugin_path(int argc, char** argv) {
  if (argc == 2) return argv[1];
  const char* root = std::getenv("LAMBDA_TASK_ROOT");
  const char* handler = std::getenv("_HANDLER");
  if (argc > 2 || !handler || !*handler) return std::nullopt;
  return std::string(root && *root ? root : ".") + "/" + handler;
}

}  // namespace

int plugin_host_main(int argc, char** argv) {
  const char* address = std::getenv("AWS_LAMBDA_RUNTIME_API");
  const auto path = plugin_path(argc, argv);
  if (!path || !address || !*address) {
    std::fprintf(stderr, "%s\n", path ? "plugin-host: AWS_LAMBDA_RUNTIME_API is not set: it names the Runtime API's host:port"
                                      : "usage: plugin-host FILE.so   (without FILE.so, _HANDLER and LAMBDA_TASK_ROOT name it)");
    return kBadStart;
  }
  setvbuf(stdout, nullptr, _IOLBF, BUFSIZ);  // into a pipe too: a line is a log record, also when the plugin crashes next
  try {
    RuntimeClient api(address);
    const LogLines log;
    lambent_call call;
    call.log = &log;
    std::optional<LoadedPlugin> plugin;
    try {
      plugin.emplace(*path);
    } catch (const LoadError& e) {
      call.error_type = e.type;
      call.message = e.what();
      return refuse_init(api, call);
    }
    call.plugin = &*plugin;
    plugin->init(host_table(), &call);
    if (call.state == lambent_call::State::failed) return refuse_init(api, call);
    return serve(api, *plugin, call);
  } catch (const ConnectionLost& e) {
    std::fprintf(stderr, "plugin-host: %s\n", e.what());
    return kApiLost;
  }
}

}  // namespace lambent::plugin
