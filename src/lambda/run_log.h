// The log of one sandbox: its lines go to the journal under the invocation they belong to; the last 4 KB of an
// invocation are kept for LogType Tail. Also the lines Lambda writes itself: START, END, REPORT.
#pragma once
#include <memory>
#include <string>

#include "aws/journal.h"
#include "lambda/invocation.h"

namespace lambent::lambda {

class RunLog {
 public:
  RunLog(Journal& journal, std::string function, std::string stream)
      : journal_(journal), function_(std::move(function)), stream_(std::move(stream)) {}

  void enter(std::uint64_t span, std::string trace);  // before the initialisation
  void start(const std::string& request_id);          // START
  void finish(const Outcome& outcome, std::int64_t memory_mb, std::int64_t billed_ms);  // END, REPORT
  void line(std::string text);

  std::string tail() const { return tail_.size() <= kTail ? tail_ : tail_.substr(tail_.size() - kTail); }
  const std::string& stream() const { return stream_; }

 private:
  static constexpr size_t kTail = 4096;

  Journal& journal_;
  const std::string function_, stream_;
  std::string request_id_, trace_, tail_;
  std::uint64_t span_ = 0;
};

std::int64_t peak_mb(const Outcome& outcome, std::int64_t memory_mb);
std::int64_t billed_ms(const Outcome& outcome);

}  // namespace lambent::lambda
