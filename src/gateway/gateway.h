// The one port: guard, deployed APIs by host name, inspection routes, the AWS API. In this order.
//
//   Gateway gateway(aws, who_is, options);
//   gateway.mount();     // routes of all services added to `aws` so far, and our own
//   gateway.listen();    // throws ListenError; 127.0.0.1 or localhost also takes ::1 where there is IPv6
//   gateway.url();       // "http://127.0.0.1:4566"
//
// handle() is the whole of it without a socket: tests and `lambent invoke` may feed requests to it directly.
#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "gateway/admin_door.h"
#include "gateway/aws_door.h"
#include "gateway/guard.h"
#include "http/routes.h"
#include "http/server.h"

namespace lambent {

struct GatewayOptions {
  std::string host = "127.0.0.1";  // an IP address or "localhost"
  std::uint16_t port = 4566;       // 0 takes a free one
  std::vector<std::string> allowed_hosts;
  std::vector<std::string> allowed_origins;
  std::string account = "000000000000";
  std::string region = "us-east-1";
  std::function<Task<void>()> after_reset;  // see AdminDoor
  Json app;                                 // see AdminDoor
};

class Gateway {
 public:
  Gateway(Aws& aws, WhoIs who_is, GatewayOptions options);

  void mount();
  void listen();
  void close() { server_.close(); }
  std::uint16_t port() const { return server_.port(); }
  std::string url() const;

  Task<HttpResponse> handle(HttpRequest request);

 private:
  Task<HttpResponse> dispatch(HttpRequest request);
  HttpResponse preflight(const HttpRequest& request) const;

  Aws& aws_;
  const GatewayOptions options_;
  const GuardSettings guard_;
  AwsDoor aws_door_;
  AdminDoor admin_door_;
  Routes routes_;
  HttpServer server_;
};

}  // namespace lambent
