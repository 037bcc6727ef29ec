// The smallest policy that lets a role do what it was seen to do.
//
//   Json document = least_policy(seen.needs.at("email-reminder-role"));
//   {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["ses:SendEmail"], "Resource": ["arn:…"]}]}
//
// Resources stay as called, but what is different in each run (UUIDs, long hexadecimal ids) becomes '*'. Actions with the
// same resources share a statement. The order is that of the alphabet, so that two runs can be compared line by line.
#pragma once
#include <set>
#include <string>

#include "base/json.h"
#include "ipo/cover/seen.h"

namespace lambent::ipo {

Json least_policy(const std::set<SeenNeed>& needs);  // of at least one

// "arn:…:execution:reminders:6f1c2e1a-…" to "arn:…:execution:reminders:*".
std::string without_ids(const std::string& resource);

}  // namespace lambent::ipo
