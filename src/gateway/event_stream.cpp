#include "gateway/event_stream.h"

#include <boost/asio/as_tuple.hpp>
#include <charconv>

#include "aws/list_query.h"
#include "base/text.h"
#include "base/utf8.h"
#include "gateway/stream_events.h"

namespace lambent {
namespace {

constexpr auto kKeepAlive = std::chrono::seconds(15);
constexpr size_t kLargestPiece = 64 << 10;

struct Asked {
  std::vector<std::string> types;
  std::optional<std::uint64_t> after;
};

std::uint64_t number(const std::string& text, const char* name) {
  std::uint64_t out = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) throw QueryError("'" + std::string(name) + "' is a number, not '" + printable(text) + "'");
  return out;
}

Asked parse(const HttpRequest& request) {
  Asked out;
  if (request.headers.has("Last-Event-ID")) out.after = number(std::string(request.headers.get("Last-Event-ID")), "Last-Event-ID");
  for (const auto& [name, value] : parse_form(request.query())) {
    if (name == "types") {
      out.types = split(value, ',');
    } else if (name == "after") {
      if (!out.after) out.after = number(value, "after");  // a reconnect knows better than the address it connects to
    } else if (name != "world") {
      throw QueryError("there is no parameter '" + printable(name) + "' here; there are types, world and after");
    } else if (value != "default") {
      throw QueryError("there is no world '" + printable(value) + "', there is default");
    }
  }
  return out;
}

}  // namespace

// One reader: where it has come to, and what has happened since.
struct EventStreams::Stream {
  Stream(Loop& loop, Journal& among) : journal(among), timer(loop.executor()) {}

  Journal& journal;
  SteadyTimer timer;
  std::vector<std::string> types;
  bool greeted = false;
  bool gap = false;
  std::uint64_t heard = 0;                           // the highest seq told of or passed over
  std::uint64_t replay = 0, live = 0;                // entries still to be told of from the journal: [replay, live)
  std::deque<std::pair<std::uint64_t, Moment>> queue;  // what happened to later ones

  bool wants(std::string_view type) const {
    auto fits = [&](const std::string& one) { return one.ends_with(".*") ? type.starts_with(std::string_view(one).substr(0, one.size() - 1)) : one == type; };
    return types.empty() || std::any_of(types.begin(), types.end(), fits);
  }
  void happened(const JournalEntry& entry, Moment moment) {
    if (queue.size() >= kMostQueued) {
      queue.clear();
      replay = live;
      gap = true;
    }
    queue.emplace_back(entry.seq, moment);
    timer.cancel();
  }
  void tell(std::string& out, std::uint64_t seq, Moment moment) {
    heard = std::max(heard, seq);
    const JournalEntry* entry = journal.find(seq);
    if (!entry) {
      gap = true;
      return;
    }
    for (const auto& event : events_of(*entry, moment))
      if (wants(event.type)) out += "id: " + std::to_string(heard) + "\nevent: " + event.type + "\ndata: " + dump(event.data) + "\n\n";
  }
  void tell_gap(std::string& out) {
    if (gap) out += "event: gap\ndata: {\"oldest\":" + std::to_string(journal.first()) + "}\n\n";
    gap = false;
  }
  std::string text() {
    std::string out;
    if (!greeted) out = "retry: 1000\n\n";
    greeted = true;
    if (replay < live && replay < journal.first()) {
      gap = true;
      replay = std::min(journal.first(), live);
    }
    tell_gap(out);
    for (; replay < live && out.size() < kLargestPiece; ++replay) tell(out, replay, Moment::all);
    while (replay == live && !queue.empty() && out.size() < kLargestPiece) {
      auto [seq, moment] = queue.front();
      queue.pop_front();
      tell(out, seq, moment);
    }
    tell_gap(out);
    return out;
  }
};

EventStreams::EventStreams(Loop& loop, Journal& journal) : loop_(loop), journal_(journal), streams_(std::make_shared<Streams>()) {
  journal.listen([streams = streams_, last = journal.next() - 1](const JournalEntry& entry) mutable {
    const Moment moment = entry.seq <= last ? Moment::ended : entry.open ? Moment::began : Moment::all;
    last = std::max(last, entry.seq);
    for (auto it = streams->begin(); it != streams->end();) {
      auto stream = it->lock();
      if (stream) stream->happened(entry, moment);
      it = stream ? std::next(it) : streams->erase(it);
    }
  });
}

size_t EventStreams::open_streams() const {
  return static_cast<size_t>(std::count_if(streams_->begin(), streams_->end(), [](const auto& one) { return !one.expired(); }));
}

HttpResponse EventStreams::open(const HttpRequest& request) {
  Asked asked;
  try {
    asked = parse(request);
  } catch (const QueryError& e) {
    return bad_parameter(e);
  }
  if (open_streams() >= kMostStreams) return view_error(429, "too_many_streams", "There are too many streams of events already.", "Close one.");
  auto stream = std::make_shared<Stream>(loop_, journal_);
  stream->types = std::move(asked.types);
  stream->replay = stream->live = journal_.next();
  if (asked.after) {
    stream->replay = std::min(*asked.after == UINT64_MAX ? UINT64_MAX : *asked.after + 1, stream->live);
    stream->heard = stream->replay - 1;
    // What had begun by then and has ended since.
    if (const JournalEntry* last = journal_.find(stream->heard))
      for (std::uint64_t seq = journal_.first(); seq <= last->seq; ++seq)
        if (const JournalEntry* entry = journal_.find(seq); !entry->open && entry->since + entry->took > last->since) stream->queue.emplace_back(seq, Moment::ended);
  }
  streams_->push_back(stream);
  HttpResponse out{200, {}, ""};
  out.headers.set("Content-Type", "text/event-stream; charset=utf-8");
  out.pieces = [stream] { return next(stream); };
  return out;
}

Task<std::string> EventStreams::next(std::shared_ptr<Stream> stream) {
  for (;;) {
    std::string out = stream->text();
    if (!out.empty()) co_return out;
    stream->timer.expires_after(kKeepAlive);
    auto token = net::as_tuple(use_task);
    auto [woken] = co_await stream->timer.async_wait(token);
    if (!woken) co_return ": still here\n\n";
  }
}

}  // namespace lambent
