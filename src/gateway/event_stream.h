// The journal as it grows, as server-sent events: GET /_lambent/api/v1/events?types=call,invocation.*&world=default&after=1840
//
//   retry: 1000
//
//   id: 1841
//   event: execution.visit
//   data: {"seq":1841,"at":"…","execution":"…","state":"SendEmail","from":"SendSms","via":"catch 1"}
//
// Events: call, denial, invocation.started, invocation.log, invocation.ended, execution.started, execution.visit,
// execution.ended, and messages by their kind (email, sms, push, topic, …). Bodies are not in them, only ids and sizes: what an
// event tells of is under its seq in the journal. `id` is how far one has heard; `after`, or a browser's Last-Event-ID, goes on
// there: what ended meanwhile is told too, perhaps twice. `gap` with the oldest seq there is: what came before has gone, or
// more came than one reader may leave waiting (kMostQueued). Every 15 seconds of silence a comment keeps the connection.
//
// Real time, like all that people watch. Readers are pulled along, never waited for. Loop thread only; the journal may
// outlive it, not the other way round.
#pragma once
#include <list>
#include <memory>

#include "aws/journal.h"
#include "base/loop.h"
#include "http/message.h"

namespace lambent {

class EventStreams {
 public:
  static constexpr size_t kMostStreams = 64, kMostQueued = 2'000;

  EventStreams(Loop& loop, Journal& journal);

  HttpResponse open(const HttpRequest& request);  // 200, 400 or 429
  size_t open_streams() const;

 private:
  struct Stream;
  using Streams = std::list<std::weak_ptr<Stream>>;
  static Task<std::string> next(std::shared_ptr<Stream> stream);

  Loop& loop_;
  Journal& journal_;
  const std::shared_ptr<Streams> streams_;  // also held by the journal's listener
};

}  // namespace lambent
