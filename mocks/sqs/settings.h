// Attributes of queues: what SQS takes, with its own texts, and how it shows them. Sources: SQS API reference 2012-11-05
// (CreateQueue, SetQueueAttributes), recorded answers for the texts.
#pragma once
#include <map>
#include <string>

#include "base/json.h"
#include "mocks/sqs/rows.h"

namespace lambent::sqs {

enum class Change { creation, update };

// Takes the given attributes into the settings. Throws AwsError InvalidAttributeName, InvalidAttributeValue,
// InvalidParameterValueException or OverLimit; the settings are then as they were. Whether a dead-letter queue exists
// and lets itself be used is the caller's to check (redrive_target).
void apply_attributes(Settings& settings, const Json& attributes, Change change);

// The attributes that stand in the settings, as GetQueueAttributes shows them.
std::map<std::string, std::string> shown_attributes(const Settings& settings);

bool is_attribute_name(const std::string& name);  // of GetQueueAttributes, "All" too

}  // namespace lambent::sqs
