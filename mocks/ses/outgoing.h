// A message as it was asked to be sent, read from v1's or v2's input, before anything is decided about it.
#pragma once
#include "aws/call.h"
#include "mocks/ses/rows.h"
#include "mocks/ses/template_rows.h"

namespace lambent::ses {

struct Content {
  std::string data, charset;  // charset empty: UTF-8
};

// A template to be rendered: stored under a name, or given with the call.
struct TemplateUse {
  std::string name, arn;                // of a stored one; both empty: `content` was given
  TemplateContent content;              // of a stored one: once it has been looked up
  std::optional<std::string> data;      // JSON text
  Json values;                          // of it, once it has been read
};

struct Outgoing {
  MailRow mail;
  std::optional<TemplateUse> use;      // the mail's subject, text and html are made of it
  std::vector<std::string> senders;    // addresses that must be verified, as given: From, Source, Return-Path
  std::vector<Content> contents;       // texts with their charsets
  std::string source_arn, return_path_arn, from_arn;
  std::size_t size = 0;                // bytes of the message
  std::string missing_header;          // raw: a header SES insists on and the message has not
  std::size_t longest_line = 0;        // raw: in bytes

  std::vector<std::string> recipients() const;  // To, Cc and Bcc in this order
};

// What tells who sends what to whom (of a raw message its header; no attachments), or all of it.
enum class Reading { envelope, whole };

Outgoing read_send_email_v1(const Json& input);
Outgoing read_send_raw_email_v1(const Json& input, Reading reading = Reading::whole);
// Content.Simple, Content.Raw or Content.Template. Refuses by name (501) EndpointId and TenantName.
Outgoing read_send_email_v2(const Json& input, Reading reading = Reading::whole);
Outgoing read_send_templated_email_v1(const Json& input);
// The mail for one destination of a bulk, from 0: made when it is its turn, so that attachments for many are never there
// many times over.
std::size_t bulk_size_v1(const Json& input);
std::size_t bulk_size_v2(const Json& input);
Outgoing read_send_bulk_v1(const Json& input, std::size_t number);
Outgoing read_send_bulk_v2(const Json& input, std::size_t number, Reading reading = Reading::whole);

}  // namespace lambent::ses
