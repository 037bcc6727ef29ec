#include "lambda/function.h"

#include "base/digest.h"
#include "base/text.h"

namespace lambent::lambda {

Json Function::to_json() const {
  Json out = object({{"account", scope.account}, {"region", scope.region}, {"name", name}, {"arn", arn}, {"runtime", runtime},
                     {"role", role}, {"handler", handler}, {"description", description}, {"timeout", timeout},
                     {"memory", memory}, {"architecture", architecture}, {"ephemeral", ephemeral_mb},
                     {"environment", environment}, {"tags", tags}, {"logging", logging}, {"tracing", tracing},
                     {"folder", package == Package::folder}, {"code_folder", code_folder}, {"code_zip", code_zip},
                     {"code_sha256", code_sha256}, {"code_size", code_size}, {"last_modified", last_modified},
                     {"revision_id", revision_id}, {"statements", statements}, {"policy_revision", policy_revision}});
  if (reserved) set(out, "reserved", *reserved);
  return out;
}

Function Function::from_json(const Json& j) {
  const auto part = [&j](const char* key) {
    const Json* member = find(j, key);
    return member ? *member : Json();
  };
  Function f;
  f.scope = {text_at(j, "account"), text_at(j, "region")};
  f.name = text_at(j, "name");
  f.arn = text_at(j, "arn");
  f.runtime = text_at(j, "runtime");
  f.role = text_at(j, "role");
  f.handler = text_at(j, "handler");
  f.description = text_at(j, "description");
  f.timeout = int_at(j, "timeout", 3);
  f.memory = int_at(j, "memory", 128);
  f.architecture = text_at(j, "architecture");
  f.ephemeral_mb = int_at(j, "ephemeral", 512);
  f.environment = part("environment");
  f.tags = part("tags");
  f.logging = part("logging");
  f.tracing = text_at(j, "tracing");
  f.package = bool_at(j, "folder") ? Package::folder : Package::zip;
  f.code_folder = text_at(j, "code_folder");
  f.code_zip = text_at(j, "code_zip");
  f.code_sha256 = text_at(j, "code_sha256");
  f.code_size = int_at(j, "code_size");
  f.last_modified = text_at(j, "last_modified");
  f.revision_id = text_at(j, "revision_id");
  f.reserved = find_int(j, "reserved");
  f.statements = part("statements");
  f.policy_revision = text_at(j, "policy_revision");
  return f;
}

std::string log_group(const Function& f) { return text_at(f.logging, "LogGroup", "/aws/lambda/" + f.name); }

Json configuration(const Function& f, Transition transition) {
  Json out = object({{"FunctionName", f.name}, {"FunctionArn", f.arn}, {"Runtime", f.runtime}, {"Role", f.role},
                     {"Handler", f.handler}, {"CodeSize", f.code_size}, {"Description", f.description},
                     {"Timeout", f.timeout}, {"MemorySize", f.memory}, {"LastModified", f.last_modified},
                     {"CodeSha256", f.code_sha256}, {"Version", "$LATEST"},
                     {"TracingConfig", object({{"Mode", f.tracing}})}, {"RevisionId", f.revision_id},
                     {"PackageType", "Zip"}, {"Architectures", text_array({f.architecture})},
                     {"EphemeralStorage", object({{"Size", f.ephemeral_mb}})},
                     {"SnapStart", object({{"ApplyOn", "None"}, {"OptimizationStatus", "Off"}})},
                     {"LoggingConfig", object({{"LogFormat", "Text"}, {"LogGroup", log_group(f)}})},
                     {"RuntimeVersionConfig",
                      object({{"RuntimeVersionArn", "arn:aws:lambda:" + f.scope.region + "::runtime:" + hex_encode(sha256(f.runtime))}})}});
  if (f.handler.empty()) out.erase("Handler");
  if (!f.environment.is_null()) set(out, "Environment", object({{"Variables", f.environment}}));
  if (transition == Transition::created) {
    set(out, "State", "Pending");
    set(out, "StateReason", "The function is being created.");
    set(out, "StateReasonCode", "Creating");
    return out;
  }
  set(out, "State", "Active");
  set(out, "LastUpdateStatus", transition == Transition::updated ? "InProgress" : "Successful");
  if (transition == Transition::updated) {
    set(out, "LastUpdateStatusReason", "The function is being created.");
    set(out, "LastUpdateStatusReasonCode", "Creating");
  }
  return out;
}

Json listed(const Function& f) {
  Json out = configuration(f, Transition::settled);
  for (const char* name : {"State", "LastUpdateStatus", "RuntimeVersionConfig"}) out.erase(name);
  return out;
}

std::optional<Json> resource_policy(const Function& f) {
  if (!f.statements.is_array() || f.statements.empty()) return std::nullopt;
  return object({{"Version", "2012-10-17"}, {"Id", "default"}, {"Statement", f.statements}});
}

}  // namespace lambent::lambda
