#include "client/wire.h"

namespace lambent::client {

static constexpr Service kServices[] = {
    {"sns", "SNS", "sns", "sns", Protocol::query, "2010-03-31", ""},
    {"ses", "SES", "ses", "email", Protocol::query, "2010-12-01", ""},
    {"sts", "STS", "sts", "sts", Protocol::query, "2011-06-15", ""},
    {"iam", "IAM", "iam", "iam", Protocol::query, "2010-05-08", ""},
    {"stepfunctions", "SFN", "states", "states", Protocol::json, "1.0", "AWSStepFunctions"},
    {"sqs", "SQS", "sqs", "sqs", Protocol::json, "1.0", "AmazonSQS"},
    {"events", "EVENTBRIDGE", "events", "events", Protocol::json, "1.1", "AWSEvents"},
    {"lambda", "LAMBDA", "lambda", "lambda", Protocol::rest_json, "", ""},
    {"sesv2", "SESV2", "ses", "email", Protocol::rest_json, "", ""},
};

const Service* find_service(std::string_view name) {
  for (const auto& service : kServices)
    if (service.name == name) return &service;
  return nullptr;
}

}  // namespace lambent::client
