// bench_http_echo: what our HTTP server costs beside the bare library.
//
//   bench_http_echo ours|beast   prints "PORT" and echoes request bodies until killed
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <cstdio>
#include <cstring>

#include "http/server.h"

namespace {

namespace net = boost::asio;
namespace http = boost::beast::http;
using lambent::Task;
using Socket = net::basic_stream_socket<net::ip::tcp, lambent::Executor>;
using Acceptor = net::basic_socket_acceptor<net::ip::tcp, lambent::Executor>;
constexpr auto kTuple = net::as_tuple(lambent::use_task);

Task<lambent::HttpResponse> echo(lambent::HttpRequest request) {
  co_return lambent::HttpResponse::json(200, std::move(request.body));
}

Task<void> session(Socket socket) {
  boost::beast::flat_buffer buffer;
  for (;;) {
    http::request<http::string_body> request;
    auto [ec, n] = co_await http::async_read(socket, buffer, request, kTuple);
    if (ec) co_return;
    http::response<http::string_body> response(http::status::ok, 11);
    response.set(http::field::content_type, "application/json");
    response.body() = std::move(request.body());
    response.prepare_payload();
    auto [failed, sent] = co_await http::async_write(socket, response, kTuple);
    if (failed) co_return;
  }
}

Task<void> accept(Acceptor& acceptor) {
  for (;;) {
    auto [ec, socket] = co_await acceptor.async_accept(kTuple);
    if (ec) co_return;
    socket.set_option(net::ip::tcp::no_delay(true));
    net::co_spawn(acceptor.get_executor(), session(std::move(socket)), net::detached);
  }
}

void say(int port) {
  std::printf("%d\n", port);
  std::fflush(stdout);
}

int run_ours() {
  lambent::Loop loop(lambent::ClockMode::real);
  lambent::HttpServer server(loop, {}, echo);
  server.listen("127.0.0.1", 0);
  say(server.port());
  loop.run();
  return 0;
}

int run_beast() {
  net::io_context io(1);
  Acceptor acceptor(io.get_executor(), {net::ip::address_v4::loopback(), 0});
  net::co_spawn(io.get_executor(), accept(acceptor), net::detached);
  say(acceptor.local_endpoint().port());
  io.run();
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 2 && std::strcmp(argv[1], "ours") == 0) return run_ours();
  if (argc == 2 && std::strcmp(argv[1], "beast") == 0) return run_beast();
  std::fprintf(stderr, "usage: bench_http_echo ours|beast\n");
  return 2;
}
