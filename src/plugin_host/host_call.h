// What a plugin sees as `lambent_call`: one initialisation or one invocation; and the table of functions over it.
#pragma once
#include <deque>
#include <string>
#include <vector>

#include "lambent/plugin.h"
#include "plugin_host/loaded_plugin.h"
#include "plugin_host/log_lines.h"
#include "plugin_host/runtime_client.h"

// The C interface declares this type, so it lives outside our namespace.
struct lambent_call {
  enum class State { running, responded, failed };

  const lambent::plugin::RuntimeEvent* event = nullptr;  // null during init
  lambent::plugin::LoadedPlugin* plugin = nullptr;
  const lambent::plugin::LogLines* log = nullptr;

  State state = State::running;
  std::string payload, content_type;          // of a response
  std::string error_type, message;            // of a failure
  std::vector<std::string> stack;
  std::deque<std::string> described;          // what describe() gave out

  void begin(const lambent::plugin::RuntimeEvent* next);
  std::string error_json() const;  // {"errorMessage":..,"errorType":..,"stackTrace":[..]}
};

namespace lambent::plugin {

const lambent_host& host_table();

}  // namespace lambent::plugin
