// A mail on its way in, and how SES tells of it: the `mail` and `receipt` objects of Lambda events and of SNS
// notifications. Pure functions. AWS source: SES developer guide, "Notification contents for Amazon SES email receiving".
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "mocks/ses/mime.h"

namespace lambent::ses {

// PASS, FAIL, GRAY or PROCESSING_FAILED each. Nothing is looked up: they are what whoever hands in the mail says, but
// the EICAR test file is a virus and the GTUBE text is spam.
struct Verdicts {
  std::string spam = "PASS", virus = "PASS", spf = "PASS", dkim = "PASS", dmarc = "PASS";
};

struct InboundMail {
  std::string id;                // 40 lower-case letters and digits
  std::string from;              // of the envelope; "" for a bounce
  std::vector<std::string> to;   // of the envelope
  std::string raw;
  std::string ip = "127.0.0.1";
  bool tls = true;
  std::int64_t at_ms = 0;
  Verdicts verdicts;
};

// Return-Path, Received and the verdicts in front of what came, as SES stores it.
void add_trace_fields(InboundMail& mail, const std::string& region);
void add_field(InboundMail& mail, const std::string& name, const std::string& value);

// `headers` as they are in the mail; more than 10 KB of them are cut and said to be.
Json mail_object(const InboundMail& mail, const std::vector<HeaderField>& headers);
Json mail_object(const InboundMail& mail);
// `action` is what is told of the action that runs: {"type": "Lambda", …}.
Json receipt_object(const InboundMail& mail, const std::vector<std::string>& recipients, bool scanned, std::int64_t took_ms, Json action);

Json lambda_event(Json mail, Json receipt);

}  // namespace lambent::ses
