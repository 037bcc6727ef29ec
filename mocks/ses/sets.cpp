#include "mocks/ses/sets.h"

#include <algorithm>

namespace lambent::ses {
namespace {

bool identifier(const std::string& name) {
  return std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
}

}  // namespace

void check_set_name(const std::string& name, Dialect dialect) {
  if (!name.empty() && name.size() <= 64 && identifier(name)) return;
  throw AwsError(dialect == Dialect::v1 ? "InvalidConfigurationSet" : "BadRequestException", 400,
                 "Configuration set name must be 1 to 64 letters, numbers, underscores or dashes: " + name);
}

AwsError unknown_set(const std::string& name, Dialect dialect) {
  if (dialect == Dialect::v2) return AwsError("NotFoundException", 404, "Configuration set <" + name + "> does not exist.");
  return AwsError("ConfigurationSetDoesNotExist", 400, "Configuration set <" + name + "> does not exist.");
}

const ConfigurationSetRow& named_set(Mailbox& mailbox, const Call& call, Dialect dialect) {
  std::string name = text_at(call.input, "ConfigurationSetName");
  const ConfigurationSetRow* row = mailbox.find_set(call.scope, name);
  if (!row) throw unknown_set(name, dialect);
  return *row;
}

void change_set(Mailbox& mailbox, const Call& call, Dialect dialect, const std::function<void(ConfigurationSetRow&)>& change) {
  ConfigurationSetRow row = named_set(mailbox, call, dialect);
  change(row);
  mailbox.put_set(call.scope, std::move(row));
}

void check_new_set(Mailbox& mailbox, const Call& call, Dialect dialect, const std::string& name) {
  check_set_name(name, dialect);
  if (mailbox.find_set(call.scope, name))
    throw AwsError(dialect == Dialect::v1 ? "ConfigurationSetAlreadyExists" : "AlreadyExistsException", 400, "Configuration set " + name + " already exists.");
  if (mailbox.set_names(call.scope).size() >= kMostSets)
    throw AwsError(dialect == Dialect::v1 ? "LimitExceeded" : "LimitExceededException", 400, "An account has at most 10000 configuration sets.");
}

void set_sending(ConfigurationSetRow& row, bool sending, std::int64_t now_ms) {
  if (sending && !row.sending) row.fresh_start_ms = now_ms;
  row.sending = sending;
}

// A verified domain, or a sub-domain of one.
void check_redirect_domain(Mailbox& mailbox, const Scope& scope, Dialect dialect, const std::string& domain) {
  auto refuse = [&](const std::string& why) {
    throw AwsError(dialect == Dialect::v1 ? "InvalidTrackingOptions" : "BadRequestException", 400, why);
  };
  try {
    check_identity_name(domain);
  } catch (const BadAddress& e) {
    refuse("The custom redirect domain <" + domain + "> is not a valid domain: " + e.what() + ".");
  }
  if (domain.find('@') != std::string::npos) refuse("The custom redirect domain <" + domain + "> is not a valid domain.");
  if (!mailbox.identities().verified(scope, {"", "x@" + domain, "x", domain}))
    refuse("The custom redirect domain <" + domain + "> is not verified.");
}

Json reputation_json(const ConfigurationSetRow& row, bool with_sending) {
  Json out = Json::object();
  if (with_sending) set(out, "SendingEnabled", row.sending);
  set(out, "ReputationMetricsEnabled", row.reputation_metrics);
  if (row.fresh_start_ms) set(out, "LastFreshStart", static_cast<double>(row.fresh_start_ms) / 1000);
  return out;
}

}  // namespace lambent::ses
