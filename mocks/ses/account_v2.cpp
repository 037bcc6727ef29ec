// The account in version 2. PutAccountDetails with ProductionAccessEnabled leaves the sandbox at once: nobody reviews.
#include "mocks/ses/ses_v2.h"

namespace lambent::ses {

Json SesV2::get_account(const Call& call) {
  AccountRow account = mailbox_.account(call.scope);
  Json answer = object({{"DedicatedIpAutoWarmupEnabled", account.dedicated_warmup},
                        {"EnforcementStatus", "HEALTHY"},
                        {"ProductionAccessEnabled", !account.sandbox},
                        {"SendQuota", object({{"Max24HourSend", account.daily()},
                                              {"MaxSendRate", account.rate()},
                                              {"SentLast24Hours", static_cast<double>(mailbox_.quota().sent_last_24_hours(call.scope))}})},
                        {"SendingEnabled", account.sending},
                        {"SuppressionAttributes", object({{"SuppressedReasons", text_array(account.suppressed_reasons)}})},
                        {"VdmAttributes", object({{"VdmEnabled", "DISABLED"}})}});
  if (!account.details.is_null()) set(answer, "Details", account.details);
  return answer;
}

Json SesV2::put_account_sending(const Call& call) {
  AccountRow row = mailbox_.account(call.scope);
  row.sending = bool_at(call.input, "SendingEnabled");
  mailbox_.set_account(call.scope, row);
  return Json::object();
}

Json SesV2::put_account_suppression(const Call& call) {
  if (has(call.input, "ValidationAttributes")) throw not_emulated("sesv2", "PutAccountSuppressionAttributes with ValidationAttributes");
  AccountRow row = mailbox_.account(call.scope);
  row.suppressed_reasons = texts_at(call.input, "SuppressedReasons");
  mailbox_.set_account(call.scope, row);
  return Json::object();
}

Json SesV2::put_account_details(const Call& call) {
  AccountRow row = mailbox_.account(call.scope);
  row.details = Json::object();
  for (const char* member : {"MailType", "WebsiteURL", "ContactLanguage", "UseCaseDescription", "AdditionalContactEmailAddresses"})
    if (const Json* given = find(call.input, member)) set(row.details, member, *given);
  if (bool_at(call.input, "ProductionAccessEnabled")) {
    row.sandbox = false;
    set(row.details, "ReviewDetails", object({{"Status", "GRANTED"}}));
  }
  mailbox_.set_account(call.scope, row);
  return Json::object();
}

Json SesV2::put_account_warmup(const Call& call) {
  AccountRow row = mailbox_.account(call.scope);
  row.dedicated_warmup = bool_at(call.input, "AutoWarmupEnabled");
  mailbox_.set_account(call.scope, row);
  return Json::object();
}

}  // namespace lambent::ses
