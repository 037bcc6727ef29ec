// Amazon SES, version 2 of the API, on the Mailbox of version 1 (ses.h). AWS source: SES API v2 reference 2019-09-27.
//
// SendEmail takes Content.Simple (with headers and attachments), Content.Raw and Content.Template. Refused by name:
// ListManagementOptions, EndpointId, TenantName, DkimSigningAttributes, options of configuration sets other than
// SendingOptions, and every operation not in the table (ses_v2.cpp).
#pragma once
#include "mocks/ses/ses.h"

namespace lambent::ses {

class SesV2 final : public Service {
 public:
  SesV2(Aws&, Ses& v1) : mailbox_(v1.mailbox()) {}  // borrows v1's mailbox, which v1 loads and resets

  std::string_view name() const override { return "sesv2"; }
  std::vector<std::string_view> operations() const override;
  Task<Json> handle(Call call) override;
  std::vector<Need> needs(const Call& call) const override;
  AwsError refused(const Call& call, const Denial& denial) const override;
  void seed(const Scope& scope, const Json& given) override { mailbox_.seed(scope, given); }
  Touch touch(std::string_view operation) const override { return touch_of_mail(operation); }

 private:
  struct Operations;
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
  // configuration_sets.cpp
  Json create_set(const Call& call);
  Json get_set(const Call& call);
  Json delete_set(const Call& call);
  Json list_sets(const Call& call);
  Json put_set_sending(const Call& call);

  Mailbox& mailbox_;
};

std::map<std::string, std::string> tags_at(const Json& input);  // of the member Tags
Json tags_json(const std::map<std::string, std::string>& tags);

}  // namespace lambent::ses
