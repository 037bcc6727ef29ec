#include "http/client.h"

#include <gtest/gtest.h>

#include "http/server.h"

namespace lambent {
namespace {

Task<HttpResponse> echo(HttpRequest r) {
  HttpResponse out = HttpResponse::text(r.target == "/missing" ? 404 : 200, r.method + " " + r.target + " " + std::string(r.headers.get("Host")) + " " + r.body);
  out.headers.add("X-Seen", r.headers.get("X-Sent"));
  co_return out;
}
Task<HttpResponse> never(Parking* parking) {
  co_await parking->wait();
  co_return HttpResponse{};
}

struct Outcome {
  std::optional<HttpResponse> response;
  std::string error;
  bool done() const { return response || !error.empty(); }
};
Task<void> ask(Loop* loop, std::string url, HttpRequest request, HttpClientLimits limits, Outcome* out) {
  try {
    out->response = co_await http_request(*loop, std::move(url), std::move(request), limits);
  } catch (const HttpClientError& e) {
    out->error = e.what();
  }
}

Outcome fetch(Loop& loop, const std::string& url, HttpRequest request, HttpClientLimits limits = {}) {
  Outcome out;
  loop.tasks().spawn("ask", ask(&loop, url, std::move(request), limits, &out));
  loop.run_until([&] { return out.done(); });
  return out;
}
HttpRequest make(std::string method, std::string body = "") {
  HttpRequest r;
  r.method = std::move(method);
  r.body = std::move(body);
  r.headers.add("X-Sent", "yes");
  return r;
}

struct Server {
  Loop loop{ClockMode::real};
  HttpServer server{loop, {}, echo};
  Server() { server.listen("127.0.0.1", 0); }
  std::string url(const std::string& target) { return "http://localhost:" + std::to_string(server.port()) + target; }
};

TEST(HttpClient, SendsAndReceives) {
  Server s;
  auto out = fetch(s.loop, s.url("/a?b=c"), make("POST", "body"));
  ASSERT_TRUE(out.response) << out.error;
  EXPECT_EQ(out.response->body, "POST /a?b=c localhost:" + std::to_string(s.server.port()) + " body");
  EXPECT_EQ(out.response->headers.get("x-seen"), "yes");
  EXPECT_EQ(fetch(s.loop, s.url("/missing"), make("GET")).response->status, 404);
  auto head = fetch(s.loop, s.url("/"), make("HEAD"));
  ASSERT_TRUE(head.response) << head.error;
  EXPECT_EQ(head.response->body, "");
}

TEST(HttpClient, SaysWhyThereIsNoAnswer) {
  Server s;
  EXPECT_NE(fetch(s.loop, "ftp://localhost/", make("GET")).error.find("http[s]://host:port/path"), std::string::npos);
  EXPECT_NE(fetch(s.loop, "https" + s.url("/").substr(4), make("GET")).error.find("no secure connection to "), std::string::npos);
  HttpServer gone(s.loop, {}, echo);
  gone.listen("127.0.0.1", 0);
  std::string address = "127.0.0.1:" + std::to_string(gone.port());
  gone.close();
  EXPECT_EQ(fetch(s.loop, "http://" + address + "/", make("GET")).error, "no connection to " + address + ": Connection refused");
  auto large = fetch(s.loop, s.url("/"), make("POST", std::string(5000, 'x')), {.max_body = 1000});
  EXPECT_NE(large.error.find("larger than 1000 bytes"), std::string::npos) << large.error;
}

TEST(HttpClient, GivesUpInTimeAndHoldsTheClockMeanwhile) {
  Loop loop(ClockMode::real);
  Parking parking(loop.executor());
  HttpServer slow(loop, {}, [&](HttpRequest) { return never(&parking); });
  slow.listen("127.0.0.1", 0);
  Outcome out;
  loop.tasks().spawn("ask", ask(&loop, "http://127.0.0.1:" + std::to_string(slow.port()), make("GET"), {.answer = std::chrono::milliseconds(50)}, &out));
  loop.run_until([&] { return parking.waiting(); });
  EXPECT_FALSE(loop.clock().quiet());
  loop.run_until([&] { return out.done(); });
  EXPECT_NE(out.error.find("within 50 ms"), std::string::npos) << out.error;
  EXPECT_TRUE(loop.clock().quiet());
}

TEST(HttpClient, ReadsAddresses) {
  auto url = parse_url("http://[::1]:4566?x=1#y");
  ASSERT_TRUE(url);
  EXPECT_EQ(url->host, "::1");
  EXPECT_EQ(url->port, 4566);
  EXPECT_EQ(url->target, "/?x=1");
  EXPECT_EQ(parse_url("http://h")->port, 80);
  EXPECT_FALSE(url->secure);
  EXPECT_TRUE(parse_url("https://h")->secure);
  EXPECT_EQ(parse_url("https://h")->port, 443);
  EXPECT_EQ(parse_url("https://h:8443/x")->port, 8443);
  for (const char* bad : {"", "h:1", "http://", "http://h:0/", "http://h:70000/", "http://h:1x/", "http://u@h/", "http://h/a b", "http://[::1"})
    EXPECT_FALSE(parse_url(bad)) << bad;
}

}  // namespace
}  // namespace lambent
