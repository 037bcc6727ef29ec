// A topic's data protection policy: read, checked, and asked about a message. Pure functions over values.
//
//   DataProtectionPolicy policy = parse_data_protection(text);          // throws AwsError
//   Inspection found = inspect(policy, {caller's ARNs}, message);       // what Deny and Audit statements find
//
// {"Name", "Description"?, "Version": "2021-06-01", "Statement": [{"Sid"?, "DataDirection": "Inbound", "Principal": ["*" or ARN],
// "DataIdentifier": [ARN], "Operation": {"Deny": {}} or {"Audit": {"SampleRate", "FindingsDestination"?, "NoFindingsDestination"?}}}]}
//
// Refused by name (NotImplemented): Deidentify; DataDirection Outbound; identifiers that are not in data_identifiers.h and
// custom ones; Firehose and S3 as destinations. Not verified: AWS's texts for a policy it does not take.
// AWS source: SNS developer guide, data protection policies.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "mocks/sns/data_identifiers.h"

namespace lambent::sns {

struct DataProtectionStatement {
  std::vector<std::string> principals;  // "*", or ARNs of users, roles, sessions
  std::vector<const DataIdentifier*> identifiers;
  bool deny = false;              // else it audits
  int sample_rate = 0;            // of 100 messages
  std::string findings_log, no_findings_log;  // log groups; "" for none
};

struct DataProtectionPolicy {
  std::vector<DataProtectionStatement> statements;
};

// `text` has at most 30,720 characters. Throws AwsError InvalidParameter, or NotImplemented for what is not emulated.
DataProtectionPolicy parse_data_protection(const std::string& text);

struct Finding {
  std::string name;  // of the identifier
  std::vector<Detection> detections;
};

struct Inspection {
  bool denied = false;
  const DataProtectionStatement* audit = nullptr;  // the statement that audits this caller's messages, if there is one
  std::vector<Finding> audited;                    // what it found; borrowed from the policy's identifiers only by name
};

// `caller` holds every ARN the caller goes by: session, role, user, account root.
Inspection inspect(const DataProtectionPolicy& policy, const std::vector<std::string>& caller, const std::string& message);

// The line of an audit. `at` is ISO 8601, `principal` the caller's ARN.
Json audit_line(const std::vector<Finding>& findings, const std::string& message_id, const std::string& at, const std::string& principal, const std::string& topic_arn);

}  // namespace lambent::sns
