// Amazon SES, version 2 of the API, on the Mailbox of version 1 (ses.h). AWS source: SES API v2 reference 2019-09-27.
//
// SendEmail takes Content.Simple (with headers and attachments), Content.Raw and Content.Template, and ListManagementOptions
// but for Content.Raw. Refused by name: EndpointId, TenantName, VDM and archiving options of configuration sets, validation
// of addresses, and every operation not in the table (ses_v2.cpp).
#pragma once
#include <functional>

#include "mocks/ses/ses.h"

namespace lambent::ses {

// A dedicated IP pool. Key: scope, name.
struct PoolRow {
  std::string name, scaling;  // STANDARD or MANAGED
  TextMap tags;

  Json to_json() const;
  static PoolRow from_json(const Json& j);
};

class SesV2 final : public Service {
 public:
  SesV2(Aws& aws, Ses& v1) : mailbox_(v1.mailbox()), pools_(aws.store(), "ses.pools") {}  // borrows v1's mailbox, which v1 loads and resets

  std::string_view name() const override { return "sesv2"; }
  std::vector<std::string_view> operations() const override;
  Task<Json> handle(Call call) override;
  std::vector<Need> needs(const Call& call) const override;
  AwsError refused(const Call& call, const Denial& denial) const override;
  void load() override { pools_.load(); }
  void reset() override { pools_.clear(); }
  void seed(const Scope& scope, const Json& given) override { mailbox_.seed(scope, given); }
  Touch touch(std::string_view operation) const override { return touch_of_mail(operation); }

 private:
  struct Operations;
  std::vector<Need> plain_needs(const Call& call) const;
  Json send_email(const Call& call);
  // templated_send.cpp, template_operations.cpp
  Task<Json> send_bulk_email(Call call);
  Json create_template(const Call& call);
  Json get_template(const Call& call);
  Json update_template(const Call& call);
  Json delete_template(const Call& call);
  Json list_templates(const Call& call);
  Json test_render_template(const Call& call);
  Json create_identity(const Call& call);
  Json get_identity(const Call& call);
  Json delete_identity(const Call& call);
  Json list_identities(const Call& call);
  Json put_identity_set(const Call& call);
  Json get_account(const Call& call);
  Json put_account_sending(const Call& call);
  // identities_v2.cpp
  Json put_identity_dkim(const Call& call);
  Json put_identity_signing(const Call& call);
  Json put_identity_feedback(const Call& call);
  Json put_identity_mail_from(const Call& call);
  Json create_policy(const Call& call);
  Json update_policy(const Call& call);
  Json delete_policy(const Call& call);
  Json get_policies(const Call& call);
  const IdentityRow& policy_owner(const Call& call);
  void put_policy(const Call& call, const std::string& identity);
  // account_v2.cpp
  Json put_account_suppression(const Call& call);
  Json put_account_details(const Call& call);
  Json put_account_warmup(const Call& call);
  // suppression_v2.cpp
  Json put_suppressed(const Call& call);
  Json get_suppressed(const Call& call);
  Json delete_suppressed(const Call& call);
  Json list_suppressed(const Call& call);
  // contact_lists_v2.cpp
  const ContactListRow& named_list(const Call& call);
  Json create_list(const Call& call);
  Json get_list(const Call& call);
  Json list_lists(const Call& call);
  Json update_list(const Call& call);
  Json delete_list(const Call& call);
  // contacts_v2.cpp
  const ContactRow& named_contact(const Call& call, const ContactListRow& list);
  Json create_contact(const Call& call);
  Json get_contact(const Call& call);
  Json update_contact(const Call& call);
  Json delete_contact(const Call& call);
  Json list_contacts(const Call& call);
  // verification_templates_v2.cpp
  Json create_verification_template(const Call& call);
  Json update_verification_template(const Call& call);
  Json get_verification_template(const Call& call);
  Json delete_verification_template(const Call& call);
  Json list_verification_templates(const Call& call);
  Json send_custom_verification(const Call& call);
  // tags_v2.cpp
  void with_tags(const Call& call, const std::function<bool(TextMap&)>& change);
  Json tag_resource(const Call& call);
  Json untag_resource(const Call& call);
  Json list_tags(const Call& call);
  // configuration_sets_v2.cpp
  Json create_set(const Call& call);
  Json get_set(const Call& call);
  Json delete_set(const Call& call);
  Json list_sets(const Call& call);
  Json put_set_sending(const Call& call);
  Json put_set_tracking(const Call& call);
  Json put_set_delivery(const Call& call);
  Json put_set_reputation(const Call& call);
  Json put_set_suppression(const Call& call);
  Task<Json> create_destination(Call call);
  Task<Json> update_destination(Call call);
  Json delete_destination(const Call& call);
  Json get_destinations(const Call& call);

  // dedicated_ips_v2.cpp
  const PoolRow& named_pool(const Scope& scope, const std::string& name) const;
  Json create_pool(const Call& call);
  Json get_pool(const Call& call);
  Json list_pools(const Call& call);
  Json put_pool_scaling(const Call& call);
  Json delete_pool(const Call& call);
  Json get_ips(const Call& call);
  void take_delivery(const Call& call, const Json& options, ConfigurationSetRow& row) const;

  Mailbox& mailbox_;
  Table<PoolRow> pools_;
};

}  // namespace lambent::ses
