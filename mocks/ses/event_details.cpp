// The object of each event that tells what happened to the mail.
#include "mocks/ses/mail_event.h"

namespace lambent::ses {

Json bounce_json(const std::string& type, const std::string& sub, const std::vector<Bounced>& bounced, const std::string& at,
                 const std::string& feedback_id, const std::string& mta) {
  Json recipients = array();
  for (const auto& one : bounced)
    recipients.push_back(object({{"emailAddress", one.address}, {"action", "failed"}, {"status", one.status}, {"diagnosticCode", one.diagnostic}}));
  return object({{"feedbackId", feedback_id}, {"bounceType", type}, {"bounceSubType", sub}, {"bouncedRecipients", recipients},
                 {"timestamp", at}, {"reportingMTA", "dns; " + mta}});
}

Json complaint_json(const std::vector<std::string>& recipients, const std::string& sub, const std::string& at, const std::string& feedback_id) {
  Json list = array();
  for (const auto& one : recipients) list.push_back(object({{"emailAddress", one}}));
  Json out = object({{"feedbackId", feedback_id}, {"complaintSubType", sub.empty() ? Json() : Json(sub)}, {"complainedRecipients", list}, {"timestamp", at}});
  if (!sub.empty()) return out;  // nothing was sent, so no provider reported anything
  set_text(out, "userAgent", "Amazon SES Mailbox Simulator");
  set_text(out, "complaintFeedbackType", "abuse");
  set_text(out, "arrivalDate", at);
  return out;
}

Json delivery_json(const std::vector<std::string>& recipients, const std::string& at, std::int64_t took_ms, const std::string& mta) {
  return object({{"timestamp", at}, {"processingTimeMillis", took_ms}, {"recipients", text_array(recipients)},
                 {"smtpResponse", "250 2.6.0 Message received"}, {"reportingMTA", mta}});
}

Json open_json(const std::string& ip, const std::string& agent, const std::string& at) {
  return object({{"ipAddress", ip}, {"timestamp", at}, {"userAgent", agent}});
}

Json click_json(const std::string& ip, const std::string& agent, const std::string& at, const TrackedLink& link) {
  return object({{"ipAddress", ip}, {"timestamp", at}, {"userAgent", agent}, {"link", link.url}, {"linkTags", link.tags}});
}

Json rendering_failure_json(const std::string& message, const std::string& template_name) {
  return object({{"errorMessage", message}, {"templateName", template_name}});
}

}  // namespace lambent::ses
