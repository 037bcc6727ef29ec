// The documents among a queue's attributes: access policy, redrive policy, redrive allow policy. Checked as SQS does when
// they are set. Throws AwsError InvalidAttributeValue, InvalidParameterValueException or OverLimit.
#pragma once
#include <optional>
#include <string>

#include "mocks/sqs/rows.h"

namespace lambent::sqs {

void check_policy(const std::string& text);        // empty: none
void check_redrive_allow(const std::string& text);  // empty: none
std::optional<Redrive> read_redrive(const std::string& text);  // nothing: empty

// Of a RedriveAllowPolicy; an empty text allows all.
bool allows_redrive(const std::string& allow_text, const std::string& source_arn);

}  // namespace lambent::sqs
