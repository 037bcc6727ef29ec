#include "aws/arrivals.h"

#include <boost/asio/as_tuple.hpp>

namespace lambent {
namespace {

Task<HttpResponse> ready(HttpResponse response) { co_return response; }

}  // namespace

Arrivals::Arrivals(Loop& loop, Journal& journal) : loop_(loop), waiting_(std::make_shared<Waiting>()) {
  auto waiting = waiting_;
  journal.listen([waiting](const JournalEntry&) {
    for (auto& timer : *waiting) timer.cancel();
  });
}

Task<void> Arrivals::next(Duration limit) {
  struct Place {
    std::shared_ptr<Waiting> all;
    Waiting::iterator at;
    ~Place() { all->erase(at); }
  };
  Place place{waiting_, waiting_->emplace(waiting_->end(), loop_.executor())};
  place.at->expires_after(std::chrono::duration_cast<std::chrono::steady_clock::duration>(limit));
  // Being woken and being cancelled both end the wait early; a cancelled coroutine throws at its next co_await.
  auto token = net::as_tuple(use_task);
  co_await place.at->async_wait(token);
}

Task<HttpResponse> answer_list(Arrivals& arrivals, ListQuery query, ListPage page) {
  Stopwatch waited;
  for (;;) {
    Json answer = page(query);
    const Json* items = find(answer, "items");
    Duration left = query.wait - waited.elapsed();
    if (!items || !items->empty() || left <= Duration{}) co_return view_answer(answer);
    if (arrivals.full()) co_return view_error(429, "too_many_waiting", "Too many wait for this list already.", "Ask without wait, or end one that waits.");
    co_await arrivals.next(left);
  }
}

Task<HttpResponse> answer_list(Arrivals& arrivals, const HttpRequest& request, const std::vector<std::string>& filters, ListPage page,
                               const std::function<void(const ListQuery&)>& check) {
  try {
    ListQuery query = parse_list_query(request.query(), filters);
    if (check) check(query);
    return answer_list(arrivals, std::move(query), std::move(page));
  } catch (const QueryError& e) {
    return ready(bad_parameter(e));
  }
}

}  // namespace lambent
