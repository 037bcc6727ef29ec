// Passwords of users for one service: CodeCommit, Keyspaces; API keys of Bedrock and CloudWatch Logs. Two for each service.
#include "base/text.h"
#include "mocks/iam/iam.h"

namespace lambent::iam {
namespace {

constexpr size_t kPerService = 2;
constexpr double kDay = 86400;

// Whether the service takes a user name and password, or a key with an alias.
enum class Form { unknown, password, key };
Form form_of(const std::string& service) {
  if (service == "codecommit.amazonaws.com" || service == "cassandra.amazonaws.com") return Form::password;
  if (service == "bedrock.amazonaws.com" || service == "logs.amazonaws.com") return Form::key;
  return Form::unknown;
}

Json metadata(const EntityRow& user, const ServiceCredentialRow& row) {
  Json out = object({{"UserName", user.name}, {"Status", row.status}, {"CreateDate", row.created}, {"ServiceSpecificCredentialId", row.id}, {"ServiceName", row.service}});
  set_text(out, form_of(row.service) == Form::key ? "ServiceCredentialAlias" : "ServiceUserName", row.name);
  if (row.expires > 0) set(out, "ExpirationDate", row.expires);
  return out;
}

Json whole(const EntityRow& user, const ServiceCredentialRow& row) {
  Json out = metadata(user, row);
  set_text(out, form_of(row.service) == Form::key ? "ServiceCredentialSecret" : "ServicePassword", row.secret);
  return object({{"ServiceSpecificCredential", out}});
}

AwsError no_credential(const std::string& id) { return no_such_entity("The credential with id " + id + " cannot be found."); }

}  // namespace

Json Iam::create_service_credential(const Call& call) {
  const EntityRow& user = get(kUser, call);
  ServiceCredentialRow row;
  row.service = text_at(call.input, "ServiceName");
  Form form = form_of(row.service);
  if (form == Form::unknown) throw AwsError("NotSupportedService", 404, "No such service " + row.service + " is supported for Service Specific Credentials");
  auto days = find_int(call.input, "CredentialAgeDays");
  if (days && form != Form::key) throw AwsError("InvalidInput", 400, "CredentialAgeDays is not supported for " + row.service);
  size_t count = 0;
  entities_.service_credentials.each(owned_prefix(user), [&](const std::string&, const ServiceCredentialRow& one) { count += one.service == row.service; });
  if (count >= kPerService) throw limit_exceeded("Cannot exceed quota for ServiceSpecificCredentialsPerUser: 2");
  row.id = "ACCA" + aws_.ids().upper_base32(17);
  row.name = user.name + (count == 0 ? "" : "+" + std::to_string(count)) + "-at-" + user.account;
  row.secret = aws_.ids().base64(43) + "=";
  row.created = now();
  if (days) row.expires = row.created + static_cast<double>(*days) * kDay;
  return whole(user, entities_.service_credentials.put(owned_key(user, row.id), row));
}

Json Iam::list_service_credentials(const Call& call) {
  std::string service = text_at(call.input, "ServiceName");
  bool all = bool_at(call.input, "AllUsers");
  if (all && has(call.input, "UserName")) throw AwsError("InvalidInput", 400, "UserName and AllUsers cannot be given together.");
  std::vector<Json> items;
  auto of_user = [&](const EntityRow& user) {
    entities_.service_credentials.each(owned_prefix(user), [&](const std::string&, const ServiceCredentialRow& row) {
      if (service.empty() || row.service == service) items.push_back(metadata(user, row));
    });
  };
  if (all)
    entities_.users.each(call.scope.account + "/", [&](const std::string&, const EntityRow& user) { of_user(user); });
  else
    of_user(get_user_or_caller(call));
  return paged(call, "ServiceSpecificCredentials", std::move(items));
}

Json Iam::update_service_credential(const Call& call) {
  std::string id = text_at(call.input, "ServiceSpecificCredentialId"), status = text_at(call.input, "Status");
  if (!entities_.service_credentials.update(owned_key(get_user_or_caller(call), id), [&](ServiceCredentialRow& row) { row.status = status; })) throw no_credential(id);
  return nullptr;
}

Json Iam::reset_service_credential(const Call& call) {
  const EntityRow& user = get_user_or_caller(call);
  std::string id = text_at(call.input, "ServiceSpecificCredentialId"), secret = aws_.ids().base64(43) + "=";
  if (!entities_.service_credentials.update(owned_key(user, id), [&](ServiceCredentialRow& row) { row.secret = secret; })) throw no_credential(id);
  return whole(user, *entities_.service_credentials.find(owned_key(user, id)));
}

Json Iam::delete_service_credential(const Call& call) {
  std::string id = text_at(call.input, "ServiceSpecificCredentialId");
  if (!entities_.service_credentials.erase(owned_key(get_user_or_caller(call), id))) throw no_credential(id);
  return nullptr;
}

}  // namespace lambent::iam
