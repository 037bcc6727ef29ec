// Contact lists, their topics, and who wants what. (SES developer guide, "Using list management")
#pragma once
#include <functional>

#include "aws/aws.h"
#include "base/table.h"
#include "mocks/ses/list_rows.h"

namespace lambent::ses {

class Contacts {
 public:
  explicit Contacts(Aws& aws) : aws_(aws), lists_(aws.store(), "ses.contact_lists"), contacts_(aws.store(), "ses.contacts") {}

  const ContactListRow* find_list(const Scope& scope, const std::string& list) const;
  std::vector<std::string> list_names(const Scope& scope) const;
  void put_list(const Scope& scope, ContactListRow row);
  bool erase_list(const Scope& scope, const std::string& list);  // with its contacts

  const ContactRow* find(const Scope& scope, const std::string& list, const std::string& address) const;
  void put(const Scope& scope, const std::string& list, ContactRow row);
  bool erase(const Scope& scope, const std::string& list, const std::string& address);
  // From the first contact after `after` on, in the order of addresses, until visit returns false.
  void each(const Scope& scope, const std::string& list, const std::string& after, const std::function<bool(const ContactRow&)>& visit) const;

  // Whether an address gets mail of a topic, or of the list if that is empty. Who is not on the list gets what the topic
  // gives by default.
  bool subscribed(const Scope& scope, const std::string& list, const std::string& topic, const std::string& address) const;

  void load();
  void reset();
  Aws& aws() { return aws_; }

 private:
  Aws& aws_;
  Table<ContactListRow> lists_;
  Table<ContactRow> contacts_;
};

// As the API writes them.
Json preferences_json(const TextMap& preferences);
Json default_preferences_json(const ContactListRow& list, const ContactRow& contact);  // of topics the contact says nothing about

}  // namespace lambent::ses
