#include "base/log.h"

#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <atomic>

namespace lambent {
namespace {

std::atomic<LogTap> tap{nullptr};

spdlog::logger& logger() {
  static const auto one = [] {
    auto made = spdlog::stderr_color_mt("lambent");
    made->set_pattern("%^%l%$ %v");
    made->flush_on(spdlog::level::warn);
    return made;
  }();
  return *one;
}

void write(LogLevel level, spdlog::level::level_enum spd, const std::string& line) {
  if (auto* f = tap.load()) f(level, line);
  logger().log(spd, spdlog::string_view_t(line));
}

}  // namespace

void set_log_level(LogLevel level) {
  static constexpr spdlog::level::level_enum levels[] = {spdlog::level::debug, spdlog::level::info, spdlog::level::warn,
                                                         spdlog::level::err, spdlog::level::off};
  logger().set_level(levels[static_cast<int>(level)]);
}
void set_log_tap(LogTap f) { tap = f; }
void log_debug(const std::string& line) { write(LogLevel::debug, spdlog::level::debug, line); }
void log_info(const std::string& line) { write(LogLevel::info, spdlog::level::info, line); }
void log_warn(const std::string& line) { write(LogLevel::warn, spdlog::level::warn, line); }
void log_error(const std::string& line) { write(LogLevel::error, spdlog::level::err, line); }

}  // namespace lambent
