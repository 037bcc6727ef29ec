// Event destinations of configuration sets.
#include <algorithm>

#include "aws/arn.h"
#include "base/text.h"
#include "mocks/ses/sets.h"

namespace lambent::ses {
namespace {

constexpr const char* kGreeting = "Successfully validated SNS topic for Amazon SES event publishing.";

struct Words {
  const char* role;
  const char* stream;
  const char* topic;
  const char* sns;
};
const Words& words(Dialect dialect) {
  static constexpr Words v1{"IAMRoleARN", "DeliveryStreamARN", "TopicARN", "SNSDestination"}, v2{"IamRoleArn", "DeliveryStreamArn", "TopicArn", "SnsDestination"};
  return dialect == Dialect::v1 ? v1 : v2;
}

// messageTag and MESSAGE_TAG; send and SEND.
constexpr std::pair<const char*, const char*> kSources[] = {{"messageTag", "MESSAGE_TAG"}, {"emailHeader", "EMAIL_HEADER"}, {"linkTag", "LINK_TAG"}};

std::string source_in(const std::string& given) {
  for (const auto& [v1, v2] : kSources)
    if (given == v1) return v2;
  return given;
}
std::string source_out(const std::string& kept, Dialect dialect) {
  for (const auto& [v1, v2] : kSources)
    if (dialect == Dialect::v1 && kept == v2) return v1;
  return kept;
}

std::vector<std::string> read_types(const Json& given) {
  const std::vector<std::string> asked = texts_at(given, "MatchingEventTypes");
  std::vector<std::string> out;
  for (int i = 0; i < kEventTypes; ++i) {
    const auto type = static_cast<EventType>(i);
    const bool wanted = std::any_of(asked.begin(), asked.end(), [&](const std::string& one) { return one == v1_name(type) || one == v2_name(type); });
    if (wanted) out.emplace_back(v2_name(type));
  }
  return out;
}

// Sorted by name, as AWS lists them.
Json types_json(const EventDestination& destination, Dialect dialect) {
  std::vector<std::string> out;
  for (int i = 0; i < kEventTypes; ++i) {
    const auto type = static_cast<EventType>(i);
    if (std::find(destination.types.begin(), destination.types.end(), v2_name(type)) == destination.types.end()) continue;
    std::string name(dialect == Dialect::v1 ? v1_name(type) : v2_name(type));
    if (!name.empty()) out.push_back(std::move(name));
  }
  std::sort(out.begin(), out.end());
  return text_array(out);
}

AwsError invalid(DestinationKind kind, Dialect dialect, const std::string& message) {
  if (dialect == Dialect::v2) return AwsError("BadRequestException", 400, message);
  const char* code = kind == DestinationKind::sns            ? "InvalidSNSDestination"
                     : kind == DestinationKind::cloud_watch ? "InvalidCloudWatchDestination"
                                                             : "InvalidFirehoseDestination";
  return AwsError(code, 400, message);
}

void read_dimensions(const Json& given, EventDestination& out, Dialect dialect) {
  for (const auto& one : list_at(given, "DimensionConfigurations")) {
    Dimension d{text_at(one, "DimensionName"), source_in(text_at(one, "DimensionValueSource")), text_at(one, "DefaultDimensionValue")};
    if (d.name.empty() || d.name.size() > 255 || d.fallback.empty() || d.fallback.size() > 255)
      throw invalid(DestinationKind::cloud_watch, dialect, "Dimension names and default values have 1 to 255 characters.");
    out.dimensions.push_back(std::move(d));
  }
  if (out.dimensions.empty() || out.dimensions.size() > 10)
    throw invalid(DestinationKind::cloud_watch, dialect, "A CloudWatch destination has 1 to 10 dimension configurations.");
}

void check_arn(const std::string& text, const char* service, const EventDestination& of, Dialect dialect) {
  auto arn = Arn::parse(text);
  if (!arn || arn->service != service || arn->resource.empty()) throw invalid(of.kind, dialect, "Invalid ARN: " + text);
}

}  // namespace

EventDestination read_destination(const Json& given, const std::string& name, Dialect dialect) {
  const bool v1 = dialect == Dialect::v1;
  EventDestination out;
  out.name = name;
  out.enabled = bool_at(given, "Enabled");
  out.types = read_types(given);
  if (has(given, "PinpointDestination")) throw not_emulated("sesv2", "an event destination at Pinpoint");
  const Json *topic = find(given, words(dialect).sns), *stream = find(given, "KinesisFirehoseDestination"), *metrics = find(given, "CloudWatchDestination"),
             *bus = find(given, "EventBridgeDestination");
  if ((topic != nullptr) + (stream != nullptr) + (metrics != nullptr) + (bus != nullptr) != 1)
    throw AwsError(v1 ? "InvalidParameterValue" : "BadRequestException", 400,
                   std::string("Please provide only one destination with each request. Valid destinations are CloudWatch, Kinesis Firehose, ") +
                       (v1 ? "and SNS." : "SNS, and EventBridge."));
  check_set_name(name, dialect);
  if (out.types.empty()) throw AwsError(v1 ? "InvalidParameterValue" : "BadRequestException", 400, "At least one matching event type is required.");
  if (topic) {
    out.arn = text_at(*topic, words(dialect).topic);
    check_arn(out.arn, "sns", out, dialect);
  } else if (stream) {
    out.kind = DestinationKind::firehose;
    out.role = text_at(*stream, words(dialect).role);
    out.arn = text_at(*stream, words(dialect).stream);
    check_arn(out.arn, "firehose", out, dialect);
    check_arn(out.role, "iam", out, dialect);
  } else if (bus) {
    out.kind = DestinationKind::event_bridge;
    out.arn = text_at(*bus, "EventBusArn");
    check_arn(out.arn, "events", out, dialect);
    if (!out.arn.ends_with(":event-bus/default"))
      throw invalid(out.kind, dialect, "Only the default event bus is supported: " + out.arn);
  } else {
    out.kind = DestinationKind::cloud_watch;
    read_dimensions(*metrics, out, dialect);
  }
  return out;
}

Json destination_json(const EventDestination& destination, Dialect dialect) {
  Json out = object({{"Name", destination.name}, {"Enabled", destination.enabled}, {"MatchingEventTypes", types_json(destination, dialect)}});
  const Words& w = words(dialect);
  switch (destination.kind) {
    case DestinationKind::sns: set(out, w.sns, object({{w.topic, destination.arn}})); break;
    case DestinationKind::firehose: set(out, "KinesisFirehoseDestination", object({{w.role, destination.role}, {w.stream, destination.arn}})); break;
    case DestinationKind::event_bridge:
      if (dialect == Dialect::v2) set(out, "EventBridgeDestination", object({{"EventBusArn", destination.arn}}));
      break;
    case DestinationKind::cloud_watch: {
      Json dimensions = array();
      for (const auto& one : destination.dimensions)
        dimensions.push_back(object({{"DimensionName", one.name}, {"DimensionValueSource", source_out(one.source, dialect)}, {"DefaultDimensionValue", one.fallback}}));
      set(out, "CloudWatchDestination", object({{"DimensionConfigurations", dimensions}}));
    }
  }
  return out;
}

namespace {

// A topic that is not there refuses a service as one that is closed to it: its own account is asked which it is.
Task<bool> topic_is_missing(Aws& aws, std::string text) {
  Service* sns = aws.find("sns");
  auto arn = Arn::parse(text);
  if (!sns || !arn) co_return false;
  const auto operations = sns->operations();
  if (std::find(operations.begin(), operations.end(), "GetTopicAttributes") == operations.end()) co_return false;
  Call call("sns", "GetTopicAttributes", object({{"TopicArn", text}}), Principal::root(arn->account), {arn->account, arn->region});
  bool missing = false;
  try {
    co_await aws.call(std::move(call));
  } catch (const AwsError& e) {
    missing = e.status() == 404;
  }
  co_return missing;
}

void check_place(Mailbox& mailbox, const Call& call, Dialect dialect, const std::string& name, Change change) {
  ConfigurationSetRow row = named_set(mailbox, call, dialect);
  const bool v1 = dialect == Dialect::v1, there = row.find_destination(name);
  if (change == Change::update && !there)
    throw AwsError(v1 ? "EventDestinationDoesNotExist" : "NotFoundException", v1 ? 400 : 404, "No EventDestination found for " + row.name);
  if (change == Change::create && there)
    throw AwsError(v1 ? "EventDestinationAlreadyExists" : "AlreadyExistsException", 400, "Event destination " + name + " already exists in configuration set " + row.name + ".");
  if (change == Change::create && row.destinations.size() >= kMostDestinations)
    throw AwsError(v1 ? "LimitExceeded" : "LimitExceededException", 400, "A configuration set has at most 10 event destinations.");
}

}  // namespace

Task<void> put_destination(Mailbox& mailbox, Call call, Dialect dialect, EventDestination destination, Change change) {
  check_place(mailbox, call, dialect, destination.name, change);
  if (destination.kind == DestinationKind::sns) {
    Publication hello;
    hello.scope = call.scope;
    hello.arn = destination.arn;
    hello.body = kGreeting;
    hello.source_arn = make_arn("ses", call.scope.region, call.scope.account, "configuration-set/" + text_at(call.input, "ConfigurationSetName"));
    hello.parent = call.span;
    hello.trace = call.trace;
    auto refused = co_await mailbox.publisher().call_target(std::move(hello));
    bool missing = refused && refused->status() == 404;
    if (refused && refused->status() == 403) missing = co_await topic_is_missing(mailbox.aws(), destination.arn);
    if (missing) throw invalid(destination.kind, dialect, "SNS topic <" + destination.arn + "> not found.");
    if (refused) throw invalid(destination.kind, dialect, "Could not publish to SNS topic <" + destination.arn + ">.");
    check_place(mailbox, call, dialect, destination.name, change);  // meanwhile it may have changed
  }
  change_set(mailbox, call, dialect, [&](ConfigurationSetRow& row) {
    if (EventDestination* there = row.find_destination(destination.name)) {
      *there = destination;
    } else {
      row.destinations.push_back(destination);
    }
  });
}

void delete_destination(Mailbox& mailbox, const Call& call, Dialect dialect) {
  const std::string name = text_at(call.input, "EventDestinationName");
  check_place(mailbox, call, dialect, name, Change::update);
  change_set(mailbox, call, dialect, [&](ConfigurationSetRow& row) {
    std::erase_if(row.destinations, [&](const EventDestination& one) { return one.name == name; });
  });
}

}  // namespace lambent::ses
