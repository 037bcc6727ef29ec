// A Lambda function as it is stored, and its configuration as the API shows it.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "aws/call.h"
#include "base/json.h"

namespace lambent::lambda {

enum class Package { zip, folder };  // folder: the user's own, run in place ("hot-reload")

struct Function {
  Scope scope;
  std::string name, arn, runtime, role, handler, description;
  std::int64_t timeout = 3;      // seconds
  std::int64_t memory = 128;     // MB
  std::string architecture = "x86_64";
  std::int64_t ephemeral_mb = 512;
  Json environment;              // null: none was given
  Json tags = Json::object();
  Json logging = Json::object();
  std::string tracing = "PassThrough";
  Package package = Package::zip;
  std::string code_folder;       // unpacked, absolute
  std::string code_zip;          // the archive, absolute; empty for a folder
  std::string code_sha256;       // base64
  std::int64_t code_size = 0;
  std::string last_modified, revision_id;
  std::optional<std::int64_t> reserved;
  Json statements = Json::array();  // resource policy
  std::string policy_revision;

  Json to_json() const;
  static Function from_json(const Json& json);
};

enum class Transition { created, updated, settled };  // what State and LastUpdateStatus say
Json configuration(const Function& function, Transition transition);
Json listed(const Function& function);  // as ListFunctions has it
std::string log_group(const Function& function);
std::optional<Json> resource_policy(const Function& function);

}  // namespace lambent::lambda
