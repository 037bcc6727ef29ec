// Tokens of subscriptions, in LocalStack's shape, and the certificate of the signatures.
#include "base/text.h"
#include "mocks/sns/topics.h"

namespace lambent::sns {
namespace {

HttpResponse fault(int status, const std::string& message) { return HttpResponse::json(status, dump(object({{"error", message}}))); }

}  // namespace

std::vector<Route> Topics::routes() {
  auto token = [this](RouteMatch match) { return show_token(std::move(match)); };
  auto certificate = [this](RouteMatch match) { return show_certificate(std::move(match)); };
  return {{"GET", "/_aws/sns/subscription-tokens/{arn+}", token}, {"GET", "/_aws/sns/{certificate}", certificate}};
}

Task<HttpResponse> Topics::show_token(RouteMatch match) {
  std::string arn = match.captured["arn"];
  auto parts = split(arn, ':');
  if (parts.size() != 7 || parts[2] != "sns") co_return fault(400, "The provided SubscriptionARN is invalid");
  const SubscriptionRow* row = subscriptions_.find(scope_key(Scope{parts[4], parts[3]}, parts[5] + ":" + parts[6]));
  if (!row || row->token.empty()) co_return fault(404, "The provided SubscriptionARN is not found");
  co_return HttpResponse::json(200, dump(object({{"subscription_token", row->token}, {"subscription_arn", arn}})));
}

Task<HttpResponse> Topics::show_certificate(RouteMatch match) {
  std::string wanted = "/_aws/sns/" + match.captured["certificate"];
  if (!wanted.ends_with(".pem") || wanted != signer_.certificate_path()) co_return fault(404, "There is no such certificate");
  HttpResponse out{200, {}, signer_.certificate_pem()};
  out.headers.add("Content-Type", "application/x-pem-file");
  if (!aws_.store().clean()) co_await aws_.store().commit();
  co_return out;
}

}  // namespace lambent::sns
