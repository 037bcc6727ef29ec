// The shapes IAM answers with.
#include <algorithm>
#include <charconv>

#include "base/text.h"
#include "mocks/iam/iam.h"

namespace lambent::iam {

Json tags_json(const Tags& tags) {
  Json out = array();
  for (const auto& [key, value] : tags) out.push_back(object({{"Key", key}, {"Value", value}}));
  return out;
}

Json entity_json(const EntityRow& row, const char* name_key, const char* id_key) {
  return object({{"Path", row.path}, {name_key, row.name}, {id_key, row.id}, {"Arn", row.arn}, {"CreateDate", row.created}});
}

void add_boundary(Json& out, const EntityRow& row) {
  if (row.boundary.empty()) return;
  set(out, "PermissionsBoundary", object({{"PermissionsBoundaryType", "PermissionsBoundaryPolicy"}, {"PermissionsBoundaryArn", row.boundary}}));
}

Json user_json(const EntityRow& row) {
  Json out = entity_json(row, "UserName", "UserId");
  add_boundary(out, row);
  return out;
}

Json group_json(const EntityRow& row) { return entity_json(row, "GroupName", "GroupId"); }

Page page_of(const Call& call, size_t count) {
  Page page;
  if (auto marker = find_text(call.input, "Marker")) {
    auto bytes = base64_decode(*marker);
    std::string_view digits = bytes ? std::string_view(*bytes) : std::string_view{};
    auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), page.from);
    if (!bytes || error != std::errc() || end != digits.data() + digits.size() || page.from > count)
      throw AwsError("ValidationError", 400, "Invalid Marker.");
  }
  page.to = std::min(count, page.from + static_cast<size_t>(int_at(call.input, "MaxItems", 100)));
  set(page.answer, "IsTruncated", page.to < count);
  if (page.to < count) set_text(page.answer, "Marker", base64_encode(std::to_string(page.to)));
  return page;
}

Json paged(const Call& call, const char* list_name, std::vector<Json> items) {
  Page page = page_of(call, items.size());
  Json list = array();
  for (size_t i = page.from; i < page.to; ++i) list.push_back(std::move(items[i]));
  set(page.answer, list_name, std::move(list));
  return page.answer;
}

void check_path(const std::string& path) {
  bool good = !path.empty() && path.front() == '/' && path.back() == '/';
  for (char c : path) good &= c > 0x20 && c < 0x7F;
  if (!good)
    throw AwsError("ValidationError", 400,
                   "The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.");
}

void check_count(size_t count, const std::string& title, size_t quota) {
  if (count >= quota) throw limit_exceeded("Cannot exceed quota for " + title + "PerAccount: " + std::to_string(quota));
}

size_t size_without_blanks(const std::string& text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char c) { return c != ' ' && c != '\n' && c != '\t' && c != '\r'; }));
}

AwsError no_such_entity(const std::string& text) { return AwsError("NoSuchEntity", 404, text); }
AwsError already_exists(const std::string& text) { return AwsError("EntityAlreadyExists", 409, text); }
AwsError delete_conflict(const std::string& text) { return AwsError("DeleteConflict", 409, text); }
AwsError limit_exceeded(const std::string& text) { return AwsError("LimitExceeded", 409, text); }

}  // namespace lambent::iam
