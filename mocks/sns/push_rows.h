// What mobile push keeps, one row type per table. Keys begin with account and region.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "base/json.h"

namespace lambent::sns {

// An app with one platform's push service. Key: scope, "app/GCM/name".
struct PlatformApplicationRow {
  std::string arn;
  std::map<std::string, std::string> attributes;  // without credentials; "Enabled" is among them
  bool has_credential = false, has_principal = false;

  bool enabled() const;
  std::string attribute(const std::string& name) const;  // "" if it has none
  Json to_json() const;
  static PlatformApplicationRow from_json(const Json& j);
};

// A device of an app. Key: scope, "endpoint/GCM/name/uuid".
struct PlatformEndpointRow {
  std::string arn;
  std::map<std::string, std::string> attributes;  // Token, Enabled, CustomUserData

  bool enabled() const;
  std::string attribute(const std::string& name) const;
  Json to_json() const;
  static PlatformEndpointRow from_json(const Json& j);
};

// Which endpoint of an app has a token. Key: scope, "app/GCM/name/" and the digest of the token.
struct TokenRow {
  std::string endpoint;  // its key

  Json to_json() const;
  static TokenRow from_json(const Json& j);
};

// A message handed to a push service. Key: scope, then a growing number.
struct PushRow {
  std::string id, endpoint, topic, message, structure;  // the message as the platform gets it
  std::string token;
  std::optional<std::string> subject;
  Json attributes = Json::object();
  std::int64_t at_ms = 0;
  std::uint64_t span = 0;  // of the call that sent it, in this run's journal; not stored

  Json to_json() const;
  static PushRow from_json(const Json& j);
};

size_t weight_of(const PushRow& row);  // bytes, roughly

}  // namespace lambent::sns
