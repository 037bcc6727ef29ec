// What both versions do with configuration sets and their event destinations.
#pragma once
#include "mocks/ses/mailbox.h"

namespace lambent::ses {

constexpr size_t kMostSets = 10'000;
constexpr size_t kMostDestinations = 10;

void check_set_name(const std::string& name, Dialect dialect);
AwsError unknown_set(const std::string& name, Dialect dialect);
// The set of the member ConfigurationSetName. Throws if there is none.
const ConfigurationSetRow& named_set(Mailbox& mailbox, const Call& call, Dialect dialect);
// Runs `change` on that set and stores it.
void change_set(Mailbox& mailbox, const Call& call, Dialect dialect, const std::function<void(ConfigurationSetRow&)>& change);
// Throws if there is one of that name, or too many.
void check_new_set(Mailbox& mailbox, const Call& call, Dialect dialect, const std::string& name);
void set_sending(ConfigurationSetRow& row, bool sending, std::int64_t now_ms);
void check_redirect_domain(Mailbox& mailbox, const Scope& scope, Dialect dialect, const std::string& domain);
Json reputation_json(const ConfigurationSetRow& row, bool with_sending);

// Event destinations, as the input has them and as answers show them. Reading throws in the dialect's words.
EventDestination read_destination(const Json& given, const std::string& name, Dialect dialect);
Json destination_json(const EventDestination& destination, Dialect dialect);
enum class Change { create, update };
// Checks and stores; a topic that cannot be published to is refused, the others are told that they were found good.
Task<void> put_destination(Mailbox& mailbox, Call call, Dialect dialect, EventDestination destination, Change change);
void delete_destination(Mailbox& mailbox, const Call& call, Dialect dialect);

}  // namespace lambent::ses
