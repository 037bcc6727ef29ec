#include "mocks/iam/rows.h"

namespace lambent::iam {
namespace {

Json map_json(const std::map<std::string, std::string>& map) {
  Json out = Json::object();
  for (const auto& [key, value] : map) out[key] = value;
  return out;
}

std::map<std::string, std::string> map_of(const Json& j, std::string_view key) {
  std::map<std::string, std::string> out;
  if (const Json* v = find(j, key))
    for (const auto& [name, value] : v->items()) out[name] = value.get<std::string>();
  return out;
}

}  // namespace

Json EntityRow::to_json() const {
  Json out = object({{"name", name}, {"path", path}, {"id", id}, {"arn", arn}, {"account", account}, {"created", created}});
  set_text(out, "description", description);
  set(out, "maxSession", max_session_seconds);
  set_text(out, "trust", trust);
  set_text(out, "boundary", boundary);
  set(out, "inline", map_json(inline_policies));
  set(out, "attached", text_array(attached));
  set(out, "tags", map_json(tags));
  set(out, "groups", text_array(groups));
  return out;
}

EntityRow EntityRow::from_json(const Json& j) {
  EntityRow out;
  out.name = text_at(j, "name");
  out.path = text_at(j, "path");
  out.id = text_at(j, "id");
  out.arn = text_at(j, "arn");
  out.account = text_at(j, "account");
  out.created = number_at(j, "created");
  out.description = text_at(j, "description");
  out.max_session_seconds = int_at(j, "maxSession", 3600);
  out.trust = text_at(j, "trust");
  out.boundary = text_at(j, "boundary");
  out.inline_policies = map_of(j, "inline");
  out.attached = texts_at(j, "attached");
  out.tags = map_of(j, "tags");
  out.groups = texts_at(j, "groups");
  return out;
}

const PolicyVersion* PolicyRow::find(const std::string& version) const {
  for (const auto& v : versions)
    if (v.id == version) return &v;
  return nullptr;
}

Json PolicyRow::to_json() const {
  Json out = object({{"name", name}, {"path", path}, {"id", id}, {"arn", arn}, {"account", account}, {"description", description},
                     {"default", default_version}, {"next", next_version}, {"created", created}, {"updated", updated}});
  Json list = Json::array();
  for (const auto& v : versions) list.push_back(object({{"id", v.id}, {"document", v.document}, {"created", v.created}}));
  set(out, "versions", list);
  set(out, "tags", map_json(tags));
  return out;
}

PolicyRow PolicyRow::from_json(const Json& j) {
  PolicyRow out;
  out.name = text_at(j, "name");
  out.path = text_at(j, "path");
  out.id = text_at(j, "id");
  out.arn = text_at(j, "arn");
  out.account = text_at(j, "account");
  out.description = text_at(j, "description");
  out.default_version = text_at(j, "default");
  out.next_version = int_at(j, "next", 2);
  out.created = number_at(j, "created");
  out.updated = number_at(j, "updated");
  if (const Json* list = lambent::find(j, "versions"))
    for (const auto& v : *list) out.versions.push_back({text_at(v, "id"), text_at(v, "document"), number_at(v, "created")});
  out.tags = map_of(j, "tags");
  return out;
}

Json KeyRow::to_json() const {
  return object({{"id", id}, {"secret", secret}, {"user", user}, {"account", account}, {"status", status}, {"created", created}});
}
KeyRow KeyRow::from_json(const Json& j) {
  KeyRow out;
  out.id = text_at(j, "id");
  out.secret = text_at(j, "secret");
  out.user = text_at(j, "user");
  out.account = text_at(j, "account");
  out.status = text_at(j, "status");
  out.created = number_at(j, "created");
  return out;
}

}  // namespace lambent::iam
