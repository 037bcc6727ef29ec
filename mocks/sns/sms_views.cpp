// What phones got and sent, for the console and the command line:
//
//   GET    /_lambent/api/v1/sms?to=&q=&status=     all SMS; status: delivered, failed, received
//   DELETE /_lambent/api/v1/sms
//   GET    /_lambent/api/v1/phones?q=              [{"number", "optedOut", "sandbox", "messages": n, "last": SMS}]
//   GET    /_lambent/api/v1/phones/{number}        the same with all its SMS
#include "aws/outbox_page.h"
#include "base/text.h"
#include "base/time_text.h"
#include "mocks/sns/sms_price.h"
#include "mocks/sns/sms_text.h"
#include "mocks/sns/sns.h"

namespace lambent::sns {
namespace {

const char* status_of(const SmsRow& row) { return row.reply ? "received" : row.failure.empty() ? "delivered" : "failed"; }

Json or_null(const std::string& text) { return text.empty() ? Json() : Json(text); }

Json view_of(std::uint64_t number, const std::string& key, const SmsRow& row) {
  Scope scope = outbox_scope(key);
  Json span;
  if (row.span) span = row.span;
  Json out = object({{"seq", number}, {"id", row.id}, {"number", with_plus(row.phone)}, {"status", status_of(row)}, {"at", iso_millis(from_epoch_ms(row.at_ms))},
                     {"text", row.text}, {"parts", row.parts}, {"encoding", sms_encoding(row.text)}});
  if (row.reply) {
    set(out, "to", or_null(row.from));
  } else {
    set(out, "sender", or_null(row.from));
    set_text(out, "type", row.type);
    set(out, "priceUsd", row.usd);
    set(out, "priceIsEstimate", true);
    set_text(out, "country", sms_country(row.phone).iso2);
    set(out, "span", std::move(span));
  }
  if (!row.failure.empty()) set_text(out, "reason", row.failure);
  if (!row.topic.empty()) set_text(out, "topicArn", row.topic);
  set_text(out, "account", scope.account);
  set_text(out, "region", scope.region);
  return out;
}

// One phone, as it appears in the lists.
struct Phone {
  std::uint64_t messages = 0, last = 0;
  const std::string* key = nullptr;
  const SmsRow* row = nullptr;
};

}  // namespace

Json Sns::sms_page(const ListQuery& query) const {
  const std::string to = query.filter("to"), part = query.filter("q"), status = query.filter("status");
  auto wanted = [&](const SmsRow& row) {
    return (to.empty() || with_plus(row.phone) == with_plus(to)) && (status.empty() || status == status_of(row)) && mentions(row.text, part);
  };
  auto page = outbox_page(messages_, query, wanted);
  std::vector<Json> items;
  for (const auto& one : page.rows) items.push_back(view_of(one.number, *one.key, *one.row));
  return list_answer(std::move(items), page.next);
}

Task<HttpResponse> Sns::list_sms(RouteMatch match) {
  auto known_status = [](const ListQuery& query) {
    std::string status = query.filter("status");
    if (!status.empty() && status != "delivered" && status != "failed" && status != "received")
      throw QueryError("'status' is delivered, failed or received, not '" + printable(status) + "'");
  };
  return answer_list(arrivals_, match.request, {"to", "q", "status"}, [this](const ListQuery& query) { return sms_page(query); }, known_status);
}

Task<HttpResponse> Sns::clear_sms(RouteMatch) {
  kept_.clear(messages_);
  HttpResponse done{204, {}, ""};
  co_return co_await stored(std::move(done));
}

// Whether a number opted out, and how it stands in the sandbox, in any account and region.
Json Sns::standing(const std::string& phone) const {
  bool out = false, in_sandbox = false, verified = false;
  for (const auto& [key, row] : opt_outs_) out |= row.opted_out && row.phone == phone;
  for (const auto& [key, row] : numbers_) {
    in_sandbox |= row.phone == phone;
    verified |= row.phone == phone && row.verified;
  }
  Json sandbox;
  if (in_sandbox) sandbox = verified ? "Verified" : "Pending";
  return object({{"number", phone}, {"optedOut", out}, {"sandbox", sandbox}});
}

HttpResponse Sns::phones_page(std::string_view query_text) const {
  ListQuery query;
  try {
    query = parse_list_query(query_text, {"q"});
    if (query.after) throw QueryError("there is no parameter 'after' here");
  } catch (const QueryError& e) {
    return bad_parameter(e);
  }
  std::map<std::string, Phone> phones;
  for (const auto& [key, row] : messages_) {
    Phone& phone = phones[with_plus(row.phone)];
    std::uint64_t number = outbox_number(key);
    ++phone.messages;
    if (number > phone.last) phone.last = number, phone.key = &key, phone.row = &row;
  }
  for (const auto& [key, row] : numbers_) phones.try_emplace(row.phone);
  for (const auto& [key, row] : opt_outs_)
    if (row.opted_out) phones.try_emplace(row.phone);

  std::vector<std::pair<std::uint64_t, std::string>> order;  // by the last message; those without one first
  for (const auto& [number, phone] : phones)
    if (mentions(number, query.filter("q")) && (!query.before || phone.last < *query.before)) order.emplace_back(phone.last, number);
  std::sort(order.begin(), order.end());
  std::optional<std::uint64_t> next;
  if (order.size() > query.limit) {
    order.erase(order.begin(), order.end() - static_cast<std::ptrdiff_t>(query.limit));
    next = order.front().first;
  }
  std::vector<Json> items;
  for (const auto& [last, number] : order) {
    const Phone& phone = phones[number];
    Json one = standing(number), message;
    if (phone.row) message = view_of(last, *phone.key, *phone.row);
    set(one, "messages", phone.messages);
    set(one, "last", std::move(message));
    items.push_back(std::move(one));
  }
  return view_answer(list_answer(std::move(items), next));
}

Task<HttpResponse> Sns::list_phones(RouteMatch match) { co_return phones_page(match.request.query()); }

HttpResponse Sns::phone(const std::string& number, std::string_view query_text) const {
  if (!is_phone_number(number)) return view_error(404, "not_found", "'" + printable(number) + "' is not a phone number.", "Write it as +15551234567.");
  try {
    ListQuery query = parse_list_query(query_text);
    if (query.wait.count()) throw QueryError("there is no parameter 'wait' here");
    query.filters["to"] = number;
    Json page = sms_page(query);
    Json out = standing(with_plus(number));
    set(out, "messages", page["items"]);
    set(out, "next", page["next"]);
    return view_answer(out);
  } catch (const QueryError& e) {
    return bad_parameter(e);
  }
}

Task<HttpResponse> Sns::show_phone(RouteMatch match) { co_return phone(match.captured["number"], match.request.query()); }

}  // namespace lambent::sns
