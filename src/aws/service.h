// What an emulated service is: a name, a table of operations, and what each call needs to be allowed.
//
//   static constexpr Operation<Sns> table[] = {
//     {"CreateTopic", &Sns::create_topic},   // Json (const Call&): answers at once
//     {"Publish",     &Sns::publish},        // Task<Json> (Call): waits for something
//   };
//
// The table at the head of a service *is* the list of what is emulated. A name that the API model has and the
// table has not answers 501 by name. Inputs have been validated against the model; an answer is validated against
// the output shape in debug builds. Members of the answer that are null or absent are left out on the wire.
#pragma once
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "aws/access_need.h"
#include "aws/call.h"
#include "aws/effect.h"
#include "aws/error.h"
#include "base/task.h"
#include "http/routes.h"

namespace lambent {

class Journal;
struct JournalEntry;

// What a role needs that no call of its session shows, because AWS does it with the role by itself.
struct RoleNeed {
  std::string role_arn;
  Need need;
};

class Service {
 public:
  virtual ~Service() = default;
  virtual std::string_view name() const = 0;  // model name
  virtual std::vector<std::string_view> operations() const = 0;
  virtual Task<Json> handle(Call call) = 0;

  // What must be allowed. The default is one need: <signing name>:<Operation> on "*".
  virtual std::vector<Need> needs(const Call& call) const;
  // The refusal in this service's words. The default: code AccessDenied (query) or AccessDeniedException (json,
  // rest-json), status 403, and the common text.
  virtual AwsError refused(const Call& call, const Denial& denial) const;

  virtual std::vector<Route> routes() { return {}; }  // inspection routes beside the API
  virtual void load() {}                              // rows from the data file, before anything runs
  virtual void resume() {}                            // go on with what a restart interrupted; everything is loaded
  virtual void reset() {}                             // forget all state
  // Initial state from a template or a test case, e.g. {"VerifiedIdentities": ["a@example.com"]}. Unknown members
  // throw std::invalid_argument naming them.
  virtual void seed(const Scope& scope, const Json& given);

  // For test cases: what an entry of the journal means as an effect of this service, if it is one; and what a call of
  // an operation does. The default of the latter goes by its verb.
  virtual std::optional<SeenEffect> effect(const Journal& journal, const JournalEntry& entry) const;
  virtual Touch touch(std::string_view operation) const { return touch_by_verb(operation); }

  virtual std::vector<RoleNeed> role_needs() const { return {}; }  // as things stand; for least policies

  // A long poll: it is given up (its co_await throws operation_aborted) when its caller hangs up, since what it got would
  // reach nobody. Other calls go on to their end.
  virtual bool polls(std::string_view) const { return false; }
};

template <class Self>
struct Operation {
  std::string_view name;
  std::variant<Json (Self::*)(const Call&), Task<Json> (Self::*)(Call)> run;
};

template <class Self, size_t N>
std::vector<std::string_view> operation_names(const Operation<Self> (&table)[N]) {
  std::vector<std::string_view> out;
  for (const auto& op : table) out.push_back(op.name);
  return out;
}

template <class Self>
Task<Json> dispatch(Self& self, std::span<const Operation<Self>> table, Call call) {
  for (const auto& op : table) {
    if (op.name != call.operation) continue;
    if (auto* now = std::get_if<Json (Self::*)(const Call&)>(&op.run)) co_return (self.**now)(call);
    auto later = std::get<Task<Json> (Self::*)(Call)>(op.run);
    co_return co_await (self.*later)(std::move(call));
  }
  throw not_emulated(std::string(self.name()), call.operation);
}

}  // namespace lambent
