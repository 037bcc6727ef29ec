// bench_load: keeps N connections busy with one request each and says how fast the answers came.
//
//   bench_load PORT PATH [--connections N] [--seconds S] [--body TEXT]
//   {"connections":8,"answers":40123,"errors":0,"rps":13374.3,"p50_us":580.1,"p99_us":1210.0}
//
// Raw sockets on one thread, so that it takes as little as possible of the machine it measures. Closed loop: a
// connection sends its next request when it has its answer. The first tenth of the time warms up and is not counted.
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

namespace {

using Steady = std::chrono::steady_clock;

struct Connection {
  int fd = -1;
  std::string in;
  Steady::time_point sent;
};

struct Options {
  int port = 0;
  std::string path;
  int connections = 1;
  double seconds = 3;
  std::string body = "{}";
};

[[noreturn]] void usage() {
  std::fprintf(stderr, "usage: bench_load PORT PATH [--connections N] [--seconds S] [--body TEXT]\n");
  std::exit(2);
}

Options parse(int argc, char** argv) {
  if (argc < 3) usage();
  Options o;
  o.port = std::atoi(argv[1]);
  o.path = argv[2];
  for (int i = 3; i < argc; i += 2) {
    if (i + 1 >= argc) usage();
    std::string name = argv[i];
    if (name == "--connections") o.connections = std::atoi(argv[i + 1]);
    else if (name == "--seconds") o.seconds = std::atof(argv[i + 1]);
    else if (name == "--body") o.body = argv[i + 1];
    else usage();
  }
  if (o.port <= 0 || o.connections <= 0 || o.seconds <= 0) usage();
  return o;
}

int connect_to(int port) {
  int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(static_cast<std::uint16_t>(port));
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(fd, reinterpret_cast<sockaddr*>(&to), sizeof to) != 0) {
    std::perror("connect");
    std::exit(1);
  }
  int on = 1;
  ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return fd;
}

// Length of the whole answer at the front of `in`, 0 if it is not complete; `status` of it.
size_t answer_length(const std::string& in, int& status) {
  auto end = in.find("\r\n\r\n");
  if (end == std::string::npos) return 0;
  status = std::atoi(in.c_str() + 9);
  size_t length = 0;
  for (size_t at = in.find("\r\n"); at < end; at = in.find("\r\n", at + 2)) {
    if (::strncasecmp(in.c_str() + at + 2, "content-length:", 15) == 0) length = std::strtoul(in.c_str() + at + 17, nullptr, 10);
  }
  size_t whole = end + 4 + length;
  return in.size() >= whole ? whole : 0;
}

double at_fraction(std::vector<float>& values, double fraction) {
  if (values.empty()) return 0;
  auto nth = values.begin() + static_cast<std::ptrdiff_t>(fraction * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), nth, values.end());
  return *nth;
}

}  // namespace

int main(int argc, char** argv) {
  Options o = parse(argc, argv);
  std::string request = "POST " + o.path + " HTTP/1.1\r\nHost: localhost:" + std::to_string(o.port) +
                        "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(o.body.size()) + "\r\n\r\n" + o.body;
  std::vector<Connection> connections(static_cast<size_t>(o.connections));
  int poll = ::epoll_create1(EPOLL_CLOEXEC);
  auto send = [&](Connection& c) {
    c.sent = Steady::now();
    return ::send(c.fd, request.data(), request.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(request.size());
  };
  for (auto& c : connections) {
    c.fd = connect_to(o.port);
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.ptr = &c;
    ::epoll_ctl(poll, EPOLL_CTL_ADD, c.fd, &event);
    send(c);
  }

  auto begin = Steady::now();
  auto counted_from = begin + std::chrono::duration_cast<Steady::duration>(std::chrono::duration<double>(o.seconds / 10));
  auto until = counted_from + std::chrono::duration_cast<Steady::duration>(std::chrono::duration<double>(o.seconds));
  std::vector<float> took;
  took.reserve(1 << 20);
  long errors = 0;
  auto now = begin;
  while (now < until) {
    epoll_event events[64];
    int n = ::epoll_wait(poll, events, 64, 5000);
    if (n <= 0) {
      std::fprintf(stderr, "no answer came for five seconds\n");
      return 1;
    }
    for (int i = 0; i < n; ++i) {
      auto& c = *static_cast<Connection*>(events[i].data.ptr);
      char bytes[65536];
      ssize_t got = ::recv(c.fd, bytes, sizeof bytes, 0);
      if (got <= 0) {
        std::fprintf(stderr, "the server closed a connection\n");
        return 1;
      }
      c.in.append(bytes, static_cast<size_t>(got));
      int status = 0;
      size_t whole = answer_length(c.in, status);
      if (!whole) continue;
      now = Steady::now();
      if (status != 200 && errors++ == 0) std::fprintf(stderr, "%s\n", c.in.c_str());
      c.in.erase(0, whole);
      if (now >= counted_from) took.push_back(std::chrono::duration<float, std::micro>(now - c.sent).count());
      if (!send(c)) return 1;
    }
  }
  double seconds = std::chrono::duration<double>(now - counted_from).count();
  size_t answers = took.size();
  std::printf("{\"connections\":%d,\"answers\":%zu,\"errors\":%ld,\"rps\":%.1f,\"p50_us\":%.1f,\"p99_us\":%.1f}\n", o.connections, answers,
              errors, static_cast<double>(answers) / seconds, at_fraction(took, 0.5), at_fraction(took, 0.99));
  return errors ? 1 : 0;
}
