#include "lambda/run_log.h"

#include <algorithm>

#include "base/time_text.h"

namespace lambent::lambda {

std::int64_t peak_mb(const Outcome& outcome, std::int64_t memory_mb) {
  return std::clamp<std::int64_t>((outcome.peak_kib + 1023) / 1024, 1, memory_mb);
}

std::int64_t billed_ms(const Outcome& outcome) {
  return std::chrono::ceil<std::chrono::milliseconds>(outcome.duration + outcome.init).count();
}

void RunLog::enter(std::uint64_t span, std::string trace) {
  span_ = span;
  trace_ = std::move(trace);
  request_id_.clear();
  tail_.clear();
}

void RunLog::start(const std::string& request_id) {
  request_id_ = request_id;
  tail_.clear();
  line("START RequestId: " + request_id + " Version: $LATEST");
}

void RunLog::finish(const Outcome& outcome, std::int64_t memory_mb, std::int64_t billed) {
  line("END RequestId: " + request_id_);
  std::string report = "REPORT RequestId: " + request_id_ + "\tDuration: " + millis_text(outcome.duration) +
                       " ms\tBilled Duration: " + std::to_string(billed) + " ms\tMemory Size: " + std::to_string(memory_mb) +
                       " MB\tMax Memory Used: " + std::to_string(peak_mb(outcome, memory_mb)) + " MB\t";
  if (outcome.init > Duration{}) report += "Init Duration: " + millis_text(outcome.init) + " ms\t";
  if (outcome.answer.ending == Ending::timeout) report += "Status: timeout\t";
  if (outcome.answer.ending == Ending::error) report += "Status: error\tError Type: " + outcome.answer.error_type + "\t";
  line(std::move(report));
  span_ = 0;  // lines between invocations belong to none
  request_id_.clear();
}

void RunLog::line(std::string text) {
  tail_ += text;
  tail_ += '\n';
  if (tail_.size() > 16 * kTail) tail_.erase(0, tail_.size() - kTail);
  journal_.add(span_, trace_, LogEntry{function_, stream_, request_id_, std::move(text)});
}

}  // namespace lambent::lambda
