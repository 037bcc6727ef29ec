// Configuration sets of both versions: names that can be switched off. Their other options are refused by name.
#include "mocks/ses/ses.h"
#include "mocks/ses/ses_v2.h"

namespace lambent::ses {
namespace {

void check_name(const std::string& name, Dialect dialect) {
  bool good = !name.empty() && name.size() <= 64;
  for (char c : name) good &= (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  if (good) return;
  const char* code = dialect == Dialect::v1 ? "InvalidConfigurationSet" : "BadRequestException";
  throw AwsError(code, 400, "Configuration set name must be 1 to 64 letters, numbers, underscores or dashes: " + name);
}

AwsError unknown_set(const std::string& name, Dialect dialect) {
  if (dialect == Dialect::v2) return AwsError("NotFoundException", 404, "Configuration set <" + name + "> does not exist.");
  return AwsError("ConfigurationSetDoesNotExist", 400, "Configuration set <" + name + "> does not exist.");
}

ConfigurationSetRow get_set(Mailbox& mailbox, const Call& call, Dialect dialect) {
  std::string name = text_at(call.input, "ConfigurationSetName");
  const ConfigurationSetRow* row = mailbox.find_set(call.scope, name);
  if (!row) throw unknown_set(name, dialect);
  return *row;
}

void erase_set(Mailbox& mailbox, const Call& call, Dialect dialect) {
  std::string name = text_at(call.input, "ConfigurationSetName");
  if (!mailbox.erase_set(call.scope, name)) throw unknown_set(name, dialect);
}

}  // namespace

Json Ses::create_set(const Call& call) {
  ConfigurationSetRow row;
  row.name = text_at(*find(call.input, "ConfigurationSet"), "Name");
  check_name(row.name, Dialect::v1);
  if (mailbox_.find_set(call.scope, row.name))
    throw AwsError("ConfigurationSetAlreadyExists", 400, "Configuration set " + row.name + " already exists.");
  mailbox_.put_set(call.scope, std::move(row));
  return Json::object();
}

Json Ses::delete_set(const Call& call) {
  erase_set(mailbox_, call, Dialect::v1);
  return Json::object();
}

Json Ses::list_sets(const Call& call) {
  std::vector<std::string> names = mailbox_.set_names(call.scope);
  auto most = static_cast<size_t>(std::clamp<std::int64_t>(int_at(call.input, "MaxItems", 1000), 1, 1000));
  std::string next = page(names, text_at(call.input, "NextToken"), most);
  Json sets = array();
  for (const auto& name : names) sets.push_back(object({{"Name", name}}));
  Json answer = object({{"ConfigurationSets", sets}});
  if (!next.empty()) set_text(answer, "NextToken", next);
  return answer;
}

Json Ses::describe_set(const Call& call) {
  ConfigurationSetRow row = get_set(mailbox_, call, Dialect::v1);
  Json answer = object({{"ConfigurationSet", object({{"Name", row.name}})}});
  for (const auto& attribute : texts_at(call.input, "ConfigurationSetAttributeNames")) {
    if (attribute == "eventDestinations") set(answer, "EventDestinations", array());
    if (attribute == "reputationOptions") set(answer, "ReputationOptions", object({{"SendingEnabled", row.sending}, {"ReputationMetricsEnabled", false}}));
  }
  return answer;
}

Json Ses::update_set_sending(const Call& call) {
  ConfigurationSetRow row = get_set(mailbox_, call, Dialect::v1);
  row.sending = bool_at(call.input, "Enabled");
  mailbox_.put_set(call.scope, std::move(row));
  return Json::object();
}

Json SesV2::create_set(const Call& call) {
  for (const char* refused : {"TrackingOptions", "DeliveryOptions", "ReputationOptions", "SuppressionOptions", "VdmOptions", "ArchivingOptions"})
    if (has(call.input, refused)) throw not_emulated("sesv2", std::string("CreateConfigurationSet with ") + refused);
  ConfigurationSetRow row;
  row.name = text_at(call.input, "ConfigurationSetName");
  check_name(row.name, Dialect::v2);
  if (mailbox_.find_set(call.scope, row.name))
    throw AwsError("AlreadyExistsException", 400, "Configuration set " + row.name + " already exists.");
  if (const Json* options = find(call.input, "SendingOptions")) row.sending = bool_at(*options, "SendingEnabled", true);
  row.tags = tags_at(call.input);
  mailbox_.put_set(call.scope, std::move(row));
  return Json::object();
}

Json SesV2::get_set(const Call& call) {
  ConfigurationSetRow row = ses::get_set(mailbox_, call, Dialect::v2);
  return object({{"ConfigurationSetName", row.name},
                 {"SendingOptions", object({{"SendingEnabled", row.sending}})},
                 {"Tags", tags_json(row.tags)}});
}

Json SesV2::delete_set(const Call& call) {
  erase_set(mailbox_, call, Dialect::v2);
  return Json::object();
}

Json SesV2::list_sets(const Call& call) {
  std::vector<std::string> names = mailbox_.set_names(call.scope);
  auto most = static_cast<size_t>(std::clamp<std::int64_t>(int_at(call.input, "PageSize", 1000), 1, 1000));
  std::string next = page(names, text_at(call.input, "NextToken"), most);
  Json answer = object({{"ConfigurationSets", text_array(names)}});
  if (!next.empty()) set_text(answer, "NextToken", next);
  return answer;
}

Json SesV2::put_set_sending(const Call& call) {
  ConfigurationSetRow row = ses::get_set(mailbox_, call, Dialect::v2);
  row.sending = bool_at(call.input, "SendingEnabled");
  mailbox_.put_set(call.scope, std::move(row));
  return Json::object();
}

}  // namespace lambent::ses
