// Tasks that somebody else ends: an activity's worker, the owner of a token, a child execution. Their rows (rows.h) tell a
// restart what is waited for; here is who waits for it now.
//
//   OpenTasks::Place place(open, key);                  // the thread's, while an attempt is under way
//   Outcome outcome = co_await place->ended.take();
//
//   Given given = co_await open.take(activity, worker);  // GetActivityTask: waits up to a minute
//   open.finish(open.find(scope, token), output);        // SendTaskSuccess
//
// What ends a task is in its row before the thread hears of it, so that an acknowledged SendTaskSuccess survives a restart.
// Loop thread only.
#pragma once
#include <functional>

#include "aws/aws.h"
#include "base/reply.h"
#include "mocks/states/engine/live.h"

namespace lambent::states {

class OpenTasks {
  // Tasks of activities that no worker has yet: an activity's oldest is its first. By its ARN and the row's number.
  using Offers = std::map<std::pair<std::string, std::int64_t>, std::string>;

 public:
  OpenTasks(Aws& aws, Records& records) : aws_(aws), records_(records) {}

  struct Waiting {
    explicit Waiting(Executor executor) : submitted(executor), ended(executor) {}
    Reply<Outcome> submitted;  // the call was answered; also filled when the time is over
    Reply<Outcome> ended;      // all is done
    std::function<void(const std::string& worker)> on_taken;  // by a worker; records it
    std::optional<Offers::iterator> offer;
  };

  // Lists a waiting thread as long as it lives; with an empty key nobody else can end it, and it is not listed.
  class Place {
   public:
    Place(OpenTasks& open, std::string key);
    ~Place();
    Place(const Place&) = delete;
    const std::string& key() const { return key_; }
    Waiting* operator->() const { return waiting_.get(); }
    const std::shared_ptr<Waiting>& shared() const { return waiting_; }

   private:
    OpenTasks& open_;
    const std::string key_;
    std::shared_ptr<Waiting> waiting_;
  };

  std::string new_token(const std::string& key);
  // The key of the open task a token is for. Throws InvalidToken, TaskTimedOut, TaskDoesNotExist.
  std::string find(const Scope& scope, const std::string& token) const;
  void succeed(const std::string& key, const std::string& output);
  void fail(const std::string& key, const Failure& failure);
  void beat(const std::string& key);  // SendTaskHeartbeat

  struct Given {
    std::string token, input;  // both empty: there was no task for a minute
  };
  Task<Given> take(std::string activity, std::string worker);
  void offer(const Place& place, const std::string& activity);  // a task has been scheduled for it
  std::int64_t next_number();                  // of a row: after all there are

 private:
  std::optional<Given> take_now(const std::string& activity, const std::string& worker);
  Task<void> end_poll(std::shared_ptr<Parking> poll);

  Aws& aws_;
  Records& records_;
  std::map<std::string, std::shared_ptr<Waiting>> waiting_;
  Offers offers_;
  std::int64_t number_ = 0;
  std::multimap<std::string, std::shared_ptr<Parking>> polls_;  // by activity, in the order of coming
};

}  // namespace lambent::states
