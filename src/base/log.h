// The emulator's own log: to stderr, one line each, in three levels. Output of functions does not go here
// (see aws/journal.h). Safe from any thread. Text from functions or requests is escaped by the caller's
// use of printable() (text.h) before it comes near a terminal.
#pragma once
#include <string>

namespace lambent {

enum class LogLevel { debug, info, warn, error, off };

void set_log_level(LogLevel level);
void log_debug(const std::string& line);
void log_info(const std::string& line);
void log_warn(const std::string& line);
void log_error(const std::string& line);

// Called with every line of level warn or error before it is written; tests use it to fail on errors.
using LogTap = void (*)(LogLevel, const std::string&);
void set_log_tap(LogTap tap);

}  // namespace lambent
