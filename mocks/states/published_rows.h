// What is published of a state machine: versions, which never change, and aliases, which route to one or two of them.
//
// Keys: versions "<machine key>:<number, ten digits>", aliases "<machine key>:<name>".
#pragma once
#include <string>
#include <vector>

#include "aws/call.h"

namespace lambent::states {

struct VersionRow {
  std::int64_t number = 0;
  std::string arn, description;
  std::string revision, revision_id, role, type;  // the machine's when it was published
  Json logging;
  bool tracing = false;
  std::int64_t created = 0;
  Json to_json() const;
  static VersionRow from_json(const Json& j);
};

struct AliasRow {
  struct Route {
    std::string version_arn;
    std::int64_t weight = 0;
    bool operator==(const Route&) const = default;
  };
  std::string name, arn, description;
  std::vector<Route> routes;
  std::int64_t created = 0, updated = 0;
  Json routing() const;  // routingConfiguration
  static std::vector<Route> read_routing(const Json& configuration);
  Json to_json() const;
  static AliasRow from_json(const Json& j);
};

std::string version_key(const std::string& machine_key, std::int64_t number);

}  // namespace lambent::states
