// The shapes IAM answers with.
#include <charconv>

#include "base/text.h"
#include "mocks/iam/iam.h"

namespace lambent::iam {

Json tags_json(const std::map<std::string, std::string>& tags) {
  Json out = array();
  for (const auto& [key, value] : tags) out.push_back(object({{"Key", key}, {"Value", value}}));
  return out;
}

namespace {

Json entity_json(const EntityRow& row, const char* name_key, const char* id_key) {
  return object({{"Path", row.path}, {name_key, row.name}, {id_key, row.id}, {"Arn", row.arn}, {"CreateDate", row.created}});
}

void add_boundary(Json& out, const EntityRow& row) {
  if (row.boundary.empty()) return;
  set(out, "PermissionsBoundary", object({{"PermissionsBoundaryType", "PermissionsBoundaryPolicy"}, {"PermissionsBoundaryArn", row.boundary}}));
}

}  // namespace

Json role_json(const EntityRow& row) {
  Json out = entity_json(row, "RoleName", "RoleId");
  set_text(out, "AssumeRolePolicyDocument", percent_encode(row.trust));
  if (!row.description.empty()) set_text(out, "Description", row.description);
  set(out, "MaxSessionDuration", row.max_session_seconds);
  add_boundary(out, row);
  return out;
}

Json user_json(const EntityRow& row) {
  Json out = entity_json(row, "UserName", "UserId");
  add_boundary(out, row);
  return out;
}

Json group_json(const EntityRow& row) { return entity_json(row, "GroupName", "GroupId"); }

Json paged(const Call& call, const char* list_name, std::vector<Json> items) {
  size_t from = 0;
  if (auto marker = find_text(call.input, "Marker")) {
    auto bytes = base64_decode(*marker);
    std::string_view digits = bytes ? std::string_view(*bytes) : std::string_view{};
    auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), from);
    if (!bytes || error != std::errc() || end != digits.data() + digits.size() || from > items.size())
      throw AwsError("ValidationError", 400, "Invalid Marker.");
  }
  size_t most = static_cast<size_t>(int_at(call.input, "MaxItems", 100));
  size_t to = std::min(items.size(), from + most);
  Json list = array();
  for (size_t i = from; i < to; ++i) list.push_back(std::move(items[i]));
  Json out = Json::object();
  set(out, list_name, std::move(list));
  set(out, "IsTruncated", to < items.size());
  if (to < items.size()) set_text(out, "Marker", base64_encode(std::to_string(to)));
  return out;
}

void check_path(const std::string& path) {
  bool good = !path.empty() && path.front() == '/' && path.back() == '/';
  for (char c : path) good &= c > 0x20 && c < 0x7F;
  if (!good)
    throw AwsError("ValidationError", 400,
                   "The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.");
}

}  // namespace lambent::iam
