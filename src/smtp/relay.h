// Hands mail on to a real SMTP server, one connection after another, in the order it came.
//
//   Relay relay(loop, {"localhost", 1025}, failed);   // failed("id …: 550 no such user") once for each that is lost
//   relay.send(id, from, to, bytes);                  // returns at once
//
// At most 64 MB wait; what comes beyond is lost and said. A mail is tried once. Time-outs are real time. Outside the
// emulated world: nothing waits for it, the clock is not held. The destructor breaks off and forgets what waits.
#pragma once
#include <deque>
#include <functional>
#include <memory>

#include "base/loop.h"

namespace lambent::smtp {

struct RelayTarget {
  std::string host;
  std::uint16_t port = 25;
};

struct RelayMail {
  std::string id, from;  // from "": <>
  std::vector<std::string> to;
  std::string data;
};

// Sends one mail; "" or what the other side said.
Task<std::string> deliver(Executor executor, RelayTarget target, RelayMail mail);

class Relay {
 public:
  using Failed = std::function<void(const std::string&)>;
  Relay(Loop& loop, RelayTarget target, Failed failed);  // failed outlives this

  void send(RelayMail mail);
  std::size_t waiting() const { return state_->queue.size(); }

 private:
  struct State {
    Loop& loop;
    RelayTarget target;
    Failed failed;
    std::deque<RelayMail> queue;
    std::size_t bytes = 0;
    bool running = false;
  };
  static Task<void> work(std::shared_ptr<State> state);

  std::shared_ptr<State> state_;
  Tasks tasks_;
};

}  // namespace lambent::smtp
