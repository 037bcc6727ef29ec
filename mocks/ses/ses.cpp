#include "mocks/ses/ses.h"

#include "aws/arn.h"

namespace lambent::ses {

// What is emulated of SES v1.
struct Ses::Operations {
  static constexpr Operation<Ses> table[] = {
      {"SendEmail", &Ses::send_email},
      {"SendRawEmail", &Ses::send_raw_email},
      {"SendTemplatedEmail", &Ses::send_templated_email},
      {"SendBulkTemplatedEmail", &Ses::send_bulk_templated_email},
      {"CreateTemplate", &Ses::create_template},
      {"GetTemplate", &Ses::get_template},
      {"UpdateTemplate", &Ses::update_template},
      {"DeleteTemplate", &Ses::delete_template},
      {"ListTemplates", &Ses::list_templates},
      {"TestRenderTemplate", &Ses::test_render_template},
      {"VerifyEmailIdentity", &Ses::verify_email_identity},
      {"VerifyEmailAddress", &Ses::verify_email_identity},
      {"VerifyDomainIdentity", &Ses::verify_domain_identity},
      {"DeleteIdentity", &Ses::delete_identity},
      {"DeleteVerifiedEmailAddress", &Ses::delete_verified_address},
      {"ListIdentities", &Ses::list_identities},
      {"ListVerifiedEmailAddresses", &Ses::list_verified_addresses},
      {"GetIdentityVerificationAttributes", &Ses::get_verification_attributes},
      {"SetIdentityDkimEnabled", &Ses::set_dkim_enabled},
      {"VerifyDomainDkim", &Ses::verify_domain_dkim},
      {"GetIdentityDkimAttributes", &Ses::get_dkim_attributes},
      {"SetIdentityFeedbackForwardingEnabled", &Ses::set_forwarding},
      {"SetIdentityHeadersInNotificationsEnabled", &Ses::set_notification_headers},
      {"SetIdentityNotificationTopic", &Ses::set_notification_topic},
      {"GetIdentityNotificationAttributes", &Ses::get_notification_attributes},
      {"SetIdentityMailFromDomain", &Ses::set_mail_from},
      {"GetIdentityMailFromDomainAttributes", &Ses::get_mail_from_attributes},
      {"PutIdentityPolicy", &Ses::put_identity_policy},
      {"GetIdentityPolicies", &Ses::get_identity_policies},
      {"ListIdentityPolicies", &Ses::list_identity_policies},
      {"DeleteIdentityPolicy", &Ses::delete_identity_policy},
      {"GetSendQuota", &Ses::get_send_quota},
      {"GetSendStatistics", &Ses::get_send_statistics},
      {"GetAccountSendingEnabled", &Ses::get_sending_enabled},
      {"UpdateAccountSendingEnabled", &Ses::update_sending_enabled},
      {"CreateConfigurationSet", &Ses::create_set},
      {"DeleteConfigurationSet", &Ses::delete_set},
      {"ListConfigurationSets", &Ses::list_sets},
      {"DescribeConfigurationSet", &Ses::describe_set},
      {"UpdateConfigurationSetSendingEnabled", &Ses::update_set_sending},
      {"CreateReceiptRuleSet", &Ses::create_rule_set},
      {"CloneReceiptRuleSet", &Ses::clone_rule_set},
      {"DescribeReceiptRuleSet", &Ses::describe_rule_set},
      {"DescribeActiveReceiptRuleSet", &Ses::describe_active_rule_set},
      {"DeleteReceiptRuleSet", &Ses::delete_rule_set},
      {"ListReceiptRuleSets", &Ses::list_rule_sets},
      {"ReorderReceiptRuleSet", &Ses::reorder_rule_set},
      {"SetActiveReceiptRuleSet", &Ses::set_active_rule_set},
      {"CreateReceiptRule", &Ses::create_rule},
      {"UpdateReceiptRule", &Ses::update_rule},
      {"DescribeReceiptRule", &Ses::describe_rule},
      {"DeleteReceiptRule", &Ses::delete_rule},
      {"SetReceiptRulePosition", &Ses::set_rule_position},
      {"CreateReceiptFilter", &Ses::create_receipt_filter},
      {"DeleteReceiptFilter", &Ses::delete_receipt_filter},
      {"ListReceiptFilters", &Ses::list_receipt_filters},
      {"UpdateConfigurationSetReputationMetricsEnabled", &Ses::update_set_reputation},
      {"PutConfigurationSetDeliveryOptions", &Ses::put_set_delivery},
      {"CreateConfigurationSetTrackingOptions", &Ses::create_set_tracking},
      {"UpdateConfigurationSetTrackingOptions", &Ses::update_set_tracking},
      {"DeleteConfigurationSetTrackingOptions", &Ses::delete_set_tracking},
      {"CreateConfigurationSetEventDestination", &Ses::create_destination},
      {"UpdateConfigurationSetEventDestination", &Ses::update_destination},
      {"DeleteConfigurationSetEventDestination", &Ses::delete_destination},
      {"CreateCustomVerificationEmailTemplate", &Ses::create_verification_template},
      {"UpdateCustomVerificationEmailTemplate", &Ses::update_verification_template},
      {"GetCustomVerificationEmailTemplate", &Ses::get_verification_template},
      {"DeleteCustomVerificationEmailTemplate", &Ses::delete_verification_template},
      {"ListCustomVerificationEmailTemplates", &Ses::list_verification_templates},
      {"SendCustomVerificationEmail", &Ses::send_custom_verification},
      {"SendBounce", &Ses::send_bounce},
  };
};

std::vector<std::string_view> Ses::operations() const { return operation_names(Operations::table); }

Task<Json> Ses::handle(Call call) { return dispatch<Ses>(*this, Operations::table, std::move(call)); }

std::vector<Route> Ses::routes() {
  std::vector<Route> out = mailbox_.routes();
  for (auto& route : receiver_.routes()) out.push_back(std::move(route));
  return out;
}

void Ses::load() {
  mailbox_.load();
  receipts_.load();
  receiver_.load();
}

void Ses::reset() {
  mailbox_.reset();
  receipts_.reset();
  receiver_.reset();
}

Json Ses::send_email(const Call& call) { return object({{"MessageId", mailbox_.accept(call, Dialect::v1, read_send_email_v1(call.input))}}); }

Json Ses::send_raw_email(const Call& call) {
  return object({{"MessageId", mailbox_.accept(call, Dialect::v1, read_send_raw_email_v1(call.input))}});
}

Json Ses::verify_email_identity(const Call& call) {
  std::string address = text_at(call.input, "EmailAddress");
  try {
    if (address.find('@') == std::string::npos) throw BadAddress("Missing final '@domain'");
    check_identity_name(address);
  } catch (const BadAddress&) {
    throw mail_error(Dialect::v1, Fault::parameter, "Invalid email address<" + address + ">.");
  }
  if (!mailbox_.identities().find(call.scope, address)) mailbox_.check_room(call.scope, Dialect::v1);
  mailbox_.ask_for_verification(call, address);
  return Json::object();
}

void Ses::check_domain(const std::string& domain) {
  try {
    if (domain.find('@') != std::string::npos) throw BadAddress("an address");
    check_identity_name(domain);
  } catch (const BadAddress&) {
    throw mail_error(Dialect::v1, Fault::parameter, "Invalid domain name " + domain + ".");
  }
}

Json Ses::verify_domain_identity(const Call& call) {
  std::string domain = text_at(call.input, "Domain");
  check_domain(domain);
  if (!mailbox_.identities().find(call.scope, domain)) mailbox_.check_room(call.scope, Dialect::v1);
  return object({{"VerificationToken", mailbox_.ask_for_verification(call, domain).token}});
}

Json Ses::delete_identity(const Call& call) {
  mailbox_.identities().erase(call.scope, identity_name(text_at(call.input, "Identity")));
  return Json::object();
}

Json Ses::delete_verified_address(const Call& call) {
  mailbox_.identities().erase(call.scope, text_at(call.input, "EmailAddress"));
  return Json::object();
}

Json Ses::list_identities(const Call& call) {
  std::string type = text_at(call.input, "IdentityType");
  std::vector<std::string> names;
  for (const auto& row : mailbox_.identities().all(call.scope))
    if (type.empty() || row.is_domain() == (type == "Domain")) names.push_back(row.name);
  std::sort(names.begin(), names.end());
  auto most = static_cast<size_t>(std::clamp<std::int64_t>(int_at(call.input, "MaxItems", 1000), 1, 1000));
  std::string next = page(names, text_at(call.input, "NextToken"), most);
  Json answer = object({{"Identities", text_array(names)}});
  if (!next.empty()) set_text(answer, "NextToken", next);
  return answer;
}

Json Ses::list_verified_addresses(const Call& call) {
  std::vector<std::string> names;
  for (const auto& row : mailbox_.identities().all(call.scope))
    if (row.verified && !row.is_domain()) names.push_back(row.name);
  return object({{"VerifiedEmailAddresses", text_array(names)}});
}

Json Ses::get_verification_attributes(const Call& call) {
  static constexpr const char* kStates[] = {"Pending", "Success", "Failed"};
  Json map = Json::object();
  for (const auto& name : texts_at(call.input, "Identities")) {
    const IdentityRow* row = mailbox_.identities().find(call.scope, name);
    if (!row) continue;
    Json one = object({{"VerificationStatus", kStates[static_cast<int>(mailbox_.identities().state(*row))]}});
    if (row->is_domain()) set_text(one, "VerificationToken", row->token);
    map[name] = std::move(one);
  }
  return object({{"VerificationAttributes", map}});
}

Json Ses::get_send_quota(const Call& call) {
  AccountRow account = mailbox_.account(call.scope);
  return object({{"Max24HourSend", account.daily()},
                 {"MaxSendRate", account.rate()},
                 {"SentLast24Hours", static_cast<double>(mailbox_.quota().sent_last_24_hours(call.scope))}});
}

Json Ses::get_send_statistics(const Call& call) {
  Json points = array();
  for (const auto& quarter : mailbox_.quota().quarters(call.scope))
    points.push_back(object({{"Timestamp", static_cast<double>(quarter.at_ms) / 1000},
                             {"DeliveryAttempts", quarter.attempts},
                             {"Bounces", quarter.bounces},
                             {"Complaints", quarter.complaints},
                             {"Rejects", quarter.rejects}}));
  return object({{"SendDataPoints", points}});
}

Json Ses::get_sending_enabled(const Call& call) { return object({{"Enabled", mailbox_.account(call.scope).sending}}); }

Json Ses::update_sending_enabled(const Call& call) {
  AccountRow row = mailbox_.account(call.scope);
  row.sending = bool_at(call.input, "Enabled");
  mailbox_.set_account(call.scope, row);
  return Json::object();
}

}  // namespace lambent::ses
