// Attributes of identities in version 1: DKIM, MAIL FROM, feedback. Identities go by name or ARN.
#include <algorithm>

#include "aws/arn.h"
#include "base/text.h"
#include "mocks/ses/ses.h"

namespace lambent::ses {
namespace {

// The known ones of the member Identities: a map of what `tell` says of each, by the name it was asked by.
template <class Tell>
Json of_each(Mailbox& mailbox, const Call& call, Tell tell) {
  Json out = Json::object();
  for (const auto& name : texts_at(call.input, "Identities"))
    if (const IdentityRow* row = mailbox.identities().find(call.scope, identity_name(name))) out[name] = tell(*row);
  return out;
}

const IdentityRow& named_identity(Mailbox& mailbox, const Call& call) {
  const std::string name = identity_name(text_at(call.input, "Identity"));
  const IdentityRow* row = mailbox.identities().find(call.scope, name);
  if (!row) throw mail_error(Dialect::v1, Fault::parameter, "Identity '" + name + "' does not exist.");
  return *row;
}

}  // namespace

Json Ses::set_dkim_enabled(const Call& call) {
  const IdentityRow& row = named_identity(mailbox_, call);
  const bool enabled = bool_at(call.input, "DkimEnabled");
  if (enabled && (row.dkim.empty() || !row.verified)) {
    const std::string domain = row.name.substr(row.name.rfind('@') + 1);
    const IdentityRow* parent = mailbox_.identities().find(call.scope, domain);
    if (!parent || parent->dkim.empty() || !parent->verified)
      throw mail_error(Dialect::v1, Fault::parameter, "Domain " + domain + " is not verified for DKIM signing.");
  }
  mailbox_.identities().update(call.scope, row.name, [&](IdentityRow& r) { r.signing = enabled; });
  return Json::object();
}

Json Ses::verify_domain_dkim(const Call& call) {
  const std::string domain = text_at(call.input, "Domain");
  check_domain(domain);
  if (!mailbox_.identities().find(call.scope, domain)) {
    mailbox_.check_room(call.scope, Dialect::v1);
    mailbox_.ask_for_verification(call, domain);
  }
  mailbox_.identities().make_dkim(call.scope, domain);
  return object({{"DkimTokens", text_array(mailbox_.identities().find(call.scope, domain)->dkim)}});
}

Json Ses::get_dkim_attributes(const Call& call) {
  Json map = of_each(mailbox_, call, [&](const IdentityRow& row) {
    const DkimState dkim = mailbox_.identities().dkim(call.scope, row);
    Json one = object({{"DkimEnabled", row.signing}, {"DkimVerificationStatus", dkim.v1_status}});
    if (!dkim.tokens.empty()) set(one, "DkimTokens", text_array(dkim.tokens));
    return one;
  });
  return object({{"DkimAttributes", map}});
}

Json Ses::set_forwarding(const Call& call) {
  const IdentityRow& row = named_identity(mailbox_, call);
  const bool enabled = bool_at(call.input, "ForwardingEnabled");
  if (!enabled && (!row.topics.contains("Bounce") || !row.topics.contains("Complaint")))
    throw mail_error(Dialect::v1, Fault::parameter,
                     "Feedback forwarding of " + row.name + " can be disabled only while both bounce and complaint notifications have an Amazon SNS topic.");
  mailbox_.identities().update(call.scope, row.name, [&](IdentityRow& r) { r.forwarding = enabled; });
  return Json::object();
}

Json Ses::set_notification_headers(const Call& call) {
  const IdentityRow& row = named_identity(mailbox_, call);
  const std::string type = text_at(call.input, "NotificationType");
  mailbox_.identities().update(call.scope, row.name, [&](IdentityRow& r) {
    std::erase(r.with_headers, type);
    if (bool_at(call.input, "Enabled")) r.with_headers.push_back(type);
  });
  return Json::object();
}

// The topic is told so, as in AWS; one that cannot be published to is refused.
Task<Json> Ses::set_notification_topic(Call call) {
  const std::string name = named_identity(mailbox_, call).name, type = text_at(call.input, "NotificationType");
  const std::string topic = text_at(call.input, "SnsTopic");
  if (topic.empty()) {
    mailbox_.identities().update(call.scope, name, [&](IdentityRow& r) {
      r.topics.erase(type);
      if (type != "Delivery") r.forwarding = true;  // feedback must go somewhere
    });
    co_return Json::object();
  }
  auto arn = Arn::parse(topic);
  if (!arn || arn->service != "sns" || arn->region != call.scope.region)
    throw mail_error(Dialect::v1, Fault::parameter, "Invalid SNS topic <" + topic + ">.");
  Publication hello;
  hello.scope = call.scope;
  hello.arn = topic;
  hello.body = dump(object({{"notificationType", "AmazonSnsSubscriptionSucceeded"},
                            {"message", "You have successfully subscribed your Amazon SNS topic '" + topic + "' to receive '" + type +
                                            "' notifications from Amazon SES for identity '" + name + "'."}}));
  hello.source_arn = identity_arn(call.scope, name);
  hello.parent = call.span;
  hello.trace = call.trace;
  auto refused = co_await mailbox_.publisher().call_target(std::move(hello));
  if (refused) throw mail_error(Dialect::v1, Fault::parameter, "Invalid SNS topic <" + topic + ">: " + refused->message());
  mailbox_.identities().update(call.scope, name, [&](IdentityRow& r) { r.topics[type] = topic; });
  co_return Json::object();
}

Json Ses::get_notification_attributes(const Call& call) {
  Json map = of_each(mailbox_, call, [](const IdentityRow& row) {
    Json one = Json::object();
    for (const char* type : {"Bounce", "Complaint", "Delivery"}) {
      auto topic = row.topics.find(type);
      set(one, std::string(type) + "Topic", topic == row.topics.end() ? Json() : Json(topic->second));
    }
    set(one, "ForwardingEnabled", row.forwarding);
    for (const char* type : {"Bounce", "Complaint", "Delivery"}) {
      const bool with = std::find(row.with_headers.begin(), row.with_headers.end(), type) != row.with_headers.end();
      set(one, std::string("HeadersIn") + type + "NotificationsEnabled", with);
    }
    return one;
  });
  return object({{"NotificationAttributes", map}});
}

Json Ses::set_mail_from(const Call& call) {
  const IdentityRow& row = named_identity(mailbox_, call);
  mailbox_.set_mail_from(call.scope, Dialect::v1, row.name, text_at(call.input, "MailFromDomain"), text_at(call.input, "BehaviorOnMXFailure") == "RejectMessage");
  return Json::object();
}

Json Ses::get_mail_from_attributes(const Call& call) {
  Json map = of_each(mailbox_, call, [&](const IdentityRow& row) {
    static constexpr const char* kStates[] = {"Pending", "Success", "Failed"};
    Json one = object({{"MailFromDomain", Json()}, {"MailFromDomainStatus", Json()}});
    if (!row.mail_from.empty()) {
      set_text(one, "MailFromDomain", row.mail_from);
      set_text(one, "MailFromDomainStatus", kStates[static_cast<int>(mailbox_.identities().mail_from_state(row))]);
    }
    set_text(one, "BehaviorOnMXFailure", row.mail_from_required ? "RejectMessage" : "UseDefaultValue");
    return one;
  });
  return object({{"MailFromDomainAttributes", map}});
}

}  // namespace lambent::ses
