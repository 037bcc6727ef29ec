// What SES tells of a mail, as JSON exactly as it is published. Pure functions. (SES developer guide: "Examples of event
// data", "Amazon SNS notification contents"; members in the order AWS writes them.)
//
//   Json text = event_json(mail, {EventType::bounce, bounce_json(...)});
//
// event_json is what event destinations of configuration sets get, notification_json what topics of identities get.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "aws/call.h"
#include "mocks/ses/rows.h"

namespace lambent::ses {

enum class EventType { send, reject, bounce, complaint, delivery, open, click, rendering_failure, delivery_delay, subscription };
constexpr int kEventTypes = 10;

std::string_view v2_name(EventType type);      // SEND, RENDERING_FAILURE; the order of the enum is the order AWS lists
std::string_view v1_name(EventType type);      // send, renderingFailure; empty for what v1 has not
std::string_view shown_name(EventType type);   // Send, Rendering Failure: the member eventType
std::string_view member_name(EventType type);  // send, failure: where the details are
std::string_view detail_type(EventType type);  // Email Sent: of EventBridge

struct MailEvent {
  EventType type;
  Json details;
};

// A mail as events tell it.
struct EventMail {
  Scope scope;
  const MailRow* mail;       // borrowed
  bool rendered = true;      // false: a templated mail before its template is
  bool delivered = false;    // the tag ses:outgoing-ip is known
};

Json event_json(const EventMail& mail, const MailEvent& event);
enum class Headers { leave_out, include };
Json notification_json(const EventMail& mail, const MailEvent& event, Headers headers);

// [{"name", "value"}] of the message as it is delivered: what a raw message has, or what SES writes for the others.
Json headers_of(const EventMail& mail);

struct Bounced {
  std::string address, status, diagnostic;
};
// type: Permanent; sub: General.
Json bounce_json(const std::string& type, const std::string& sub, const std::vector<Bounced>& bounced, const std::string& at,
                 const std::string& feedback_id, const std::string& mta);
Json complaint_json(const std::vector<std::string>& recipients, const std::string& sub, const std::string& at, const std::string& feedback_id);
Json delivery_json(const std::vector<std::string>& recipients, const std::string& at, std::int64_t took_ms, const std::string& mta);
Json open_json(const std::string& ip, const std::string& agent, const std::string& at);
Json click_json(const std::string& ip, const std::string& agent, const std::string& at, const TrackedLink& link);
Json rendering_failure_json(const std::string& message, const std::string& template_name);

}  // namespace lambent::ses
