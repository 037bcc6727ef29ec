#include "mocks/states/configuration.h"

#include "aws/arn.h"
#include "aws/error.h"

namespace lambent::states {
namespace {

[[noreturn]] void wrong_logging(const std::string& what) {
  throw AwsError("InvalidLoggingConfiguration", 400, "Invalid Logging Configuration: " + what);
}

// "arn:aws:logs:<region>:<account>:log-group:<name>:*". There are no log groups to look it up among.
bool log_group(const std::string& text) {
  auto arn = Arn::parse(text);
  if (!arn || arn->service != "logs" || arn->region.empty() || arn->account.empty()) return false;
  constexpr std::string_view kKind = "log-group:";
  const std::string& resource = arn->resource;
  return resource.starts_with(kKind) && resource.ends_with(":*") && resource.size() > kKind.size() + 2;
}

void check_logging(const Json& logging) {
  const Json* destinations = find(logging, "destinations");
  size_t count = destinations ? destinations->size() : 0;
  if (count > 1 || (logs_anything(logging) && count == 0)) wrong_logging("Must specify exactly one Log Destination.");
  if (count == 0) return;
  const Json* group = find(destinations->front(), "cloudWatchLogsLogGroup");
  if (!group || !log_group(text_at(*group, "logGroupArn"))) wrong_logging("Log Destination not found.");
}

}  // namespace

bool logs_anything(const Json& logging) { return text_at(logging, "level", "OFF") != "OFF"; }

void check_configuration(const Json& input) {
  if (const Json* logging = find(input, "loggingConfiguration")) check_logging(*logging);
  const Json* encryption = find(input, "encryptionConfiguration");
  if (!encryption) return;
  std::string type = text_at(*encryption, "type");
  if (type != "AWS_OWNED_KEY") throw not_emulated("stepfunctions", "encryptionConfiguration with type " + type);
  for (const char* member : {"kmsKeyId", "kmsDataKeyReusePeriodSeconds"})
    if (has(*encryption, member))
      throw AwsError("InvalidEncryptionConfiguration", 400, std::string("Invalid Encryption Configuration: ") + member + " cannot be set with type AWS_OWNED_KEY");
}

Json shown_logging(const Json& kept) {
  Json out = object({{"level", text_at(kept, "level", "OFF")}, {"includeExecutionData", bool_at(kept, "includeExecutionData")}});
  if (const Json* destinations = find(kept, "destinations")) set(out, "destinations", *destinations);
  return out;
}

Json shown_tracing(bool enabled) { return object({{"enabled", enabled}}); }

Json shown_encryption() { return object({{"type", "AWS_OWNED_KEY"}}); }

}  // namespace lambent::states
