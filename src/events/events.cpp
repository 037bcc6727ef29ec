// The table of sources, and what is done with a row.
#include "events/events.h"

#include "events/kind.h"

namespace lambent::events {
namespace {

const std::vector<Kind>& kinds() {
  static const std::vector<Kind> rows = {
      {.source = {"apigateway-v1", "API Gateway REST API, Lambda proxy integration"},
       .make = make_rest_api,
       .open = {"multiValueHeaders", "multiValueQueryStringParameters", "requestContext.authorizer"},
       .texts = {"headers", "queryStringParameters", "pathParameters", "stageVariables"},
       .mirrors = {{"httpMethod", "requestContext.httpMethod"}, {"requestContext.httpMethod", "httpMethod"}, {"resource", "requestContext.resourcePath"}},
       .finish = finish_rest_api},
      {.source = {"apigateway-v2", "API Gateway HTTP API, payload format 2.0"},
       .make = make_http_api,
       .open = {"cookies", "requestContext.authorizer", "requestContext.authentication"},
       .texts = {"headers", "queryStringParameters", "pathParameters", "stageVariables"},
       .mirrors = {{"rawPath", "requestContext.http.path"}, {"requestContext.http.path", "rawPath"}, {"routeKey", "requestContext.routeKey"}},
       .finish = finish_http_api},
      {.source = {"function-url", "Lambda function URL"},
       .make = make_function_url,
       .open = {"cookies", "requestContext.authorizer", "requestContext.authentication"},
       .texts = {"headers", "queryStringParameters"},
       .mirrors = {{"rawPath", "requestContext.http.path"}, {"requestContext.http.path", "rawPath"}},
       .finish = finish_http_api},
      {.source = {"alb", "Application Load Balancer, Lambda target group"}, .make = make_load_balancer, .texts = {"headers", "queryStringParameters"}},
      {.source = {"sns", "a message of an SNS topic"},
       .make = make_sns,
       .records = {"Records[0].Sns", "Records[0]"},
       .open = {"Records[*].Sns.MessageAttributes"}},
      {.source = {"sqs", "a batch of one message of an SQS queue"},
       .make = make_sqs,
       .records = {"Records[0]"},
       .open = {"Records[*].messageAttributes"},
       .texts = {"Records[*].attributes"},
       .finish = finish_sqs},
      {.source = {"ses", "mail received by SES, Lambda action of a receipt rule"},
       .make = make_ses,
       .records = {"Records[0].ses.mail", "Records[0].ses.mail.commonHeaders", "Records[0].ses.receipt", "Records[0].ses"},
       .open = {"Records[*].ses.mail.headers", "Records[*].ses.mail.destination", "Records[*].ses.mail.commonHeaders.from", "Records[*].ses.mail.commonHeaders.to",
                "Records[*].ses.mail.commonHeaders.cc", "Records[*].ses.mail.commonHeaders.bcc", "Records[*].ses.receipt.recipients",
                "Records[*].ses.receipt.dmarcPolicy"},
       .finish = finish_ses},
      {.source = {"s3", "an object was created in an S3 bucket"},
       .make = make_s3,
       .records = {"Records[0].s3", "Records[0]"},
       .open = {"Records[*].s3.object.versionId"},
       .finish = finish_s3},
      {.source = {"eventbridge", "an event of an application on an EventBridge bus"}, .make = make_eventbridge, .open = {"detail", "resources"}},
      {.source = {"scheduled", "an EventBridge rule with a schedule"}, .make = make_scheduled, .open = {"detail", "resources"}},
      {.source = {"cloudwatch-logs", "a log line through a CloudWatch Logs subscription (data is gzip in base64)"},
       .make = make_logs,
       .records = {"awslogs.data.logEvents[0]", "awslogs.data"},
       .open = {"awslogs.data.logEvents[*].extractedFields", "awslogs.data.subscriptionFilters"},
       .finish = finish_logs},
  };
  return rows;
}

}  // namespace

std::span<const EventSource> event_sources() {
  static const std::vector<EventSource> all = [] {
    std::vector<EventSource> out;
    for (const Kind& kind : kinds()) out.push_back(kind.source);
    return out;
  }();
  return all;
}

Override override_of(std::string_view text) {
  // Names in brackets may hold the sign.
  char quote = '\0';
  size_t at = 0;
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (quote) {
      if (c == quote) quote = '\0';
    } else if (at > 0 && text[at - 1] == '[' && (c == '"' || c == '\'')) {
      quote = c;
    } else if (c == '=') {
      break;
    }
  }
  if (at == 0 || at == text.size()) throw OverrideError(std::string(text), "'" + std::string(text) + "' is not of the form path=value");
  Override out;
  out.path = text.substr(0, at);
  out.written = text.substr(at + 1);
  auto value = try_parse_json(out.written);
  out.value = value ? std::move(*value) : Json(out.written);
  if (out.value.is_string()) out.written.clear();
  return out;
}

std::optional<Json> make_event(const EventRequest& request) {
  for (const Kind& kind : kinds()) {
    if (kind.source.name != request.source) continue;
    const Json made = kind.make(request);
    Json event = made;
    for (const Override& one : request.with) apply_override(event, kind, one, request.members);
    apply_mirrors(event, kind, made);
    if (kind.finish) kind.finish(event, made);
    return event;
  }
  return std::nullopt;
}

}  // namespace lambent::events
