// AWS Identity and Access Management: roles, users, groups, policies, access keys. Deciding is src/access.
// AWS source: IAM API reference 2010-05-08.
#pragma once
#include "aws/aws.h"
#include "mocks/iam/entities.h"

namespace lambent::iam {

// The three sorts of entity share most operations; this says which is meant and how AWS names it.
struct Sort {
  const char* word;      // "role"
  const char* title;     // "Role"
  const char* name_key;  // "RoleName"
  const char* prefix;    // "AROA"
  Table<EntityRow> Entities::*table;
};
extern const Sort kRole, kUser, kGroup;

class Iam final : public Service {
 public:
  Iam(Aws& aws, Entities& entities) : aws_(aws), entities_(entities) {}

  std::string_view name() const override { return "iam"; }
  std::vector<std::string_view> operations() const override;
  Task<Json> handle(Call call) override;
  std::vector<Need> needs(const Call& call) const override;
  void load() override { entities_.load(); }
  void reset() override { entities_.clear(); }

 private:
  struct Operations;
  // roles.cpp
  Json create_role(const Call& call);
  Json get_role(const Call& call);
  Json list_roles(const Call& call);
  Json update_role(const Call& call);
  Json update_role_description(const Call& call);
  Json delete_role(const Call& call);
  Json update_assume_role_policy(const Call& call);
  Json put_role_boundary(const Call& call);
  Json delete_role_boundary(const Call& call);
  // users.cpp
  Json create_user(const Call& call);
  Json get_user(const Call& call);
  Json list_users(const Call& call);
  Json delete_user(const Call& call);
  Json create_group(const Call& call);
  Json get_group(const Call& call);
  Json list_groups(const Call& call);
  Json delete_group(const Call& call);
  Json add_user_to_group(const Call& call);
  Json remove_user_from_group(const Call& call);
  Json list_groups_for_user(const Call& call);
  // keys.cpp
  Json create_access_key(const Call& call);
  Json delete_access_key(const Call& call);
  Json list_access_keys(const Call& call);
  Json update_access_key(const Call& call);
  // entity_policies.cpp
  template <const Sort& S> Json put_policy(const Call& call);
  template <const Sort& S> Json get_policy(const Call& call);
  template <const Sort& S> Json list_policies(const Call& call);
  template <const Sort& S> Json delete_policy(const Call& call);
  template <const Sort& S> Json attach_policy(const Call& call);
  template <const Sort& S> Json detach_policy(const Call& call);
  template <const Sort& S> Json list_attached(const Call& call);
  template <const Sort& S> Json tag(const Call& call);
  template <const Sort& S> Json untag(const Call& call);
  template <const Sort& S> Json list_tags(const Call& call);
  // managed_policies.cpp
  Json create_policy(const Call& call);
  Json get_managed_policy(const Call& call);
  Json get_policy_version(const Call& call);
  Json list_managed_policies(const Call& call);
  Json delete_managed_policy(const Call& call);
  Json create_policy_version(const Call& call);
  Json delete_policy_version(const Call& call);
  Json set_default_policy_version(const Call& call);
  Json list_policy_versions(const Call& call);
  Json list_entities_for_policy(const Call& call);

  const EntityRow& get(const Sort& sort, const Call& call) const;
  EntityRow make(const Sort& sort, const Call& call);
  void update(const Sort& sort, const Call& call, const std::function<void(EntityRow&)>& change);
  Json list(const Sort& sort, const Call& call, const char* list_name, const std::function<Json(const EntityRow&)>& shown) const;
  size_t attachments(const std::string& arn) const;
  size_t boundaries(const std::string& arn) const;
  Json policy_json(const PolicyRow& row) const;
  const PolicyRow* find_policy(const Call& call, const std::string& arn) const;  // of the caller's account
  const PolicyRow& own_policy(const Call& call, const std::string& arn) const;
  bool attachable(const Call& call, const std::string& arn) const;  // AWS's or the account's own

  Aws& aws_;
  Entities& entities_;
};

// answers.cpp
Json role_json(const EntityRow& row);
Json user_json(const EntityRow& row);
Json group_json(const EntityRow& row);
Json tags_json(const std::map<std::string, std::string>& tags);
// Cuts a list by Marker and MaxItems and sets IsTruncated and Marker.
Json paged(const Call& call, const char* list_name, std::vector<Json> items);
void check_path(const std::string& path);

}  // namespace lambent::iam
