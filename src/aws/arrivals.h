// Waiting for something new to be seen: the long poll of lists.
//
//   Arrivals arrivals(loop, journal);
//   co_await arrivals.next(std::chrono::seconds(5));      // until the journal grows or changes, or real time is over
//
//   auto page = [this](const ListQuery& query) { return messages_page(query); };
//   return answer_list(arrivals, match.request, {"to", "q"}, page);   // waits as the query says
//
// The time is real: a list shall answer also when the emulated clock stands still. At most kMostWaiting wait at once; more
// are answered 429 at once. Loop thread only; the journal may outlive it.
#pragma once
#include <functional>
#include <list>
#include <memory>

#include "aws/journal.h"
#include "aws/list_query.h"
#include "base/loop.h"

namespace lambent {

class Arrivals {
 public:
  static constexpr size_t kMostWaiting = 64;

  Arrivals(Loop& loop, Journal& journal);
  Arrivals(const Arrivals&) = delete;

  bool full() const { return waiting_->size() >= kMostWaiting; }
  Task<void> next(Duration limit);

 private:
  using Waiting = std::list<SteadyTimer>;

  Loop& loop_;
  const std::shared_ptr<Waiting> waiting_;  // also held by the journal's listener
};

using ListPage = std::function<Json(const ListQuery&)>;

// `page` makes the list's answer anew each time; it is called on the loop and must not throw.
Task<HttpResponse> answer_list(Arrivals& arrivals, ListQuery query, ListPage page);
// The same from the request's query, with the filters the list knows; `check` (may be empty) throws QueryError for their values.
Task<HttpResponse> answer_list(Arrivals& arrivals, const HttpRequest& request, const std::vector<std::string>& filters, ListPage page,
                               const std::function<void(const ListQuery&)>& check = {});

}  // namespace lambent
