// What of an execution's events goes to the log group of its machine (loggingConfiguration): one record an event, shaped
// as Step Functions writes it to CloudWatch Logs. In the journal it is a log line whose stream is "<group>:<stream>".
// AWS source: Step Functions Developer Guide, "Using CloudWatch Logs to log execution history", with its table of levels.
#pragma once
#include "aws/journal.h"
#include "base/ids.h"
#include "mocks/states/rows.h"

namespace lambent::states {

class ExecutionLog {
 public:
  ExecutionLog() = default;  // off
  ExecutionLog(const ExecutionRow& row, Ids& ids);

  bool on() const { return level_ != Level::off; }
  bool wants(const std::string& event_type) const;
  LogEntry entry(const EventRow& event, const ExecutionRow& row) const;

 private:
  enum class Level { off, fatal, error, all };
  Level level_ = Level::off;
  bool data_ = false;  // includeExecutionData
  std::string stream_;
};

}  // namespace lambent::states
