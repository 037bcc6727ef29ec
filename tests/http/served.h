// A server on a loop of its own thread, and a blocking client that sends exact bytes: what a test needs to be rude.
#pragma once
#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <string>
#include <thread>

#include "http/server.h"

namespace lambent::testing_http {

class Served {
 public:
  Served(HttpHandler handler, HttpLimits limits = {}) : server(loop, limits, std::move(handler)) {
    server.listen("127.0.0.1", 0);
    thread_ = std::thread([this] { loop.run(); });
  }
  ~Served() { stop(); }
  // After this the test's thread may look at everything.
  void stop() {
    if (!thread_.joinable()) return;
    net::post(loop.io(), [this] { loop.stop(); });
    thread_.join();
  }

  Loop loop{ClockMode::real};
  HttpServer server;

 private:
  std::thread thread_;
};

class Wire {
 public:
  explicit Wire(std::uint16_t port) {
    fd_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(fd_, reinterpret_cast<sockaddr*>(&to), sizeof to) != 0) throw std::runtime_error("connect");
  }
  Wire(const Wire&) = delete;
  ~Wire() { close(); }
  void close() {
    if (fd_ >= 0) ::close(fd_);
    fd_ = -1;
  }
  void reset() {  // closes with RST
    linger hard{1, 0};
    ::setsockopt(fd_, SOL_SOCKET, SO_LINGER, &hard, sizeof hard);
    close();
  }
  void end_sending() { ::shutdown(fd_, SHUT_WR); }
  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      ssize_t n = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (n <= 0) return false;
      bytes.remove_prefix(static_cast<size_t>(n));
    }
    return true;
  }
  // What comes until `until` has been seen, the peer closes, or nothing came for five seconds.
  std::string read(std::string_view until = "\r\n\r\n") {
    std::string out;
    while (out.find(until) == std::string::npos) {
      pollfd ready{fd_, POLLIN, 0};
      if (::poll(&ready, 1, 5000) != 1) return out + "<nothing came>";
      char chunk[65536];
      ssize_t n = ::recv(fd_, chunk, sizeof chunk, 0);
      if (n <= 0) return out + (n == 0 ? "<closed>" : "<reset>");
      out.append(chunk, static_cast<size_t>(n));
    }
    return out;
  }
  std::string read_all() { return read("<never>"); }

 private:
  int fd_ = -1;
};

inline std::string get(std::string_view path) { return "GET " + std::string(path) + " HTTP/1.1\r\nHost: h\r\n\r\n"; }

}  // namespace lambent::testing_http
