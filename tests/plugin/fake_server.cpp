#include "fake_server.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <stdexcept>

namespace lambent::test {

std::string reply(int status, const std::string& body, const std::string& extra_headers) {
  return "HTTP/1.1 " + std::to_string(status) + " Status\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" + extra_headers + "\r\n" + body;
}

FakeServer::FakeServer(Handler handler) : handler_(std::move(handler)) {
  listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in at{};
  at.sin_family = AF_INET;
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof at;
  if (bind(listener_, reinterpret_cast<sockaddr*>(&at), size) || listen(listener_, 8) ||
      getsockname(listener_, reinterpret_cast<sockaddr*>(&at), &size))
    throw std::runtime_error("no port to listen on");
  port_ = ntohs(at.sin_port);
  thread_ = std::thread([this] { run(); });
}

FakeServer::~FakeServer() { stop(); }

std::string FakeServer::address() const { return "127.0.0.1:" + std::to_string(port_); }

std::vector<SeenRequest> FakeServer::seen() const {
  const std::lock_guard lock(mutex_);
  return seen_;
}

void FakeServer::stop() {
  if (listener_ >= 0) shutdown(listener_, SHUT_RDWR);
  if (thread_.joinable()) thread_.join();
  if (listener_ >= 0) close(listener_);
  listener_ = -1;
}

void FakeServer::run() {
  for (int number = 0;; ++number) {
    const int s = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (s < 0) return;
    const bool go_on = serve(s, number);
    close(s);
    if (!go_on) {
      shutdown(listener_, SHUT_RDWR);
      return;
    }
  }
}

bool FakeServer::serve(int socket, int number) {
  std::string in;
  const auto more = [&] {
    char buffer[64 * 1024];
    const ssize_t n = recv(socket, buffer, sizeof buffer, 0);
    if (n > 0) in.append(buffer, static_cast<size_t>(n));
    return n > 0;
  };
  for (;;) {
    size_t end;
    while ((end = in.find("\r\n\r\n")) == std::string::npos)
      if (!more()) return true;
    SeenRequest request;
    request.connection = number;
    request.method = in.substr(0, in.find(' '));
    const size_t target = request.method.size() + 1;
    request.target = in.substr(target, in.find(' ', target) - target);
    for (size_t at = in.find("\r\n") + 2; at < end + 2;) {
      const size_t stop = in.find("\r\n", at), colon = in.find(':', at);
      std::string name = in.substr(at, colon - at);
      std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::tolower(c); });
      size_t value = colon + 1;
      while (value < stop && in[value] == ' ') ++value;
      request.headers[name] = in.substr(value, stop - value);
      at = stop + 2;
    }
    const size_t length = request.headers.count("content-length") ? std::stoul(request.headers["content-length"]) : 0;
    const bool early = refuse_early(request);
    if (!early)
      while (in.size() < end + 4 + length)
        if (!more()) return true;
    request.body = early ? "" : in.substr(end + 4, length);
    in.erase(0, end + 4 + request.body.size());
    request.with_next = !in.empty();
    {
      const std::lock_guard lock(mutex_);
      seen_.push_back(request);
    }
    const Answer answer = handler_(request);
    for (size_t sent = 0; sent < answer.bytes.size();) {
      const ssize_t n = send(socket, answer.bytes.data() + sent, answer.bytes.size() - sent, MSG_NOSIGNAL);
      if (n <= 0) return !answer.stop;
      sent += static_cast<size_t>(n);
    }
    if (early) {  // let the client see the answer before the connection is reset by its unread bytes
      shutdown(socket, SHUT_WR);
      while (more()) in.clear();
    }
    if (answer.stop) return false;
    if (answer.bytes.empty() || answer.close_after || early) return true;
  }
}

}  // namespace lambent::test
