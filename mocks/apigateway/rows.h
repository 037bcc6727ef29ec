// What API Gateway keeps, one row type per table. Keys: scope and API id, then the row's own id.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/json.h"

namespace lambent::apigateway {

using Texts = std::map<std::string, std::string>;

struct ApiRow {
  std::string id, name, account, region, root_id;
  std::optional<std::string> description, version;
  std::vector<std::string> binary_types, endpoint_types{"EDGE"};
  bool execute_disabled = false;  // disableExecuteApiEndpoint
  Texts tags;
  double created = 0;             // epoch seconds

  Json to_json() const;
  static ApiRow from_json(const Json& j);
};

// A Lambda proxy integration.
struct Integration {
  std::string http_method, uri, credentials;
  std::int64_t timeout_ms = 29'000;

  Json to_json() const;
  static Integration from_json(const Json& j);
};

struct Method {
  std::string verb;  // GET, …, or ANY
  std::optional<std::string> operation_name;
  Json request_parameters = Json::object();
  std::optional<Integration> integration;

  Json to_json() const;
  static Method from_json(const Json& j);
};

struct ResourceRow {
  std::string id, parent, part, path;  // the root has no parent and no part
  std::map<std::string, Method> methods;

  Json to_json() const;
  static ResourceRow from_json(const Json& j);
};

// A deployment is the API as it was: later changes of resources need another one to be served.
struct DeploymentRow {
  std::string id;
  std::optional<std::string> description;
  double created = 0;
  std::vector<ResourceRow> resources;

  Json to_json() const;
  static DeploymentRow from_json(const Json& j);
};

struct StageRow {
  std::string name, deployment;
  std::optional<std::string> description;
  Texts variables, tags;
  double created = 0, updated = 0;

  Json to_json() const;
  static StageRow from_json(const Json& j);
};

Json texts_json(const Texts& texts);
Texts texts_of(const Json& object, std::string_view key);

}  // namespace lambent::apigateway
