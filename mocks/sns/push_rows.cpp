#include "mocks/sns/push_rows.h"

#include "base/text.h"

namespace lambent::sns {
namespace {

using Attributes = std::map<std::string, std::string>;

Json json_of(const Attributes& attributes) {
  Json out = Json::object();
  for (const auto& [name, value] : attributes) out[name] = value;
  return out;
}

Attributes attributes_at(const Json& j) {
  Attributes out;
  if (const Json* given = find(j, "attributes"))
    for (const auto& [name, value] : given->items()) out[name] = value.get<std::string>();
  return out;
}

std::string value_in(const Attributes& attributes, const std::string& name) {
  auto it = attributes.find(name);
  return it == attributes.end() ? "" : it->second;
}

bool enabled_in(const Attributes& attributes) { return iequals(value_in(attributes, "Enabled"), "true"); }

}  // namespace

bool PlatformApplicationRow::enabled() const { return enabled_in(attributes); }
std::string PlatformApplicationRow::attribute(const std::string& name) const { return value_in(attributes, name); }

Json PlatformApplicationRow::to_json() const {
  return object({{"arn", arn}, {"attributes", json_of(attributes)}, {"credential", has_credential}, {"principal", has_principal}});
}

PlatformApplicationRow PlatformApplicationRow::from_json(const Json& j) {
  return {text_at(j, "arn"), attributes_at(j), bool_at(j, "credential"), bool_at(j, "principal")};
}

bool PlatformEndpointRow::enabled() const { return enabled_in(attributes); }
std::string PlatformEndpointRow::attribute(const std::string& name) const { return value_in(attributes, name); }

Json PlatformEndpointRow::to_json() const { return object({{"arn", arn}, {"attributes", json_of(attributes)}}); }

PlatformEndpointRow PlatformEndpointRow::from_json(const Json& j) { return {text_at(j, "arn"), attributes_at(j)}; }

Json TokenRow::to_json() const { return object({{"endpoint", endpoint}}); }

TokenRow TokenRow::from_json(const Json& j) { return {text_at(j, "endpoint")}; }

size_t weight_of(const PushRow& row) { return 700 + row.message.size() + row.token.size() + row.subject.value_or("").size() + dump(row.attributes).size(); }

Json PushRow::to_json() const {
  Json out = object({{"id", id}, {"endpoint", endpoint}, {"topic", topic}, {"message", message}, {"structure", structure}, {"token", token},
                     {"attributes", attributes}, {"at", at_ms}});
  set_if(out, "subject", subject);
  return out;
}

PushRow PushRow::from_json(const Json& j) {
  PushRow r;
  r.id = text_at(j, "id");
  r.endpoint = text_at(j, "endpoint");
  r.topic = text_at(j, "topic");
  r.message = text_at(j, "message");
  r.structure = text_at(j, "structure");
  r.token = text_at(j, "token");
  r.subject = find_text(j, "subject");
  if (const Json* given = find(j, "attributes")) r.attributes = *given;
  r.at_ms = int_at(j, "at");
  return r;
}

}  // namespace lambent::sns
