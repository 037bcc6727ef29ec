// One thing to deliver, with all that is needed to try again after a restart.
#pragma once
#include <optional>
#include <string>
#include <variant>

#include "aws/call.h"
#include "delivery/retry_plan.h"
#include "http/message.h"

namespace lambent {

// A call of another service through the door, as a service principal: "lambda" "Invoke", "sqs" "SendMessage".
struct CallTarget {
  std::string service, operation;
  Scope scope;
  Json input;
};

// A POST to http:// or https:// (http/client.h).
struct HttpTarget {
  std::string url;
  HttpFields headers;
  std::string body;
};

struct Delivery {
  std::variant<CallTarget, HttpTarget> to;
  std::string line;                       // those of one line go one after another, in the order they came; empty: on its own
  std::string group;                      // those of one group can be given up together
  std::string service;                    // who delivers: "sns.amazonaws.com"
  std::string source_arn, source_account; // on whose behalf: aws:SourceArn, aws:SourceAccount
  RetryPlan plan;
  std::optional<CallTarget> dead_letter;  // where it goes that is given up
  Json about = Json::object();            // the owner's, given back to it at the end
  std::int64_t not_before_ms = 0;         // emulated; 0: at once
  std::uint64_t parent = 0;               // journal span that caused it; not kept over a restart
  std::string trace;

  // Written by Deliveries.
  int attempts = 0;
  std::int64_t since_ms = 0, due_ms = 0;
  bool buried = false;                    // on its way to the dead letter queue

  std::size_t weight() const;             // bytes it takes, about
  Json to_json() const;
  static Delivery from_json(const Json& j);
};

// How one attempt ended.
struct Attempt {
  enum class Ending { delivered, failed, refused } ending = Ending::delivered;  // failed: by the other side's fault, worth another try
  int status = 200;      // HTTP status; 0: no answer
  std::string response;  // what the other side said, cropped to 1 KiB
};

}  // namespace lambent
