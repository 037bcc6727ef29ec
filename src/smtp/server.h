// SMTP sessions on the loop: listener, connections, limits, time-outs of real time. What a mail is for is decided outside.
//
//   SmtpServer server(loop, {.host = "localhost"}, {}, door);   // what the door's functions use outlives the server
//   server.listen("127.0.0.1", 2525);                       // throws std::runtime_error (port in use, no right)
//
// While a mail is under way the clock is held. No TLS: STARTTLS is refused by name. The destructor closes the connections,
// cancels what they wait for and runs the loop until they have ended.
#pragma once
#include <functional>
#include <memory>

#include "base/loop.h"
#include "smtp/session.h"

namespace lambent::smtp {

struct ServerLimits {
  std::size_t max_connections = 100;  // beyond: 421
  int idle_seconds = 300;             // then 451 and the connection is closed; 0 never
};

// All replies are those of SMTP, "250 Ok", without line ends.
struct Door {
  std::function<std::string(const std::string& user, const std::string& password)> authenticate;
  std::function<std::string(const Envelope& so_far, const std::string& recipient, const std::string& peer)> recipient;
  std::function<Task<std::string>(Envelope mail, std::string peer)> message;
};

class SmtpServer {
 public:
  SmtpServer(Loop& loop, Options options, ServerLimits limits, Door door);
  ~SmtpServer();
  SmtpServer(const SmtpServer&) = delete;

  void listen(const std::string& address, std::uint16_t port);  // port 0 takes a free one
  std::uint16_t port() const;
  std::size_t connections() const;
  void close();

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace lambent::smtp
