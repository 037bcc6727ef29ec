#include "mocks/ses/mailbox.h"

#include <stdexcept>

#include "base/text.h"

namespace lambent::ses {

AwsError mail_error(Dialect dialect, Fault fault, const std::string& message) {
  bool v1 = dialect == Dialect::v1;
  switch (fault) {
    case Fault::parameter: return AwsError(v1 ? "InvalidParameterValue" : "BadRequestException", 400, message);
    case Fault::rejected: return AwsError("MessageRejected", 400, message);
    case Fault::unknown_set: return AwsError(v1 ? "ConfigurationSetDoesNotExist" : "BadRequestException", 400, message);
    case Fault::set_paused: return AwsError(v1 ? "ConfigurationSetSendingPausedException" : "SendingPausedException", 400, message);
    case Fault::account_paused: return AwsError(v1 ? "AccountSendingPausedException" : "SendingPausedException", 400, message);
    case Fault::rate: return AwsError(v1 ? "Throttling" : "TooManyRequestsException", v1 ? 400 : 429, message);
    case Fault::mail_from: return AwsError("MailFromDomainNotVerifiedException", 400, message);
    case Fault::daily: return AwsError(v1 ? "Throttling" : "LimitExceededException", 400, message);
  }
  throw std::logic_error("an unknown fault");
}

AwsError send_refused(Dialect dialect, const Denial& denial) {
  return AwsError(dialect == Dialect::v1 ? "AccessDenied" : "AccessDeniedException", 403,
                  "User `" + denial.principal + "' is not authorized to perform `" + denial.action + "' on resource `" + denial.resource + "'");
}

Mailbox::Mailbox(Aws& aws)
    : aws_(aws),
      identities_(aws),
      quota_(aws),
      suppression_(aws),
      contacts_(aws),
      mails_(aws),
      publisher_(aws),
      sets_(aws.store(), "ses.configuration_sets"),
      accounts_(aws.store(), "ses.accounts"),
      verification_templates_(aws.store(), "ses.verification_templates"),
      templates_(aws),
      views_(aws, [this](const std::string& id) { return mails_.find(id); }) {}

AccountRow Mailbox::account(const Scope& scope) const {
  const AccountRow* row = accounts_.find(scope_prefix(scope));
  return row ? *row : AccountRow{};
}
void Mailbox::set_account(const Scope& scope, const AccountRow& row) { accounts_.put(scope_prefix(scope), row); }

const ConfigurationSetRow* Mailbox::find_set(const Scope& scope, const std::string& name) const { return sets_.find(scope_key(scope, name)); }
void Mailbox::put_set(const Scope& scope, ConfigurationSetRow row) {
  std::string key = scope_key(scope, row.name);
  sets_.put(key, std::move(row));
}
bool Mailbox::erase_set(const Scope& scope, const std::string& name) { return sets_.erase(scope_key(scope, name)); }

std::vector<std::string> Mailbox::set_names(const Scope& scope) const {
  std::vector<std::string> out;
  sets_.each(scope_prefix(scope), [&](const std::string&, const ConfigurationSetRow& row) { out.push_back(row.name); });
  return out;
}

void Mailbox::load() {
  identities_.load();
  quota_.load();
  suppression_.load();
  contacts_.load();
  mails_.load();
  publisher_.load();
  sets_.load();
  accounts_.load();
  verification_templates_.load();
  templates_.load();
}

void Mailbox::reset() {
  identities_.reset();
  quota_.reset();
  suppression_.reset();
  contacts_.reset();
  mails_.reset();
  publisher_.reset();
  sets_.clear();
  accounts_.clear();
  verification_templates_.clear();
  templates_.reset();
}

void Mailbox::seed(const Scope& scope, const Json& given) {
  AccountRow row = account(scope);
  auto flag = [](const std::string& name, const Json& value) {
    if (!value.is_boolean()) throw std::invalid_argument("ses: '" + name + "' is true or false, not " + dump(value));
    return value.get<bool>();
  };
  auto figure = [](const std::string& name, const Json& value) {
    if (!value.is_number() || value.get<double>() < 0) throw std::invalid_argument("ses: '" + name + "' is a number, not " + dump(value));
    return value.get<double>();
  };
  for (const auto& [name, value] : given.items()) {
    if (name == "Sandbox") {
      row.sandbox = flag(name, value);
    } else if (name == "AutoVerify") {
      row.auto_verify = flag(name, value);
    } else if (name == "Max24HourSend") {
      row.max_24_hours = figure(name, value);
    } else if (name == "MaxSendRate") {
      row.max_rate = figure(name, value);
    } else if (name == "VerifiedIdentities") {
      if (!value.is_array()) throw std::invalid_argument("ses: 'VerifiedIdentities' is a list of addresses and domains, not " + dump(value));
      for (const auto& one : value) {
        if (!one.is_string()) throw std::invalid_argument("ses: " + dump(one) + " is no address or domain");
        try {
          check_identity_name(one.get<std::string>());
        } catch (const BadAddress& e) {
          throw std::invalid_argument("ses: " + dump(one) + " is no address or domain: " + e.what());
        }
        identities_.make_verified(scope, one.get<std::string>());
      }
    } else {
      throw std::invalid_argument("ses has no initial state '" + name +
                                  "'; there are VerifiedIdentities, Sandbox, AutoVerify, Max24HourSend and MaxSendRate");
    }
  }
  set_account(scope, row);
}

std::string after_token(const std::string& token) { return base64_decode(token).value_or(""); }
std::string token_for(const std::string& name) { return name.empty() ? "" : base64_encode(name); }

std::string page(std::vector<std::string>& names, const std::string& token, size_t most) {
  const std::string after = after_token(token);
  if (!token.empty()) std::erase_if(names, [&](const std::string& name) { return name <= after; });
  if (names.size() <= most) return "";
  names.resize(most);
  return token_for(names.back());
}

}  // namespace lambent::ses
