// SMTP sessions on the loop: listener, connections, limits, time-outs of real time. What a mail is for is decided outside.
//
//   SmtpServer server(loop, {.host = "localhost"}, {}, door);   // what the door's functions use outlives the server
//   server.listen("127.0.0.1", 2525);                       // throws std::runtime_error (port in use, no right)
//
// While a mail comes in the clock is held, until its sender has been silent for a while. STARTTLS is offered if the door has a
// certificate. The destructor closes the connections, cancels what they wait for and runs the loop until they have ended.
#pragma once
#include <chrono>
#include <functional>
#include <memory>

#include "base/loop.h"
#include "smtp/session.h"

namespace lambent::smtp {

struct ServerLimits {
  std::size_t max_connections = 100;         // beyond: 421
  std::size_t max_bytes = 256u << 20;        // of mails that come in or are worked on, all together; beyond: 452
  std::chrono::milliseconds idle{300'000};   // then 451 and the connection is closed; 0 never
  std::chrono::milliseconds silence{1'000};  // of a sender, then the clock is no longer held for his mail
};

struct TlsKey {
  std::string private_pem, certificate_pem;
};

// All replies are those of SMTP, "250 Ok", without line ends.
struct Door {
  std::function<std::string(const std::string& user, const std::string& password)> authenticate;
  std::function<std::string(const Envelope& so_far, const std::string& recipient, const std::string& peer)> recipient;
  std::function<Task<std::string>(Envelope mail, std::string peer)> message;
  std::function<TlsKey()> tls_key;  // asked at the first STARTTLS; may be empty: none is offered
};

class SmtpServer {
 public:
  SmtpServer(Loop& loop, Options options, ServerLimits limits, Door door);
  ~SmtpServer();
  SmtpServer(const SmtpServer&) = delete;

  void listen(const std::string& address, std::uint16_t port);  // port 0 takes a free one
  std::uint16_t port() const;
  std::size_t connections() const;
  std::size_t held_bytes() const;  // of mails that come in or are worked on
  void close();

 private:
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace lambent::smtp
