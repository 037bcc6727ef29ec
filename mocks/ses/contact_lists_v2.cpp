// Operations of contact lists. (SES API v2 reference; one list an account, twenty topics a list)
#include <set>

#include "mocks/ses/ses_v2.h"

namespace lambent::ses {
namespace {

constexpr size_t kMostTopics = 20;

AwsError bad(const std::string& message) { return AwsError("BadRequestException", 400, message); }

std::vector<Topic> read_topics(const Json& input) {
  std::vector<Topic> out;
  std::set<std::string> names;
  for (const auto& one : list_at(input, "Topics")) {
    Topic topic{text_at(one, "TopicName"), text_at(one, "DisplayName"), text_at(one, "Description"), text_at(one, "DefaultSubscriptionStatus") == "OPT_IN"};
    if (topic.name.empty() || topic.name.size() > 64 || topic.display_name.empty() || topic.display_name.size() > 128 || topic.description.size() > 500)
      throw bad("Topic names have 1 to 64 characters, display names 1 to 128, descriptions at most 500.");
    if (!names.insert(topic.name).second) throw bad("Duplicate topic name: " + topic.name + ".");
    out.push_back(std::move(topic));
  }
  if (out.size() > kMostTopics) throw bad("A maximum of 20 Topics allowed per List.");
  return out;
}

std::string read_description(const Json& input) {
  std::string out = text_at(input, "Description");
  if (out.size() > 500) throw bad("Descriptions have at most 500 characters.");
  return out;
}

}  // namespace

const ContactListRow& SesV2::named_list(const Call& call) {
  const std::string name = text_at(call.input, "ContactListName");
  const ContactListRow* row = mailbox_.contacts().find_list(call.scope, name);
  if (!row) throw AwsError("NotFoundException", 404, "List with name: " + name + " doesn't exist.");
  return *row;
}

Json SesV2::create_list(const Call& call) {
  ContactListRow row;
  row.name = text_at(call.input, "ContactListName");
  bool good = !row.name.empty() && row.name.size() <= 64;
  for (char c : row.name) good &= (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  if (!good) throw bad("Contact list names have 1 to 64 letters, numbers, underscores or dashes: " + row.name);
  if (mailbox_.contacts().find_list(call.scope, row.name)) throw AwsError("AlreadyExistsException", 400, "List with name " + row.name + " already exists.");
  if (!mailbox_.contacts().list_names(call.scope).empty()) throw bad("A maximum of 1 Lists allowed per account.");
  row.description = read_description(call.input);
  row.topics = read_topics(call.input);
  row.tags = tags_at(call.input);
  row.created_ms = row.updated_ms = mailbox_.aws().clock().now_ms();
  mailbox_.contacts().put_list(call.scope, std::move(row));
  return Json::object();
}

Json SesV2::get_list(const Call& call) {
  const ContactListRow& row = named_list(call);
  Json topics = array();
  for (const auto& topic : row.topics) {
    Json one = object({{"TopicName", topic.name}, {"DisplayName", topic.display_name}});
    if (!topic.description.empty()) set_text(one, "Description", topic.description);
    set_text(one, "DefaultSubscriptionStatus", topic.opted_in ? "OPT_IN" : "OPT_OUT");
    topics.push_back(std::move(one));
  }
  Json answer = object({{"ContactListName", row.name}, {"Topics", topics}});
  if (!row.description.empty()) set_text(answer, "Description", row.description);
  set(answer, "CreatedTimestamp", static_cast<double>(row.created_ms) / 1000);
  set(answer, "LastUpdatedTimestamp", static_cast<double>(row.updated_ms) / 1000);
  set(answer, "Tags", tags_json(row.tags));
  return answer;
}

Json SesV2::list_lists(const Call& call) {
  std::vector<std::string> names = mailbox_.contacts().list_names(call.scope);
  auto most = static_cast<size_t>(std::clamp<std::int64_t>(int_at(call.input, "PageSize", 1000), 1, 1000));
  std::string next = page(names, text_at(call.input, "NextToken"), most);
  Json lists = array();
  for (const auto& name : names)
    lists.push_back(object({{"ContactListName", name}, {"LastUpdatedTimestamp", static_cast<double>(mailbox_.contacts().find_list(call.scope, name)->updated_ms) / 1000}}));
  Json answer = object({{"ContactLists", lists}});
  if (!next.empty()) set_text(answer, "NextToken", next);
  return answer;
}

Json SesV2::update_list(const Call& call) {
  ContactListRow row = named_list(call);
  row.topics = read_topics(call.input);
  row.description = read_description(call.input);
  row.updated_ms = mailbox_.aws().clock().now_ms();
  mailbox_.contacts().put_list(call.scope, std::move(row));
  return Json::object();
}

Json SesV2::delete_list(const Call& call) {
  const std::string name = named_list(call).name;
  mailbox_.contacts().erase_list(call.scope, name);
  return Json::object();
}

}  // namespace lambent::ses
