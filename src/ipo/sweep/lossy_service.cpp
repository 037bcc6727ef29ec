#include "ipo/sweep/lossy_service.h"

#include "aws/stubs.h"
#include "ipo/run/observe.h"

namespace lambent::ipo {

Task<Json> LossyService::handle(Call call) {
  const bool lost = loses_(call);
  const std::uint64_t span = call.span;
  Json answer = co_await real_.handle(std::move(call));
  if (!lost) co_return answer;
  if (auto* entry = journal_.get<CallEntry>(span)) {
    entry->stub = kAnswerLost;
    entry->output = answer;
  }
  throw BrokenCall(WireFault::reset);
}

}  // namespace lambent::ipo
