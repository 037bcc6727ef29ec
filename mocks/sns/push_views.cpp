// Pushes over HTTP: in LocalStack's shape, and as a list of our own.
//
//   GET, DELETE /_aws/sns/platform-endpoint-messages?accountId=&region=&endpointArn=
//   GET, DELETE /_lambent/api/v1/pushes?to=&q=       to: an endpoint's ARN, or a part of it
#include "aws/arn.h"
#include "aws/outbox_page.h"
#include "base/text.h"
#include "base/time_text.h"
#include "mocks/sns/push.h"
#include "mocks/sns/sns.h"

namespace lambent::sns {
namespace {

struct Asked {
  Scope scope;
  std::string endpoint;
};

// An endpoint's ARN tells account and region; else the parameters do, else they are the emulator's own.
Asked asked(const HttpRequest& request, const Scope& home) {
  Asked out{home, ""};
  for (const auto& [name, value] : parse_form(request.query())) {
    if (name == "accountId") out.scope.account = value;
    if (name == "region") out.scope.region = value;
    if (name == "endpointArn") out.endpoint = value;
  }
  if (auto arn = Arn::parse(out.endpoint)) out.scope = {arn->account, arn->region};
  return out;
}

Json readable(Json attributes) {
  for (auto& [name, value] : attributes.items())
    if (auto bytes = find_text(value, "BinaryValue")) set_text(value, "BinaryValue", base64_encode(*bytes));
  return attributes;
}

Json view_of(std::uint64_t number, const std::string& key, const PushRow& row) {
  Scope scope = outbox_scope(key);
  Json span;
  if (row.span) span = row.span;
  auto parts = split(row.endpoint.substr(row.endpoint.rfind(':') + 1), '/');
  Json out = object({{"seq", number}, {"id", row.id}, {"endpoint", row.endpoint}, {"platform", parts.size() > 2 ? parts[1] : ""}, {"application", parts.size() > 2 ? parts[2] : ""},
                     {"token", row.token}, {"at", iso_millis(from_epoch_ms(row.at_ms))}, {"message", row.message}, {"attributes", readable(row.attributes)}});
  set_if(out, "subject", row.subject);
  if (!row.topic.empty()) set_text(out, "topicArn", row.topic);
  set_text(out, "account", scope.account);
  set_text(out, "region", scope.region);
  set(out, "span", std::move(span));
  return out;
}

}  // namespace

Json shown(const PushRow& row) {
  Json subject, structure;
  if (row.subject) subject = *row.subject;
  if (!row.structure.empty()) structure = row.structure;
  // LocalStack writes the entry of a structured message once more as JSON.
  std::string message = row.structure == "json" ? dump(Json(row.message)) : row.message;
  return object({{"TargetArn", row.endpoint}, {"TopicArn", row.topic}, {"Message", message}, {"MessageAttributes", readable(row.attributes)},
                 {"MessageStructure", structure}, {"Subject", subject}, {"MessageId", row.id}});
}

std::vector<Route> Push::routes() {
  auto to = [this](Task<HttpResponse> (Push::*member)(RouteMatch)) {
    return [this, member](RouteMatch match) { return (this->*member)(std::move(match)); };
  };
  std::vector<Route> out{
      {"GET", "/_aws/sns/platform-endpoint-messages", to(&Push::show)},
      {"DELETE", "/_aws/sns/platform-endpoint-messages", to(&Push::clear)},
      {"GET", "/_lambent/api/v1/pushes", to(&Push::list)},
      {"DELETE", "/_lambent/api/v1/pushes", to(&Push::clear_all)},
  };
  return out;
}

Task<HttpResponse> Push::show(RouteMatch match) {
  Asked a = asked(match.request, aws_.home().scope);
  Json by_endpoint = Json::object();
  if (!a.endpoint.empty()) by_endpoint[a.endpoint] = array();
  pushes_.each(scope_prefix(a.scope), [&](const std::string&, const PushRow& row) {
    if (!a.endpoint.empty() && a.endpoint != row.endpoint) return;
    Json& list = by_endpoint[row.endpoint];
    if (list.is_null()) list = array();
    list.push_back(shown(row));
  });
  co_return HttpResponse::json(200, dump(object({{"platform_endpoint_messages", by_endpoint}, {"region", a.scope.region}})));
}

Task<HttpResponse> Push::clear(RouteMatch match) {
  Asked a = asked(match.request, aws_.home().scope);
  std::vector<std::string> gone;
  pushes_.each(scope_prefix(a.scope), [&](const std::string& key, const PushRow& row) {
    if (a.endpoint.empty() || a.endpoint == row.endpoint) gone.push_back(key);
  });
  for (const auto& key : gone) kept_.erase(pushes_, key);
  if (!aws_.store().clean()) co_await aws_.store().commit();
  HttpResponse done{204, {}, ""};
  co_return done;
}

Json Push::page(const ListQuery& query) const {
  const std::string to = query.filter("to"), part = query.filter("q");
  auto wanted = [&](const PushRow& row) {
    return mentions(row.endpoint, to) && (mentions(row.message, part) || mentions(row.subject.value_or(""), part));
  };
  auto page = outbox_page(pushes_, query, wanted);
  std::vector<Json> items;
  for (const auto& one : page.rows) items.push_back(view_of(one.number, *one.key, *one.row));
  return list_answer(std::move(items), page.next);
}

Task<HttpResponse> Push::list(RouteMatch match) {
  return answer_list(arrivals_, match.request, {"to", "q"}, [this](const ListQuery& query) { return page(query); });
}

Task<HttpResponse> Push::clear_all(RouteMatch) {
  kept_.clear(pushes_);
  if (!aws_.store().clean()) co_await aws_.store().commit();
  HttpResponse done{204, {}, ""};
  co_return done;
}

}  // namespace lambent::sns
