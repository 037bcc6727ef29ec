// Tags of everything that has them. Keys of users' and roles' tags have no case; those of the rest have.
#include "base/text.h"
#include "mocks/iam/iam.h"

namespace lambent::iam {
namespace {

constexpr size_t kTags = 50;

Tags::iterator find_any_case(Tags& tags, const std::string& key) {
  for (auto it = tags.begin(); it != tags.end(); ++it)
    if (iequals(it->first, key)) return it;
  return tags.end();
}

void drop_tags(Tags& tags, const Json& input, bool any_case) {
  for (const auto& key : texts_at(input, "TagKeys")) {
    auto it = any_case ? find_any_case(tags, key) : tags.find(key);
    if (it != tags.end()) tags.erase(it);
  }
}

Json page_of_tags(const Call& call, const Tags& tags) {
  std::vector<Json> items;
  for (const auto& [key, value] : tags) items.push_back(object({{"Key", key}, {"Value", value}}));
  return paged(call, "Tags", std::move(items));
}

}  // namespace

void add_tags(Tags& tags, const Json& input, bool any_case) {
  const Json* list = find(input, "Tags");
  if (!list) return;
  Tags given;
  for (const auto& one : *list) {
    std::string key = text_at(one, "Key");
    if (istarts_with(key, "aws:")) throw AwsError("InvalidInput", 400, "Tag keys beginning with 'aws:' are reserved for system use.");
    if (find_any_case(given, key) != given.end())
      throw AwsError("InvalidInput", 400, "Duplicate tag keys found. Please note that Tag keys are case insensitive.");
    given[key] = text_at(one, "Value");
  }
  for (const auto& [key, value] : given) {
    if (any_case)
      if (auto other = find_any_case(tags, key); other != tags.end()) tags.erase(other);
    tags[key] = value;
  }
  if (tags.size() > kTags) throw limit_exceeded("Cannot exceed quota for TagsPerResource: 50");
}

Tags tags_of(const Json& input) {
  Tags out;
  add_tags(out, input, false);
  return out;
}

template <class Row>
Json Iam::tag(const Call& call) {
  std::string key = key_in<Row>(call);
  Tags tags = table_of<Row>().find(key)->tags;
  add_tags(tags, call.input, false);
  table_of<Row>().update(key, [&](Row& row) { row.tags = tags; });
  return nullptr;
}

template <class Row>
Json Iam::untag(const Call& call) {
  table_of<Row>().update(key_in<Row>(call), [&](Row& row) { drop_tags(row.tags, call.input, false); });
  return nullptr;
}

template <class Row>
Json Iam::list_tags(const Call& call) {
  return page_of_tags(call, table_of<Row>().find(key_in<Row>(call))->tags);
}

template <const Sort& S>
Json Iam::tag_entity(const Call& call) {
  const EntityRow& row = get(S, call);
  check_modifiable(S, row);
  Tags tags = row.tags;
  add_tags(tags, call.input, true);
  update(S, call, [&](EntityRow& r) { r.tags = tags; });
  return nullptr;
}

template <const Sort& S>
Json Iam::untag_entity(const Call& call) {
  check_modifiable(S, get(S, call));
  update(S, call, [&](EntityRow& row) { drop_tags(row.tags, call.input, true); });
  return nullptr;
}

template <const Sort& S>
Json Iam::list_entity_tags(const Call& call) {
  return page_of_tags(call, get(S, call).tags);
}

#define LAMBENT_TAGS_OF(Row)                       \
  template Json Iam::tag<Row>(const Call&);        \
  template Json Iam::untag<Row>(const Call&);      \
  template Json Iam::list_tags<Row>(const Call&);

LAMBENT_TAGS_OF(PolicyRow)
LAMBENT_TAGS_OF(InstanceProfileRow)
LAMBENT_TAGS_OF(ServerCertificateRow)
LAMBENT_TAGS_OF(MfaDeviceRow)
LAMBENT_TAGS_OF(OidcProviderRow)
LAMBENT_TAGS_OF(SamlProviderRow)

#define LAMBENT_TAGS_OF_SORT(S)                          \
  template Json Iam::tag_entity<S>(const Call&);         \
  template Json Iam::untag_entity<S>(const Call&);       \
  template Json Iam::list_entity_tags<S>(const Call&);

LAMBENT_TAGS_OF_SORT(kRole)
LAMBENT_TAGS_OF_SORT(kUser)

}  // namespace lambent::iam
