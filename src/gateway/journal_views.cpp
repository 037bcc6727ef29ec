#include "gateway/journal_views.h"

#include <algorithm>
#include <functional>

#include "base/text.h"

namespace lambent {
namespace {

using Wanted = std::function<bool(const JournalEntry&)>;

struct Page {
  ListQuery query;
  std::vector<std::string> types;
};

Page parse_page(std::string_view query, const std::vector<std::string>& filters = {}) {
  static const std::vector<std::string> known{"call", "invocation", "log", "sms", "email", "received-email", "rendering-failure", "mail-event", "smtp-relay", "push", "reply",
                                              "message", "topic", "http", "mail", "firehose", "execution", "execution-event", "visit"};
  Page page;
  page.query = parse_list_query(query, filters);
  if (page.query.wait.count()) throw QueryError("there is no parameter 'wait' here");
  if (page.query.filters.contains("type")) page.types = split(page.query.filter("type"), ',');
  for (const auto& type : page.types)
    if (std::find(known.begin(), known.end(), type) == known.end())
      throw QueryError("'type' is one of " + join(known, ", ") + ", not '" + printable(type) + "'");
  return page;
}

Json forward(const Journal& journal, const Page& page, const Wanted& wanted) {
  std::vector<Json> items;
  std::uint64_t last = 0;
  std::uint64_t from = std::max(*page.query.after < UINT64_MAX ? *page.query.after + 1 : UINT64_MAX, journal.first());
  for (std::uint64_t seq = from; seq < journal.next(); ++seq) {
    const JournalEntry* e = journal.find(seq);
    if (!wanted(*e)) continue;
    if (items.size() == page.query.limit) return list_answer(std::move(items), last);
    items.push_back(to_json(*e));
    last = seq;
  }
  return list_answer(std::move(items), std::nullopt);
}

Json backward(const Journal& journal, const Page& page, const Wanted& wanted) {
  std::vector<Json> items;
  std::optional<std::uint64_t> next;
  std::uint64_t oldest = 0;
  std::uint64_t seq = page.query.before ? std::min(*page.query.before, journal.next()) : journal.next();
  while (seq > journal.first()) {
    const JournalEntry* e = journal.find(--seq);
    if (!wanted(*e)) continue;
    if (items.size() == page.query.limit) {
      next = oldest;
      break;
    }
    items.push_back(to_json(*e));
    oldest = seq;
  }
  std::reverse(items.begin(), items.end());
  return list_answer(std::move(items), next);
}

Json list(const Journal& journal, const Page& page, const Wanted& wanted) {
  return page.query.after ? forward(journal, page, wanted) : backward(journal, page, wanted);
}

template <class Data>
bool holds(const JournalEntry& e) {
  return std::holds_alternative<Data>(e.data);
}

}  // namespace

Json journal_view(const Journal& journal, std::string_view query) {
  Page page = parse_page(query, {"type", "trace"});
  const std::string trace = page.query.filter("trace");
  auto wanted = [&](const JournalEntry& e) {
    if (!trace.empty() && e.trace != trace) return false;
    return page.types.empty() || std::find(page.types.begin(), page.types.end(), e.type()) != page.types.end();
  };
  return list(journal, page, wanted);
}

Json invocations_view(const Journal& journal, std::string_view query) {
  return list(journal, parse_page(query), holds<InvocationEntry>);
}
Json executions_view(const Journal& journal, std::string_view query) {
  Page page = parse_page(query, {"machine", "status"});
  const std::string machine = page.query.filter("machine"), status = page.query.filter("status");
  auto wanted = [&](const JournalEntry& e) {
    auto* execution = std::get_if<ExecutionEntry>(&e.data);
    if (!execution || (!status.empty() && execution->status != status)) return false;
    return machine.empty() || execution->machine_arn.ends_with(":" + machine);
  };
  return list(journal, page, wanted);
}
Json denials_view(const Journal& journal, std::string_view query) {
  auto denied = [](const JournalEntry& e) {
    auto* call = std::get_if<CallEntry>(&e.data);
    return call && call->denial;
  };
  return list(journal, parse_page(query), denied);
}

}  // namespace lambent
