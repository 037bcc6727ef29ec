// Configuration sets in version 1.
#include "mocks/ses/ses.h"
#include "mocks/ses/sets.h"

namespace lambent::ses {

Json Ses::create_set(const Call& call) {
  ConfigurationSetRow row;
  row.name = text_at(*find(call.input, "ConfigurationSet"), "Name");
  check_new_set(mailbox_, call, Dialect::v1, row.name);
  mailbox_.put_set(call.scope, std::move(row));
  return Json::object();
}

Json Ses::delete_set(const Call& call) {
  const std::string name = named_set(mailbox_, call, Dialect::v1).name;
  mailbox_.erase_set(call.scope, name);
  return Json::object();
}

Json Ses::list_sets(const Call& call) {
  std::vector<std::string> names = mailbox_.set_names(call.scope);
  auto most = static_cast<size_t>(std::clamp<std::int64_t>(int_at(call.input, "MaxItems", 1000), 1, 1000));
  std::string next = page(names, text_at(call.input, "NextToken"), most);
  Json sets = array();
  for (const auto& name : names) sets.push_back(object({{"Name", name}}));
  Json answer = object({{"ConfigurationSets", sets}});
  if (!next.empty()) set_text(answer, "NextToken", next);
  return answer;
}

Json Ses::describe_set(const Call& call) {
  const ConfigurationSetRow& row = named_set(mailbox_, call, Dialect::v1);
  Json answer = object({{"ConfigurationSet", object({{"Name", row.name}})}});
  for (const auto& attribute : texts_at(call.input, "ConfigurationSetAttributeNames")) {
    if (attribute == "eventDestinations") {
      Json all = array();
      for (const auto& one : row.destinations)
        if (one.kind != DestinationKind::event_bridge) all.push_back(destination_json(one, Dialect::v1));  // v1 knows no buses
      set(answer, "EventDestinations", std::move(all));
    }
    if (attribute == "trackingOptions" && !row.redirect_domain.empty()) set(answer, "TrackingOptions", object({{"CustomRedirectDomain", row.redirect_domain}}));
    if (attribute == "deliveryOptions" && !row.tls_policy.empty())
      set(answer, "DeliveryOptions", object({{"TlsPolicy", row.tls_policy == "REQUIRE" ? "Require" : "Optional"}}));
    if (attribute == "reputationOptions") set(answer, "ReputationOptions", reputation_json(row, true));
  }
  return answer;
}

Json Ses::update_set_sending(const Call& call) {
  change_set(mailbox_, call, Dialect::v1, [&](ConfigurationSetRow& row) { set_sending(row, bool_at(call.input, "Enabled"), mailbox_.aws().clock().now_ms()); });
  return Json::object();
}

Json Ses::update_set_reputation(const Call& call) {
  change_set(mailbox_, call, Dialect::v1, [&](ConfigurationSetRow& row) { row.reputation_metrics = bool_at(call.input, "Enabled"); });
  return Json::object();
}

Json Ses::put_set_delivery(const Call& call) {
  const Json* options = find(call.input, "DeliveryOptions");
  change_set(mailbox_, call, Dialect::v1, [&](ConfigurationSetRow& row) {
    row.tls_policy = options && text_at(*options, "TlsPolicy") == "Require" ? "REQUIRE" : "OPTIONAL";
  });
  return Json::object();
}

Json Ses::create_set_tracking(const Call& call) {
  const ConfigurationSetRow& row = named_set(mailbox_, call, Dialect::v1);
  if (!row.redirect_domain.empty())
    throw AwsError("TrackingOptionsAlreadyExistsException", 400, "Tracking options already exist for configuration set <" + row.name + ">.");
  put_set_tracking(call);
  return Json::object();
}

Json Ses::update_set_tracking(const Call& call) {
  check_tracking(call);
  put_set_tracking(call);
  return Json::object();
}

Json Ses::delete_set_tracking(const Call& call) {
  check_tracking(call);
  change_set(mailbox_, call, Dialect::v1, [](ConfigurationSetRow& row) { row.redirect_domain = row.https_policy = ""; });
  return Json::object();
}

void Ses::check_tracking(const Call& call) {
  const ConfigurationSetRow& row = named_set(mailbox_, call, Dialect::v1);
  if (row.redirect_domain.empty())
    throw AwsError("TrackingOptionsDoesNotExistException", 400, "Tracking options do not exist for configuration set <" + row.name + ">.");
}

void Ses::put_set_tracking(const Call& call) {
  const std::string domain = text_at(*find(call.input, "TrackingOptions"), "CustomRedirectDomain");
  check_redirect_domain(mailbox_, call.scope, Dialect::v1, domain);
  change_set(mailbox_, call, Dialect::v1, [&](ConfigurationSetRow& row) { row.redirect_domain = domain; });
}

Task<Json> Ses::create_destination(Call call) {
  const Json& given = *find(call.input, "EventDestination");
  EventDestination destination = read_destination(given, text_at(given, "Name"), Dialect::v1);
  co_await put_destination(mailbox_, std::move(call), Dialect::v1, std::move(destination), Change::create);
  co_return Json::object();
}

Task<Json> Ses::update_destination(Call call) {
  const Json& given = *find(call.input, "EventDestination");
  EventDestination destination = read_destination(given, text_at(given, "Name"), Dialect::v1);
  co_await put_destination(mailbox_, std::move(call), Dialect::v1, std::move(destination), Change::update);
  co_return Json::object();
}

Json Ses::delete_destination(const Call& call) {
  ses::delete_destination(mailbox_, call, Dialect::v1);
  return Json::object();
}

}  // namespace lambent::ses
