#include "mocks/ses/ses_v2.h"

namespace lambent::ses {

// What is emulated of SES v2.
struct SesV2::Operations {
  static constexpr Operation<SesV2> table[] = {
      {"SendEmail", &SesV2::send_email},
      {"SendBulkEmail", &SesV2::send_bulk_email},
      {"CreateEmailTemplate", &SesV2::create_template},
      {"GetEmailTemplate", &SesV2::get_template},
      {"UpdateEmailTemplate", &SesV2::update_template},
      {"DeleteEmailTemplate", &SesV2::delete_template},
      {"ListEmailTemplates", &SesV2::list_templates},
      {"TestRenderEmailTemplate", &SesV2::test_render_template},
      {"CreateEmailIdentity", &SesV2::create_identity},
      {"GetEmailIdentity", &SesV2::get_identity},
      {"DeleteEmailIdentity", &SesV2::delete_identity},
      {"ListEmailIdentities", &SesV2::list_identities},
      {"PutEmailIdentityConfigurationSetAttributes", &SesV2::put_identity_set},
      {"PutEmailIdentityDkimAttributes", &SesV2::put_identity_dkim},
      {"PutEmailIdentityDkimSigningAttributes", &SesV2::put_identity_signing},
      {"PutEmailIdentityFeedbackAttributes", &SesV2::put_identity_feedback},
      {"PutEmailIdentityMailFromAttributes", &SesV2::put_identity_mail_from},
      {"CreateEmailIdentityPolicy", &SesV2::create_policy},
      {"UpdateEmailIdentityPolicy", &SesV2::update_policy},
      {"DeleteEmailIdentityPolicy", &SesV2::delete_policy},
      {"GetEmailIdentityPolicies", &SesV2::get_policies},
      {"GetAccount", &SesV2::get_account},
      {"PutAccountSendingAttributes", &SesV2::put_account_sending},
      {"PutAccountSuppressionAttributes", &SesV2::put_account_suppression},
      {"PutAccountDetails", &SesV2::put_account_details},
      {"PutAccountDedicatedIpWarmupAttributes", &SesV2::put_account_warmup},
      {"CreateConfigurationSet", &SesV2::create_set},
      {"GetConfigurationSet", &SesV2::get_set},
      {"DeleteConfigurationSet", &SesV2::delete_set},
      {"ListConfigurationSets", &SesV2::list_sets},
      {"PutConfigurationSetSendingOptions", &SesV2::put_set_sending},
      {"PutConfigurationSetTrackingOptions", &SesV2::put_set_tracking},
      {"PutConfigurationSetDeliveryOptions", &SesV2::put_set_delivery},
      {"PutConfigurationSetReputationOptions", &SesV2::put_set_reputation},
      {"PutConfigurationSetSuppressionOptions", &SesV2::put_set_suppression},
      {"CreateConfigurationSetEventDestination", &SesV2::create_destination},
      {"UpdateConfigurationSetEventDestination", &SesV2::update_destination},
      {"DeleteConfigurationSetEventDestination", &SesV2::delete_destination},
      {"GetConfigurationSetEventDestinations", &SesV2::get_destinations},
      {"PutSuppressedDestination", &SesV2::put_suppressed},
      {"GetSuppressedDestination", &SesV2::get_suppressed},
      {"DeleteSuppressedDestination", &SesV2::delete_suppressed},
      {"ListSuppressedDestinations", &SesV2::list_suppressed},
      {"CreateContactList", &SesV2::create_list},
      {"GetContactList", &SesV2::get_list},
      {"ListContactLists", &SesV2::list_lists},
      {"UpdateContactList", &SesV2::update_list},
      {"DeleteContactList", &SesV2::delete_list},
      {"CreateContact", &SesV2::create_contact},
      {"GetContact", &SesV2::get_contact},
      {"UpdateContact", &SesV2::update_contact},
      {"DeleteContact", &SesV2::delete_contact},
      {"ListContacts", &SesV2::list_contacts},
      {"CreateCustomVerificationEmailTemplate", &SesV2::create_verification_template},
      {"UpdateCustomVerificationEmailTemplate", &SesV2::update_verification_template},
      {"GetCustomVerificationEmailTemplate", &SesV2::get_verification_template},
      {"DeleteCustomVerificationEmailTemplate", &SesV2::delete_verification_template},
      {"ListCustomVerificationEmailTemplates", &SesV2::list_verification_templates},
      {"SendCustomVerificationEmail", &SesV2::send_custom_verification},
      {"CreateDedicatedIpPool", &SesV2::create_pool},
      {"GetDedicatedIpPool", &SesV2::get_pool},
      {"ListDedicatedIpPools", &SesV2::list_pools},
      {"PutDedicatedIpPoolScalingAttributes", &SesV2::put_pool_scaling},
      {"DeleteDedicatedIpPool", &SesV2::delete_pool},
      {"GetDedicatedIps", &SesV2::get_ips},
      {"TagResource", &SesV2::tag_resource},
      {"UntagResource", &SesV2::untag_resource},
      {"ListTagsForResource", &SesV2::list_tags},
  };
};

std::vector<std::string_view> SesV2::operations() const { return operation_names(Operations::table); }

Task<Json> SesV2::handle(Call call) { return dispatch<SesV2>(*this, Operations::table, std::move(call)); }

Json SesV2::send_email(const Call& call) {
  const Json& content = *find(call.input, "Content");
  if (has(content, "Simple") + has(content, "Raw") + has(content, "Template") != 1)
    throw mail_error(Dialect::v2, Fault::parameter, "Content must have exactly one of Simple, Raw and Template.");
  Outgoing mail = read_send_email_v2(call.input);
  const bool templated = mail.use.has_value();
  const std::string id = templated ? mailbox_.accept_templated(call, Dialect::v2, std::move(mail)) : mailbox_.accept(call, Dialect::v2, std::move(mail));
  return object({{"MessageId", id}});
}

}  // namespace lambent::ses
