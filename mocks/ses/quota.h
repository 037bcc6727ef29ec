// How much an account may send: recipients in any 24 hours exactly, and a rate per second that may be exceeded in
// bursts; after a restart what was sent is known to the second. AWS allows short bursts without saying how long; here a minute's worth of the rate may go at once.
#pragma once
#include <deque>
#include <map>

#include "aws/aws.h"
#include "base/table.h"
#include "mocks/ses/rows.h"

namespace lambent::ses {

class Quota {
 public:
  explicit Quota(Aws& aws);

  enum class Verdict { allowed, daily_exceeded, rate_exceeded };
  // Whether so many more recipients may be sent to now; takes them from the rate if so.
  Verdict take(const Scope& scope, const AccountRow& account, std::int64_t recipients);
  void count(const Scope& scope, CountRow row);  // a message that was accepted

  std::int64_t sent_last_24_hours(const Scope& scope);
  // GetSendStatistics: quarters of an hour with something sent, oldest first.
  std::vector<CountRow> quarters(const Scope& scope) const;

  void load();
  void reset();

 private:
  struct Recent {
    std::deque<std::pair<std::int64_t, std::int64_t>> sends;  // time, recipients
    std::int64_t sum = 0;
  };
  struct Bucket {
    double tokens = 0;
    TimePoint at{};
  };
  void forget_old(const Scope& scope);

  Aws& aws_;
  Table<CountRow> rows_;
  std::map<std::string, Recent> recent_;    // by scope
  std::map<std::string, Bucket> buckets_;   // by scope
};

}  // namespace lambent::ses
