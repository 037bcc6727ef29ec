// The log of a plugin: one record per call on standard output, in the shape the official Python runtime writes, or
// as JSON if AWS_LAMBDA_LOG_FORMAT says so. AWS_LAMBDA_LOG_LEVEL leaves out what is below it.
#pragma once
#include <cstdint>
#include <string_view>

namespace lambent::plugin {

class LogLines {
 public:
  LogLines();  // reads the two variables

  // Safe from any thread: a record is one write. Line ends within a message become CR, so it stays one record.
  void write(std::int32_t level, std::string_view request_id, std::string_view message) const;

 private:
  bool json_ = false;
  std::int32_t lowest_ = 0;
};

}  // namespace lambent::plugin
