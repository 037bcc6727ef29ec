// Names of queues as SQS writes them: name, ARN, URL, and the forms of URL that clients send.
//
// A queue's URL is <home>/<account>/<name>. The region is not in it: it is that of the request, unless the URL's host
// says another, as https://sqs.<region>.amazonaws.com/… and http://sqs.<region>.localhost.localstack.cloud:4566/… do.
#pragma once
#include <optional>
#include <string>

#include "aws/call.h"

namespace lambent::sqs {

struct QueueName {
  Scope scope;  // of the queue, not of the caller
  std::string name;

  std::string arn() const;
  std::string url(const std::string& home) const;
};

// Throws AwsError InvalidParameterValueException: 1 to 80 letters, digits, hyphens and underscores; of a FIFO queue
// with ".fifo" at the end, which counts.
void check_queue_name(const std::string& name, bool fifo);

// Of a QueueUrl member: an URL, the path of one, or a bare name. Throws AwsError InvalidAddress for anything else.
QueueName parse_queue_url(const std::string& url, const Scope& scope);
// arn:aws:sqs:<region>:<account>:<name>, or nothing.
std::optional<QueueName> parse_queue_arn(const std::string& arn);

}  // namespace lambent::sqs
