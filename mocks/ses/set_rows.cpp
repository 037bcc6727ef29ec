#include "mocks/ses/set_rows.h"

#include <algorithm>

namespace lambent::ses {

Json Dimension::to_json() const { return object({{"name", name}, {"source", source}, {"fallback", fallback}}); }

Dimension Dimension::from_json(const Json& j) { return {text_at(j, "name"), text_at(j, "source"), text_at(j, "fallback")}; }

bool EventDestination::wants(std::string_view type) const {
  return enabled && std::find(types.begin(), types.end(), type) != types.end();
}

Json EventDestination::to_json() const {
  return object({{"name", name}, {"enabled", enabled}, {"types", text_array(types)}, {"kind", static_cast<int>(kind)}, {"arn", arn},
                 {"role", role}, {"dimensions", rows_json(dimensions)}});
}

EventDestination EventDestination::from_json(const Json& j) {
  return {text_at(j, "name"), bool_at(j, "enabled"), texts_at(j, "types"), static_cast<DestinationKind>(int_at(j, "kind")),
          text_at(j, "arn"), text_at(j, "role"), rows_at<Dimension>(j, "dimensions")};
}

EventDestination* ConfigurationSetRow::find_destination(std::string_view wanted) {
  for (auto& one : destinations)
    if (one.name == wanted) return &one;
  return nullptr;
}

bool ConfigurationSetRow::tracks(std::string_view type) const {
  return std::any_of(destinations.begin(), destinations.end(), [&](const EventDestination& d) { return d.wants(type); });
}

Json ConfigurationSetRow::to_json() const {
  Json out = object({{"name", name}, {"sending", sending}, {"freshStart", fresh_start_ms}, {"reputation", reputation_metrics},
                     {"redirectDomain", redirect_domain}, {"httpsPolicy", https_policy}, {"tlsPolicy", tls_policy}, {"pool", pool},
                     {"maxDelivery", max_delivery_seconds}, {"destinations", rows_json(destinations)}, {"tags", map_json(tags)}});
  if (suppressed_reasons) set(out, "suppressed", text_array(*suppressed_reasons));
  return out;
}

ConfigurationSetRow ConfigurationSetRow::from_json(const Json& j) {
  ConfigurationSetRow r;
  r.name = text_at(j, "name");
  r.sending = bool_at(j, "sending");
  r.fresh_start_ms = int_at(j, "freshStart");
  r.reputation_metrics = bool_at(j, "reputation");
  r.redirect_domain = text_at(j, "redirectDomain");
  r.https_policy = text_at(j, "httpsPolicy");
  r.tls_policy = text_at(j, "tlsPolicy");
  r.pool = text_at(j, "pool");
  r.max_delivery_seconds = int_at(j, "maxDelivery");
  if (has(j, "suppressed")) r.suppressed_reasons = texts_at(j, "suppressed");
  r.destinations = rows_at<EventDestination>(j, "destinations");
  r.tags = map_at(j, "tags");
  return r;
}

}  // namespace lambent::ses
