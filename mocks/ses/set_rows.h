// Configuration sets as they are kept.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "mocks/ses/row_json.h"

namespace lambent::ses {

struct Dimension {
  std::string name, source, fallback;  // source: MESSAGE_TAG, EMAIL_HEADER or LINK_TAG

  Json to_json() const;
  static Dimension from_json(const Json& j);
};

enum class DestinationKind { sns, event_bridge, cloud_watch, firehose };

struct EventDestination {
  std::string name;
  bool enabled = false;
  std::vector<std::string> types;  // in v2's words and AWS's order: SEND, REJECT, …
  DestinationKind kind = DestinationKind::sns;
  std::string arn;                 // of the topic, the bus or the stream
  std::string role;                // Firehose
  std::vector<Dimension> dimensions;

  bool wants(std::string_view type) const;
  Json to_json() const;
  static EventDestination from_json(const Json& j);
};

// Key: scope, name.
struct ConfigurationSetRow {
  std::string name;
  bool sending = true;
  std::int64_t fresh_start_ms = 0;  // when sending was last switched on again; 0: never off
  bool reputation_metrics = false;
  std::string redirect_domain, https_policy;  // tracking; v2's words
  std::string tls_policy, pool;               // delivery; v2's words, empty: not set
  std::int64_t max_delivery_seconds = 0;      // 0: not set
  std::optional<std::vector<std::string>> suppressed_reasons;  // instead of the account's
  std::vector<EventDestination> destinations;
  TextMap tags;

  EventDestination* find_destination(std::string_view name);
  bool tracks(std::string_view type) const;  // OPEN or CLICK: somebody wants to know
  Json to_json() const;
  static ConfigurationSetRow from_json(const Json& j);
};

}  // namespace lambent::ses
