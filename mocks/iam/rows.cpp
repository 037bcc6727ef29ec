#include "mocks/iam/rows.h"

namespace lambent::iam {

const PolicyVersion* PolicyRow::find(const std::string& version) const {
  for (const auto& v : versions)
    if (v.id == version) return &v;
  return nullptr;
}

Json PolicyRow::to_json() const {
  Json out = Json::object();
  fields(*this, FieldWriter{out});
  Json list = Json::array();
  for (const auto& v : versions) list.push_back(object({{"id", v.id}, {"document", v.document}, {"created", v.created}}));
  set(out, "versions", list);
  return out;
}

PolicyRow PolicyRow::from_json(const Json& j) {
  PolicyRow out;
  fields(out, FieldReader{j});
  if (const Json* list = lambent::find(j, "versions"))
    for (const auto& v : *list) out.versions.push_back({text_at(v, "id"), text_at(v, "document"), number_at(v, "created")});
  return out;
}

}  // namespace lambent::iam
