#include "mocks/ses/list_rows.h"

namespace lambent::ses {

Json Topic::to_json() const {
  return object({{"name", name}, {"display", display_name}, {"description", description}, {"in", opted_in}});
}

Topic Topic::from_json(const Json& j) { return {text_at(j, "name"), text_at(j, "display"), text_at(j, "description"), bool_at(j, "in")}; }

const Topic* ContactListRow::find_topic(std::string_view wanted) const {
  for (const auto& topic : topics)
    if (topic.name == wanted) return &topic;
  return nullptr;
}

Json ContactListRow::to_json() const {
  return object({{"name", name}, {"description", description}, {"topics", rows_json(topics)}, {"created", created_ms},
                 {"updated", updated_ms}, {"tags", map_json(tags)}});
}

ContactListRow ContactListRow::from_json(const Json& j) {
  return {text_at(j, "name"), text_at(j, "description"), rows_at<Topic>(j, "topics"), int_at(j, "created"), int_at(j, "updated"),
          map_at(j, "tags")};
}

Json ContactRow::to_json() const {
  return object({{"address", address}, {"preferences", map_json(preferences)}, {"unsubscribed", unsubscribed_from_all},
                 {"attributes", attributes}, {"created", created_ms}, {"updated", updated_ms}});
}

ContactRow ContactRow::from_json(const Json& j) {
  return {text_at(j, "address"), map_at(j, "preferences"), bool_at(j, "unsubscribed"), text_at(j, "attributes"), int_at(j, "created"),
          int_at(j, "updated")};
}

Json SuppressedRow::to_json() const {
  return object({{"address", address}, {"reason", reason}, {"updated", updated_ms}, {"message", message_id}, {"feedback", feedback_id}});
}

SuppressedRow SuppressedRow::from_json(const Json& j) {
  return {text_at(j, "address"), text_at(j, "reason"), int_at(j, "updated"), text_at(j, "message"), text_at(j, "feedback")};
}

Json VerificationTemplateRow::to_json() const {
  return object({{"name", name}, {"from", from}, {"subject", subject}, {"content", content}, {"success", success_url},
                 {"failure", failure_url}, {"tags", map_json(tags)}});
}

VerificationTemplateRow VerificationTemplateRow::from_json(const Json& j) {
  return {text_at(j, "name"), text_at(j, "from"), text_at(j, "subject"), text_at(j, "content"), text_at(j, "success"),
          text_at(j, "failure"), map_at(j, "tags")};
}

}  // namespace lambent::ses
