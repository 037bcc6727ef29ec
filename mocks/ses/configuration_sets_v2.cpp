// Configuration sets in version 2. Refused by name: VDM and archiving options, validation options of suppression.
#include "mocks/ses/ses_v2.h"
#include "mocks/ses/sets.h"

namespace lambent::ses {
namespace {

void take_tracking(Mailbox& mailbox, const Call& call, const Json& options, ConfigurationSetRow& row) {
  const std::string domain = text_at(options, "CustomRedirectDomain"), policy = text_at(options, "HttpsPolicy");
  if (!domain.empty()) check_redirect_domain(mailbox, call.scope, Dialect::v2, domain);
  if (domain.empty() && !policy.empty()) throw AwsError("BadRequestException", 400, "HttpsPolicy requires CustomRedirectDomain.");
  row.redirect_domain = domain;
  row.https_policy = domain.empty() ? "" : policy.empty() ? "OPTIONAL" : policy;
}

void take_suppression(const Json& options, ConfigurationSetRow& row) {
  if (has(options, "ValidationOptions")) throw not_emulated("sesv2", "ValidationOptions of suppression");
  row.suppressed_reasons = texts_at(options, "SuppressedReasons");
}

void refuse_others(const Json& input, const char* operation) {
  for (const char* refused : {"VdmOptions", "ArchivingOptions"})
    if (has(input, refused)) throw not_emulated("sesv2", std::string(operation) + " with " + refused);
}

}  // namespace

void SesV2::take_delivery(const Call& call, const Json& options, ConfigurationSetRow& row) const {
  const std::string pool = text_at(options, "SendingPoolName");
  if (!pool.empty() && pool != "ses-shared-pool" && pool != "ses-default-dedicated-pool") named_pool(call.scope, pool);
  row.pool = pool;
  row.tls_policy = text_at(options, "TlsPolicy", "OPTIONAL");
  row.max_delivery_seconds = int_at(options, "MaxDeliverySeconds");
}

Json SesV2::create_set(const Call& call) {
  refuse_others(call.input, "CreateConfigurationSet");
  ConfigurationSetRow row;
  row.name = text_at(call.input, "ConfigurationSetName");
  check_new_set(mailbox_, call, Dialect::v2, row.name);
  if (const Json* options = find(call.input, "TrackingOptions")) take_tracking(mailbox_, call, *options, row);
  if (const Json* options = find(call.input, "DeliveryOptions")) take_delivery(call, *options, row);
  if (const Json* options = find(call.input, "ReputationOptions")) row.reputation_metrics = bool_at(*options, "ReputationMetricsEnabled");
  if (const Json* options = find(call.input, "SendingOptions")) row.sending = bool_at(*options, "SendingEnabled", true);
  if (const Json* options = find(call.input, "SuppressionOptions")) take_suppression(*options, row);
  row.tags = tags_at(call.input);
  mailbox_.put_set(call.scope, std::move(row));
  return Json::object();
}

Json SesV2::get_set(const Call& call) {
  const ConfigurationSetRow& row = named_set(mailbox_, call, Dialect::v2);
  Json answer = object({{"ConfigurationSetName", row.name}});
  if (!row.redirect_domain.empty())
    set(answer, "TrackingOptions", object({{"CustomRedirectDomain", row.redirect_domain}, {"HttpsPolicy", row.https_policy.empty() ? "OPTIONAL" : row.https_policy}}));
  Json delivery = object({{"TlsPolicy", row.tls_policy.empty() ? "OPTIONAL" : row.tls_policy}});
  if (!row.pool.empty()) set_text(delivery, "SendingPoolName", row.pool);
  if (row.max_delivery_seconds) set(delivery, "MaxDeliverySeconds", row.max_delivery_seconds);
  set(answer, "DeliveryOptions", std::move(delivery));
  set(answer, "ReputationOptions", reputation_json(row, false));
  set(answer, "SendingOptions", object({{"SendingEnabled", row.sending}}));
  set(answer, "Tags", tags_json(row.tags));
  if (row.suppressed_reasons) set(answer, "SuppressionOptions", object({{"SuppressedReasons", text_array(*row.suppressed_reasons)}}));
  return answer;
}

Json SesV2::delete_set(const Call& call) {
  const std::string name = named_set(mailbox_, call, Dialect::v2).name;
  mailbox_.erase_set(call.scope, name);
  return Json::object();
}

Json SesV2::list_sets(const Call& call) {
  std::vector<std::string> names = mailbox_.set_names(call.scope);
  auto most = static_cast<size_t>(std::clamp<std::int64_t>(int_at(call.input, "PageSize", 1000), 1, 1000));
  std::string next = page(names, text_at(call.input, "NextToken"), most);
  Json answer = object({{"ConfigurationSets", text_array(names)}});
  if (!next.empty()) set_text(answer, "NextToken", next);
  return answer;
}

Json SesV2::put_set_sending(const Call& call) {
  change_set(mailbox_, call, Dialect::v2, [&](ConfigurationSetRow& row) { set_sending(row, bool_at(call.input, "SendingEnabled"), mailbox_.aws().clock().now_ms()); });
  return Json::object();
}

Json SesV2::put_set_tracking(const Call& call) {
  change_set(mailbox_, call, Dialect::v2, [&](ConfigurationSetRow& row) { take_tracking(mailbox_, call, call.input, row); });
  return Json::object();
}

Json SesV2::put_set_delivery(const Call& call) {
  change_set(mailbox_, call, Dialect::v2, [&](ConfigurationSetRow& row) { take_delivery(call, call.input, row); });
  return Json::object();
}

Json SesV2::put_set_reputation(const Call& call) {
  change_set(mailbox_, call, Dialect::v2, [&](ConfigurationSetRow& row) { row.reputation_metrics = bool_at(call.input, "ReputationMetricsEnabled"); });
  return Json::object();
}

Json SesV2::put_set_suppression(const Call& call) {
  change_set(mailbox_, call, Dialect::v2, [&](ConfigurationSetRow& row) { take_suppression(call.input, row); });
  return Json::object();
}

Task<Json> SesV2::create_destination(Call call) {
  EventDestination destination = read_destination(*find(call.input, "EventDestination"), text_at(call.input, "EventDestinationName"), Dialect::v2);
  co_await put_destination(mailbox_, std::move(call), Dialect::v2, std::move(destination), Change::create);
  co_return Json::object();
}

Task<Json> SesV2::update_destination(Call call) {
  EventDestination destination = read_destination(*find(call.input, "EventDestination"), text_at(call.input, "EventDestinationName"), Dialect::v2);
  co_await put_destination(mailbox_, std::move(call), Dialect::v2, std::move(destination), Change::update);
  co_return Json::object();
}

Json SesV2::delete_destination(const Call& call) {
  ses::delete_destination(mailbox_, call, Dialect::v2);
  return Json::object();
}

Json SesV2::get_destinations(const Call& call) {
  Json all = array();
  for (const auto& one : named_set(mailbox_, call, Dialect::v2).destinations) all.push_back(destination_json(one, Dialect::v2));
  return object({{"EventDestinations", all}});
}

}  // namespace lambent::ses
