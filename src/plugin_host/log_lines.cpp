#include "plugin_host/log_lines.h"

#include <strings.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "lambent/plugin.h"
#include "plugin_host/json_text.h"

namespace lambent::plugin {

namespace {

constexpr const char* kNames[] = {"TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"};

std::string utc_now() {
  using namespace std::chrono;
  const auto ms = duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
  const time_t seconds = ms / 1000;
  tm parts{};
  gmtime_r(&seconds, &parts);
  char text[40];
  const size_t n = strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &parts);
  std::snprintf(text + n, sizeof text - n, ".%03dZ", static_cast<int>(ms % 1000));
  return text;
}

}  // namespace

LogLines::LogLines() {
  const char* format = std::getenv("AWS_LAMBDA_LOG_FORMAT");
  json_ = format && strcasecmp(format, "JSON") == 0;
  lowest_ = json_ ? LAMBENT_INFO : LAMBENT_TRACE;
  if (const char* level = std::getenv("AWS_LAMBDA_LOG_LEVEL"))
    for (std::int32_t i = LAMBENT_TRACE; i <= LAMBENT_FATAL; ++i)
      if (strcasecmp(level, kNames[i]) == 0) lowest_ = i;
}

void LogLines::write(std::int32_t level, std::string_view request_id, std::string_view message) const {
  level = std::clamp<std::int32_t>(level, LAMBENT_TRACE, LAMBENT_FATAL);
  if (level < lowest_) return;
  std::string record;
  if (json_) {
    record = "{\"timestamp\":\"" + utc_now() + "\",\"level\":\"" + kNames[level] + "\",\"message\":";
    append_json_string(record, message);
    if (!request_id.empty()) {
      record += ",\"requestId\":";
      append_json_string(record, request_id);
    }
    record += "}\n";
  } else {
    record.append("[").append(kNames[level]).append("]\t").append(utc_now()).append("\t").append(request_id).append("\t").append(message);
    std::replace(record.begin(), record.end(), '\n', '\r');
    record += '\n';
  }
  std::fflush(stdout);  // what the plugin printed before comes before
  for (std::string_view rest = record; !rest.empty();) {
    const ssize_t n = ::write(STDOUT_FILENO, rest.data(), rest.size());
    if (n <= 0) return;
    rest.remove_prefix(static_cast<size_t>(n));
  }
}

}  // namespace lambent::plugin
