// A message as it was asked to be sent, read from v1's or v2's input, before anything is decided about it.
#pragma once
#include "aws/call.h"
#include "mocks/ses/rows.h"

namespace lambent::ses {

struct Content {
  std::string data, charset;  // charset empty: UTF-8
};

struct Outgoing {
  MailRow mail;
  std::vector<std::string> senders;    // addresses that must be verified, as given: From, Source, Return-Path
  std::vector<Content> contents;       // texts with their charsets
  std::string source_arn, return_path_arn, from_arn;
  std::size_t size = 0;                // bytes of the message
  std::string missing_header;          // raw: a header SES insists on and the message has not

  std::vector<std::string> recipients() const;  // To, Cc and Bcc in this order
};

Outgoing read_send_email_v1(const Json& input);
Outgoing read_send_raw_email_v1(const Json& input);
// Content.Simple or Content.Raw. Refuses by name (501) Template, ListManagementOptions, EndpointId and TenantName.
Outgoing read_send_email_v2(const Json& input);

}  // namespace lambent::ses
