#include "lambda/errors.h"
#include "lambda/lambda_service.h"

namespace lambent::lambda {
namespace {

// Members that change nothing here: accepted only with the value AWS has anyway.
void refuse_unemulated(const Json& input) {
  const auto refuse = [](const std::string& name) { throw not_emulated("lambda", name); };
  for (const char* name : {"FileSystemConfigs", "Layers"})
    if (const Json* given = find(input, name); given && !given->empty()) refuse(name);
  if (const Json* given = find(input, "VpcConfig")) {
    for (const char* name : {"SubnetIds", "SecurityGroupIds"})
      if (const Json* list = find(*given, name); list && !list->empty()) refuse("VpcConfig");
    if (bool_at(*given, "Ipv6AllowedForDualStack")) refuse("VpcConfig");
  }
  for (const char* name : {"ImageConfig", "CapacityProviderConfig", "DurableConfig", "TenancyConfig", "PublishTo"})
    if (has(input, name)) refuse(name);
  for (const char* name : {"CodeSigningConfigArn", "KMSKeyArn"})
    if (!text_at(input, name).empty()) refuse(name);
  if (const Json* given = find(input, "DeadLetterConfig"); given && !text_at(*given, "TargetArn").empty()) refuse("DeadLetterConfig");
  if (const Json* given = find(input, "SnapStart"); given && text_at(*given, "ApplyOn", "None") != "None") refuse("SnapStart");
  if (const Json* given = find(input, "TracingConfig"); given && text_at(*given, "Mode", "PassThrough") != "PassThrough") refuse("TracingConfig Active");
  if (const Json* given = find(input, "EphemeralStorage"); given && int_at(*given, "Size", 512) != 512) refuse("EphemeralStorage other than 512 MB");
  if (text_at(input, "PackageType", "Zip") != "Zip") refuse("PackageType Image");
  if (bool_at(input, "Publish")) refuse("Publish (versions)");
  if (const Json* given = find(input, "LoggingConfig")) {
    if (text_at(*given, "LogFormat", "Text") != "Text") refuse("LoggingConfig LogFormat JSON");
    for (const char* name : {"ApplicationLogLevel", "SystemLogLevel"})
      if (has(*given, name)) refuse(std::string("LoggingConfig ") + name);
  }
}

Json checked_environment(const Json& variables) {
  constexpr size_t kLargest = 4096;
  const std::string text = dump(variables);
  if (text.size() > kLargest)
    throw invalid_parameter("Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit. String measured: " + text);
  std::string reserved;
  for (const auto& [name, value] : variables.items())
    if (reserved_variable(name)) reserved += (reserved.empty() ? "" : ", ") + name;
  if (!reserved.empty())
    throw invalid_parameter("Lambda was unable to configure your environment variables because the environment variables you have provided contains "
                            "reserved keys that are currently not supported for modification. Reserved keys used in this request: " + reserved);
  return variables;
}

}  // namespace

void LambdaService::check_role(const std::string& role, const Function& function) const {
  try {
    aws_.assume(role, "lambda.amazonaws.com", function.name, function.arn);
  } catch (const AwsError&) {
    throw invalid_parameter("The role defined for the function cannot be assumed by Lambda.");
  }
}

void LambdaService::apply_settings(Function& f, const Json& input) const {
  refuse_unemulated(input);
  if (const auto v = find_text(input, "Runtime")) f.runtime = *v;
  if (!known_runtime(f.runtime)) throw not_emulated("lambda", "runtime " + f.runtime);
  if (const auto v = find_text(input, "Handler")) f.handler = *v;
  if (f.handler.empty() && !f.runtime.starts_with("provided."))
    throw invalid_parameter("Runtime and Handler are mandatory parameters for functions created with deployment packages.");
  if (const auto v = find_text(input, "Description")) f.description = *v;
  if (const auto v = find_int(input, "Timeout")) f.timeout = *v;
  if (const auto v = find_int(input, "MemorySize")) f.memory = *v;
  if (const Json* environment = find(input, "Environment")) {
    const Json* variables = find(*environment, "Variables");
    f.environment = Json();
    if (variables && !variables->empty()) f.environment = checked_environment(*variables);
  }
  if (const Json* logging = find(input, "LoggingConfig")) f.logging = *logging;
  if (const auto list = texts_at(input, "Architectures"); !list.empty()) f.architecture = list[0];
  if (const auto v = find_text(input, "Role")) {
    check_role(*v, f);
    f.role = *v;
  }
}

}  // namespace lambent::lambda
