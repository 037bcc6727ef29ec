// The addresses of a host name, within a time limit.
//
//   std::vector<Endpoint> found = co_await look_up(executor, "mail.example", 80, std::chrono::seconds(5));
//
// The C library asks its resolver on threads of its own (getaddrinfo_a), at most 20; more wait for those. A question that is
// given up, by the limit or by cancelling the task, ends by itself; nobody waits for it, not even the end of the loop.
// IP addresses and localhost are answered at once. Throws LookupError.
#pragma once
#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <stdexcept>
#include <string>
#include <vector>

#include "base/task.h"

namespace lambent {

class LookupError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// limit: real time; 0 none.
Task<std::vector<net::ip::tcp::endpoint>> look_up(Executor executor, std::string host, std::uint16_t port, std::chrono::milliseconds limit);

}  // namespace lambent
