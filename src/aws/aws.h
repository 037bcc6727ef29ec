// The door: every call of every service, from HTTP or from one service to another, passes Aws::call.
//
//   Call call("lambda", "Invoke", std::move(input), principal, scope);
//   Json answer = co_await aws.call(std::move(call));          // throws AwsError
//
// In this order: find the operation, note the call in the journal, validate the input, ask the Authorizer for every need
// of the call, ask the stubs, run the service, wait until what it changed is on disk, note the outcome. Nothing else in lambent
// decides, records or maps errors.
#pragma once
#include <map>
#include <string>

#include "aws/access_need.h"
#include "aws/call.h"
#include "aws/journal.h"
#include "aws/service.h"
#include "aws/stubs.h"
#include "base/ids.h"
#include "base/loop.h"
#include "base/store.h"

namespace lambent {

// What this emulator is to its callers: where they reach it (for links in messages), and the account and region of
// those who name none.
struct Home {
  std::string url = "http://localhost:4566";
  Scope scope{"000000000000", "us-east-1"};
};

class Aws {
 public:
  // All are borrowed and outlive the door.
  Aws(Loop& loop, Ids& ids, Journal& journal, Store& store, const Authorizer& authorizer);

  void add(Service& service);
  Service* find(std::string_view service) const;
  std::vector<Service*> services() const;

  Task<Json> call(Call call);

  // For services that act with a role: the session principal, or AccessDenied (see Authorizer).
  Principal assume(const std::string& role_arn, const std::string& service, const std::string& session_name, const std::string& source_arn = "") const {
    return authorizer_.assume_for_service(role_arn, service, session_name, source_arn);
  }

  // Whether a call would be allowed that is not made: what a service asks of a role in advance.
  bool allowed(const Call& call, const Need& need) const {
    return enforcement_ != Enforcement::enforce || !authorizer_.decide(call, need, nullptr);
  }

  Loop& loop() { return loop_; }
  Clock& clock() { return loop_.clock(); }
  Ids& ids() { return ids_; }
  Journal& journal() { return journal_; }
  Store& store() { return store_; }
  Stubs& stubs() { return stubs_; }
  void set_enforcement(Enforcement enforcement) { enforcement_ = enforcement; }
  const std::string& message_secret();  // for authorization_message.h; made at first use
  const Home& home() const { return home_; }
  void set_home(Home home) { home_ = std::move(home); }  // once the port is known

 private:
  void authorize(const Service& service, const Call& call);
  Task<std::optional<Json>> stubbed(const Call& call);
  Task<Json> run(Service& service, Call call, PeerLine* line);

  Loop& loop_;
  Ids& ids_;
  Journal& journal_;
  Store& store_;
  const Authorizer& authorizer_;
  std::map<std::string, Service*, std::less<>> services_;
  Stubs stubs_;
  Enforcement enforcement_ = Enforcement::enforce;
  Home home_;
  std::string message_secret_;
};

}  // namespace lambent
