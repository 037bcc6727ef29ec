#include "gateway/journal_views.h"

#include <charconv>
#include <optional>

#include "base/text.h"
#include "http/message.h"

namespace lambent {
namespace {

using Wanted = std::function<bool(const JournalEntry&)>;

std::uint64_t number(const std::string& name, const std::string& value, std::uint64_t least, std::uint64_t most) {
  std::uint64_t n = 0;
  auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), n);
  if (error != std::errc() || end != value.data() + value.size() || n < least || n > most)
    throw QueryError("'" + name + "' is a number from " + std::to_string(least) + " to " + std::to_string(most) + ", not '" + printable(value) + "'");
  return n;
}

struct Page {
  std::optional<std::uint64_t> after, before;
  size_t limit = 100;
  std::vector<std::string> types;
};

enum class ByType { no, yes };

Page parse_page(std::string_view query, ByType by_type) {
  static const std::vector<std::string> known{"call", "invocation", "log", "sms", "email", "message", "execution", "visit"};
  Page page;
  for (const auto& [name, value] : parse_form(query)) {
    if (name == "after") page.after = number(name, value, 0, UINT64_MAX);
    else if (name == "before") page.before = number(name, value, 0, UINT64_MAX);
    else if (name == "limit") page.limit = number(name, value, 1, 1000);
    else if (name == "type" && by_type == ByType::yes) page.types = split(value, ',');
    else throw QueryError("there is no parameter '" + printable(name) + "' here");
  }
  for (const auto& type : page.types)
    if (std::find(known.begin(), known.end(), type) == known.end())
      throw QueryError("'type' is one of " + join(known, ", ") + ", not '" + printable(type) + "'");
  if (page.after && page.before) throw QueryError("'after' and 'before' do not go together");
  return page;
}

Json answer(std::vector<Json> items, std::optional<std::uint64_t> next) {
  Json list = Json::array();
  for (auto& item : items) list.push_back(std::move(item));
  Json end;
  if (next) end = *next;
  return object({{"items", std::move(list)}, {"next", std::move(end)}});
}

Json forward(const Journal& journal, const Page& page, const Wanted& wanted) {
  std::vector<Json> items;
  std::uint64_t last = 0;
  std::uint64_t from = std::max(*page.after < UINT64_MAX ? *page.after + 1 : UINT64_MAX, journal.first());
  for (std::uint64_t seq = from; seq < journal.next(); ++seq) {
    const JournalEntry* e = journal.find(seq);
    if (!wanted(*e)) continue;
    if (items.size() == page.limit) return answer(std::move(items), last);
    items.push_back(to_json(*e));
    last = seq;
  }
  return answer(std::move(items), std::nullopt);
}

Json backward(const Journal& journal, const Page& page, const Wanted& wanted) {
  std::vector<Json> items;
  std::optional<std::uint64_t> next;
  std::uint64_t oldest = 0;
  std::uint64_t seq = page.before ? std::min(*page.before, journal.next()) : journal.next();
  while (seq > journal.first()) {
    const JournalEntry* e = journal.find(--seq);
    if (!wanted(*e)) continue;
    if (items.size() == page.limit) {
      next = oldest;
      break;
    }
    items.push_back(to_json(*e));
    oldest = seq;
  }
  std::reverse(items.begin(), items.end());
  return answer(std::move(items), next);
}

Json list(const Journal& journal, const Page& page, const Wanted& wanted) {
  return page.after ? forward(journal, page, wanted) : backward(journal, page, wanted);
}

template <class Data>
bool holds(const JournalEntry& e) {
  return std::holds_alternative<Data>(e.data);
}
bool is_message(const JournalEntry& e, std::string_view kind) {
  auto* message = std::get_if<MessageEntry>(&e.data);
  return message && message->kind == kind;
}

}  // namespace

Json journal_view(const Journal& journal, std::string_view query) {
  Page page = parse_page(query, ByType::yes);
  auto wanted = [&page](const JournalEntry& e) {
    return page.types.empty() || std::find(page.types.begin(), page.types.end(), e.type()) != page.types.end();
  };
  return list(journal, page, wanted);
}

Json emails_view(const Journal& journal, std::string_view query) {
  return list(journal, parse_page(query, ByType::no), [](const JournalEntry& e) { return is_message(e, "email"); });
}
Json invocations_view(const Journal& journal, std::string_view query) {
  return list(journal, parse_page(query, ByType::no), holds<InvocationEntry>);
}
Json executions_view(const Journal& journal, std::string_view query) {
  return list(journal, parse_page(query, ByType::no), holds<ExecutionEntry>);
}
Json denials_view(const Journal& journal, std::string_view query) {
  auto denied = [](const JournalEntry& e) {
    auto* call = std::get_if<CallEntry>(&e.data);
    return call && call->denial;
  };
  return list(journal, parse_page(query, ByType::no), denied);
}

Json phones_view(const Journal& journal, std::string_view query) {
  if (!query.empty()) throw QueryError("there are no parameters here");
  std::map<std::string, Json> by_number;
  for (const auto& e : journal.entries()) {
    if (!is_message(e, "sms")) continue;
    for (const auto& to : std::get<MessageEntry>(e.data).to) {
      Json& messages = by_number.try_emplace(to, Json::array()).first->second;
      messages.push_back(to_json(e));
    }
  }
  Json items = Json::array();
  for (auto& [phone, messages] : by_number) items.push_back(object({{"number", phone}, {"messages", std::move(messages)}}));
  return object({{"items", std::move(items)}});
}

}  // namespace lambent
