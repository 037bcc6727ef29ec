// Operations of contacts.
#include "mocks/ses/ses_v2.h"

namespace lambent::ses {
namespace {

// What a contact says about topics of its list, over what it said before.
void take_preferences(const Json& input, const ContactListRow& list, ContactRow& row) {
  if (has(input, "TopicPreferences")) {
    row.preferences.clear();
    for (const auto& one : list_at(input, "TopicPreferences")) {
      const std::string topic = text_at(one, "TopicName");
      if (!list.find_topic(topic)) throw AwsError("BadRequestException", 400, "Topic: " + topic + " doesn't exist in List.");
      row.preferences[topic] = text_at(one, "SubscriptionStatus");
    }
  }
  row.unsubscribed_from_all = bool_at(input, "UnsubscribeAll", row.unsubscribed_from_all);
  row.attributes = text_at(input, "AttributesData", row.attributes);
  if (row.attributes.size() > 1000) throw AwsError("BadRequestException", 400, "AttributesData has at most 1000 bytes.");
  if (!row.attributes.empty() && !try_parse_json(row.attributes)) throw AwsError("BadRequestException", 400, "AttributesData is not valid JSON.");
}

std::string contact_address(const Json& input) {
  const std::string address = text_at(input, "EmailAddress");
  try {
    if (parse_address(address).mailbox == address) return address;
  } catch (const BadAddress&) {
  }
  throw AwsError("BadRequestException", 400, "Invalid email address <" + address + ">.");
}

AwsError unknown_contact(const std::string& address) { return AwsError("NotFoundException", 404, address + " doesn't exist in List."); }

Json contact_json(const ContactListRow& list, const ContactRow& row) {
  return object({{"EmailAddress", row.address}, {"TopicPreferences", preferences_json(row.preferences)},
                 {"TopicDefaultPreferences", default_preferences_json(list, row)}, {"UnsubscribeAll", row.unsubscribed_from_all}});
}

// What a contact says about one topic, or the topic's default if `or_default`; empty if nothing.
std::string status_of(const ContactListRow& list, const ContactRow& row, const std::string& topic, bool or_default) {
  if (auto said = row.preferences.find(topic); said != row.preferences.end()) return said->second;
  const Topic* known = list.find_topic(topic);
  if (!or_default || !known) return "";
  return known->opted_in ? "OPT_IN" : "OPT_OUT";
}

}  // namespace

Json SesV2::create_contact(const Call& call) {
  const ContactListRow& list = named_list(call);
  ContactRow row;
  row.address = contact_address(call.input);
  if (mailbox_.contacts().find(call.scope, list.name, row.address)) throw AwsError("AlreadyExistsException", 400, row.address + " already exists in List.");
  take_preferences(call.input, list, row);
  row.created_ms = row.updated_ms = mailbox_.aws().clock().now_ms();
  mailbox_.contacts().put(call.scope, list.name, std::move(row));
  return Json::object();
}

const ContactRow& SesV2::named_contact(const Call& call, const ContactListRow& list) {
  const std::string address = text_at(call.input, "EmailAddress");
  const ContactRow* row = mailbox_.contacts().find(call.scope, list.name, address);
  if (!row) throw unknown_contact(address);
  return *row;
}

Json SesV2::get_contact(const Call& call) {
  const ContactListRow& list = named_list(call);
  const ContactRow& row = named_contact(call, list);
  Json answer = contact_json(list, row);
  set_text(answer, "ContactListName", list.name);
  if (!row.attributes.empty()) set_text(answer, "AttributesData", row.attributes);
  set(answer, "CreatedTimestamp", static_cast<double>(row.created_ms) / 1000);
  set(answer, "LastUpdatedTimestamp", static_cast<double>(row.updated_ms) / 1000);
  return answer;
}

Json SesV2::update_contact(const Call& call) {
  const ContactListRow& list = named_list(call);
  ContactRow row = named_contact(call, list);
  take_preferences(call.input, list, row);
  row.updated_ms = mailbox_.aws().clock().now_ms();
  mailbox_.contacts().put(call.scope, list.name, std::move(row));
  return Json::object();
}

Json SesV2::delete_contact(const Call& call) {
  const ContactListRow& list = named_list(call);
  const std::string address = named_contact(call, list).address;
  mailbox_.contacts().erase(call.scope, list.name, address);
  return Json::object();
}

Json SesV2::list_contacts(const Call& call) {
  const ContactListRow& list = named_list(call);
  const Json* filter = find(call.input, "Filter");
  const Json* by_topic = filter ? find(*filter, "TopicFilter") : nullptr;
  const std::string wanted = filter ? text_at(*filter, "FilteredStatus") : "", topic = by_topic ? text_at(*by_topic, "TopicName") : "";
  if (!topic.empty() && !list.find_topic(topic)) throw AwsError("BadRequestException", 400, "Topic: " + topic + " doesn't exist in List.");
  const bool or_default = by_topic && bool_at(*by_topic, "UseDefaultIfPreferenceUnavailable");
  auto fits = [&](const ContactRow& row) {
    if (topic.empty()) return wanted.empty() || row.unsubscribed_from_all == (wanted == "OPT_OUT");
    const std::string status = row.unsubscribed_from_all ? "OPT_OUT" : status_of(list, row, topic, or_default);
    return !status.empty() && (wanted.empty() || status == wanted);
  };
  auto most = static_cast<size_t>(std::clamp<std::int64_t>(int_at(call.input, "PageSize", 100), 1, 1000));
  Json contacts = array();
  std::string next;
  mailbox_.contacts().each(call.scope, list.name, after_token(text_at(call.input, "NextToken")), [&](const ContactRow& row) {
    if (!fits(row)) return true;
    if (contacts.size() == most) {
      next = text_at(contacts.back(), "EmailAddress");
      return false;
    }
    Json one = contact_json(list, row);
    set(one, "LastUpdatedTimestamp", static_cast<double>(row.updated_ms) / 1000);
    contacts.push_back(std::move(one));
    return true;
  });
  Json answer = object({{"Contacts", contacts}});
  if (!next.empty()) set_text(answer, "NextToken", token_for(next));
  return answer;
}

}  // namespace lambent::ses
