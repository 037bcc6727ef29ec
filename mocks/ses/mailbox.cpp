#include "mocks/ses/mailbox.h"

#include <stdexcept>

#include "aws/arn.h"
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
      sets_(aws.store(), "ses.configuration_sets"),
      accounts_(aws.store(), "ses.accounts"),
      templates_(aws),
      mails_(aws.store(), "ses.mails"),
      views_(aws, [this](const std::string& id) { return find_mail(id); }) {}

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
  sets_.load();
  accounts_.load();
  templates_.load();
  mails_.load();
}

void Mailbox::reset() {
  identities_.reset();
  quota_.reset();
  sets_.clear();
  accounts_.clear();
  templates_.reset();
  mails_.clear();
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

const IdentityRow& Mailbox::ask_for_verification(const Call& call, const std::string& name) {
  const IdentityRow& row = identities_.ask(call.scope, name, account(call.scope));
  if (row.verified || row.is_domain()) return row;
  MailRow mail;
  mail.id = new_message_id(call.scope.region);
  mail.region = call.scope.region;
  mail.source = "no-reply-aws@amazon.com";
  mail.at_ms = aws_.clock().now_ms();
  mail.to = {row.name};
  mail.subject = "Amazon Web Services – Email Address Verification Request in region " + call.scope.region;
  mail.text =
      "Dear Amazon Web Services Customer,\n\n"
      "We have received a request to authorize this email address for use with Amazon SES in region " + call.scope.region +
      ". If you requested this verification, please go to the following URL to confirm that you are authorized to use this email address:\n\n" +
      aws_.home().url + "/_lambent/ses/verify/" + row.token +
      "\n\nYour request will not be processed unless you confirm the address using this URL. "
      "This link expires 24 hours after your original verification request.\n";
  put(call, std::move(mail));
  return *identities_.find(call.scope, name);
}

std::vector<Need> Mailbox::needs_of_bulk(const Call& call, const std::string& action, std::vector<Outgoing> all) const {
  if (all.empty()) return {};
  Outgoing whole = std::move(all.front());
  for (size_t i = 1; i < all.size(); ++i)
    for (auto& one : all[i].recipients()) whole.mail.to.push_back(std::move(one));
  return needs(call, action, whole);
}

std::vector<Need> Mailbox::needs(const Call& call, const std::string& action, const Outgoing& outgoing) const {
  auto address = [](const std::string& text) {
    try {
      return parse_address(text);
    } catch (const BadAddress&) {
      return Address{"", text, text, ""};  // refused later, in words of its own
    }
  };
  auto arn_of = [&](const Address& a) {
    const IdentityRow* identity = identities_.covering(call.scope, a);
    return identity_arn(call.scope, identity ? identity->name : a.mailbox);
  };
  Address from = address(outgoing.mail.source);
  std::vector<std::string> to;
  for (const auto& one : outgoing.recipients()) to.push_back(address(one).mailbox);
  std::string feedback = outgoing.mail.return_path.empty() ? "" : address(outgoing.mail.return_path).mailbox;

  std::vector<Need> out;
  auto add = [&](const std::string& resource) {
    for (const auto& need : out)
      if (need.resource == resource) return;
    Need need(action, resource);
    need.keys = {{"ses:FromAddress", {from.mailbox}}, {"ses:Recipients", to}};
    if (!feedback.empty()) need.keys.push_back({"ses:FeedbackAddress", {feedback}});
    if (!from.display.empty()) need.keys.push_back({"ses:FromDisplayName", {from.display}});
    out.push_back(std::move(need));
  };
  add(outgoing.source_arn.empty() ? arn_of(from) : outgoing.source_arn);
  if (account(call.scope).sandbox)
    for (const auto& one : outgoing.recipients()) {
      Address recipient = address(one);
      if (identities_.covering(call.scope, recipient)) add(arn_of(recipient));
    }
  if (outgoing.use && !outgoing.use->arn.empty()) add(outgoing.use->arn);
  if (outgoing.use && outgoing.use->arn.empty() && !outgoing.use->name.empty()) add(template_arn(call.scope, outgoing.use->name));
  if (!outgoing.mail.configuration_set.empty())
    add(make_arn("ses", call.scope.region, call.scope.account, "configuration-set/" + outgoing.mail.configuration_set));
  return out;
}

std::string page(std::vector<std::string>& names, const std::string& token, size_t most) {
  auto after = base64_decode(token).value_or("");
  if (!token.empty()) std::erase_if(names, [&](const std::string& name) { return name <= after; });
  if (names.size() <= most) return "";
  names.resize(most);
  return base64_encode(names.back());
}

}  // namespace lambent::ses
