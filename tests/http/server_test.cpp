#include "http/server.h"

#include <gtest/gtest.h>

#include <deque>

#include "served.h"

namespace lambent::testing_http {
namespace {

Task<HttpResponse> echo(HttpRequest request) {
  std::string text = request.method + " " + request.target + " " + std::string(request.headers.get("Host")) + " [" + request.body + "]\n";
  co_return HttpResponse::text(200, std::move(text));
}
Task<HttpResponse> size_of_body(HttpRequest request) {
  co_return HttpResponse::text(200, std::to_string(request.body.size()) + " bytes\n");
}

TEST(HttpServer, AnswersWithLengthAndDateAndKeepsTheConnection) {
  Served served(echo);
  Wire wire(served.server.port());
  for (int i = 0; i < 3; ++i) {
    wire.send("POST /a?b=c HTTP/1.1\r\nHost: h:1\r\nContent-Length: 2\r\n\r\nhi");
    std::string answer = wire.read("[hi]\n");
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 200 OK\r\n")) << answer;
    EXPECT_NE(answer.find("Content-Length: 21\r\n"), std::string::npos) << answer;
    EXPECT_NE(answer.find("\r\nDate: "), std::string::npos);
    EXPECT_NE(answer.find("POST /a?b=c h:1 [hi]"), std::string::npos);
  }
}

TEST(HttpServer, AnswersPipelinedRequestsInOrder) {
  Served served(echo);
  Wire wire(served.server.port());
  wire.send(get("/1") + get("/2") + "\r\n" + get("/3"));
  std::string answers = wire.read("GET /3 h []\n");
  EXPECT_LT(answers.find("GET /1"), answers.find("GET /2"));
  EXPECT_LT(answers.find("GET /2"), answers.find("GET /3"));
}

TEST(HttpServer, TakesARequestByteByByteAndHoldsTheClockMeanwhile) {
  Served served(echo);
  Wire wire(served.server.port());
  std::string request = "POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello";
  for (char c : request.substr(0, request.size() - 1)) wire.send(std::string(1, c));
  // A second connection's answer shows that the loop has turned since; then it is stopped to be looked at.
  Wire other(served.server.port());
  other.send(get("/other"));
  other.read("/other");
  served.stop();
  served.loop.run_until([&] { return served.loop.clock().holds() == 1; });
  EXPECT_FALSE(served.loop.clock().quiet());
  wire.send("o");
  served.loop.run_until([&] { return served.loop.clock().holds() == 0; });
  EXPECT_TRUE(served.loop.clock().quiet());
}

TEST(HttpServer, ReadsChunkedBodiesAndTrailers) {
  auto handler = [](HttpRequest r) -> Task<HttpResponse> {
    co_return HttpResponse::text(200, r.body + "|" + std::string(r.headers.get("X-Kind")) + "|" + std::string(r.headers.get("Host")) + "\n");
  };
  Served served(handler);
  Wire wire(served.server.port());
  wire.send("POST /x HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nTrailer: X-Kind\r\n\r\n"
            "4\r\nwiki\r\n5;ext=1\r\npedia\r\n0\r\nX-Kind: late\r\nHost: evil\r\n\r\n");
  EXPECT_NE(wire.read("late|h\n").find("wikipedia|late|h\n"), std::string::npos);
}

TEST(HttpServer, AbsoluteFormGivesPathAndHost) {
  Served served(echo);
  Wire wire(served.server.port());
  wire.send("POST http://sync-localhost:4566/p?q HTTP/1.1\r\nHost: proxy\r\nContent-Length: 0\r\n\r\n");
  EXPECT_NE(wire.read("[]\n").find("POST /p?q sync-localhost:4566 []"), std::string::npos);
  wire.send("GET http://only-host HTTP/1.1\r\nHost: proxy\r\n\r\n");
  EXPECT_NE(wire.read("[]\n").find("GET / only-host []"), std::string::npos);
}

TEST(HttpServer, AsksForTheBodyWhenTheClientWaitsForIt) {
  Served served(echo);
  Wire wire(served.server.port());
  wire.send("PUT /x HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n");
  EXPECT_EQ(wire.read(), "HTTP/1.1 100 Continue\r\n\r\n");
  wire.send("body");
  EXPECT_NE(wire.read("[body]").find("HTTP/1.1 200 OK"), std::string::npos);
}

TEST(HttpServer, HeadHasTheLengthAndNoBody) {
  Served served(echo);
  Wire wire(served.server.port());
  wire.send("HEAD /x HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
  std::string answer = wire.read_all();
  EXPECT_NE(answer.find("Content-Length: 13\r\n"), std::string::npos) << answer;
  EXPECT_TRUE(answer.ends_with("\r\n\r\n<closed>")) << answer;
}

TEST(HttpServer, Http10ClosesUnlessAskedToStay) {
  Served served(echo);
  Wire wire(served.server.port());
  wire.send("GET /x HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  EXPECT_NE(wire.read("[]\n").find("Connection: keep-alive"), std::string::npos);
  wire.send("GET /x HTTP/1.0\r\n\r\n");
  std::string answer = wire.read_all();
  EXPECT_NE(answer.find("Connection: close"), std::string::npos);
  EXPECT_TRUE(answer.ends_with("<closed>")) << answer;
}

TEST(HttpServer, RefusesTooLargeBodiesWithASentenceThatArrives) {
  Served served(size_of_body, {.max_body = 1000});
  Wire wire(served.server.port());
  EXPECT_TRUE(wire.send("POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 3000000\r\n\r\n"));
  wire.send(std::string(3000000, 'x'));
  std::string answer = wire.read_all();
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 413 ")) << answer.substr(0, 200);
  EXPECT_NE(answer.find("larger than 1000 bytes"), std::string::npos);
  EXPECT_NE(answer.find("Connection: close"), std::string::npos);

  Wire chunked(served.server.port());
  chunked.send("POST /x HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n7d0\r\n" + std::string(2000, 'x') + "\r\n0\r\n\r\n");
  EXPECT_TRUE(chunked.read().starts_with("HTTP/1.1 413 "));
}

TEST(HttpServer, RefusesHeaderFloods) {
  Served served(echo, {.max_header = 8192});
  Wire one(served.server.port());
  one.send("GET /x HTTP/1.1\r\nHost: h\r\nX-Long: " + std::string(20000, 'a'));
  EXPECT_TRUE(one.read().starts_with("HTTP/1.1 431 "));

  Wire many(served.server.port());  // each field short and complete, sent in pieces
  many.send("GET /x HTTP/1.1\r\nHost: h\r\n");
  std::string answer;
  for (int i = 0; i < 400 && many.send("X-F" + std::to_string(i) + ": " + std::string(80, 'v') + "\r\n"); ++i) {}
  EXPECT_TRUE(many.read().starts_with("HTTP/1.1 431 "));

  Wire chunk(served.server.port());  // a chunk extension without end
  chunk.send("POST /x HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5;");
  for (int i = 0; i < 40 && chunk.send(std::string(1000, 'e')); ++i) {}
  EXPECT_TRUE(chunk.read().starts_with("HTTP/1.1 4"));
}

TEST(HttpServer, RefusesWhatIsNotHttp) {
  for (std::string garbage : {std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 tls hello\r\n\r\n"), std::string("GET\r\n\r\n"),
                              std::string("GET x HTTP/1.1\r\n\r\n"), std::string("GET / HTTP/3.7\r\n\r\n"),
                              std::string("POST / HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                              std::string("POST / HTTP/1.1\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!"),
                              std::string("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"),
                              std::string("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n")}) {
    Served served(echo);
    Wire wire(served.server.port());
    wire.send(garbage);
    std::string answer = wire.read();
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 400 ")) << garbage << "\n" << answer;
    Wire next(served.server.port());  // and it goes on serving
    next.send(get("/ok"));
    EXPECT_NE(next.read("/ok").find("200 OK"), std::string::npos);
  }
}

TEST(HttpServer, MovesLargeBodiesBothWays) {
  auto twice = [](HttpRequest r) -> Task<HttpResponse> { co_return HttpResponse::text(200, r.body + r.body); };
  Served served(twice);
  Wire wire(served.server.port());
  std::string body(6 << 20, 'b');
  body.back() = '!';
  std::thread sender([&] { wire.send("POST / HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body); });
  std::string answer = wire.read_all();
  sender.join();
  EXPECT_EQ(answer.substr(answer.find("\r\n\r\n") + 4), body + body + "<closed>");
}

TEST(HttpServer, AHandlerThatThrowsAnswers500AndTheConnectionLives) {
  auto moody = [](HttpRequest r) -> Task<HttpResponse> {
    if (r.target == "/bad") throw std::runtime_error("boom");
    co_return HttpResponse::text(200, "fine");
  };
  Served served(moody);
  Wire wire(served.server.port());
  wire.send(get("/bad"));
  std::string answer = wire.read("boom\n");
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 500 ")) << answer;
  wire.send(get("/good"));
  EXPECT_NE(wire.read("fine").find("200 OK"), std::string::npos);
}

TEST(HttpServer, AHandlerCannotBreakOutOfTheHeader) {
  auto evil = [](HttpRequest) -> Task<HttpResponse> {
    HttpResponse out = HttpResponse::text(204, "not sent");
    out.headers.add("X-A", "1\r\nSet-Cookie: a=b");
    out.headers.add("Bad Name\r\nX", "2");
    out.headers.add("Content-Length", "77");
    co_return out;
  };
  Served served(evil);
  Wire wire(served.server.port());
  wire.send(get("/"));
  std::string answer = wire.read();
  EXPECT_NE(answer.find("X-A: 1  Set-Cookie: a=b\r\n"), std::string::npos) << answer;
  EXPECT_EQ(answer.find("\nSet-Cookie"), std::string::npos);
  EXPECT_EQ(answer.find("Bad Name"), std::string::npos);
  EXPECT_EQ(answer.find("Content-Length"), std::string::npos);
  EXPECT_TRUE(answer.ends_with("\r\n\r\n"));
}

// A handler that waits until it is woken or cancelled, and notes which.
struct LongPoll {
  explicit LongPoll(Loop& loop) : parking(loop.executor()) {}
  Parking parking;
  int ended = 0, cancelled = 0;
};
Task<HttpResponse> poll(LongPoll* p) {
  bool aborted = false;
  try {
    co_await p->parking.wait();
  } catch (const boost::system::system_error&) {
    aborted = true;
  }
  p->cancelled += aborted;
  p->ended += 1;
  if (aborted) throw boost::system::system_error(net::error::operation_aborted);
  co_return HttpResponse::text(200, "woken\n");
}

struct Polled {
  explicit Polled(PeerGone gone)
      : state(loop), server(loop, {.peer_gone = gone}, [this](HttpRequest) { return poll(&state); }) {
    server.listen("127.0.0.1", 0);
  }
  void until(const std::function<bool()>& done) { loop.run_until(done); }
  Loop loop{ClockMode::real};
  LongPoll state;
  HttpServer server;
};

TEST(HttpServer, ALongPollEndsWhenItsPeerGoes) {
  for (int how = 0; how < 3; ++how) {
    Polled polled(PeerGone::cancel);
    Wire wire(polled.server.port());
    wire.send(get("/next"));
    polled.until([&] { return polled.state.parking.waiting(); });
    if (how == 0) wire.close();
    if (how == 1) wire.reset();
    if (how == 2) wire.end_sending();
    polled.until([&] { return polled.state.ended == 1 && polled.server.connections() == 0; });
    EXPECT_EQ(polled.state.cancelled, 1);
  }
}

TEST(HttpServer, WatchingTheLongPollLosesNoByteOfTheNextRequest) {
  Polled polled(PeerGone::cancel);
  Wire wire(polled.server.port());
  wire.send(get("/next"));
  polled.until([&] { return polled.state.parking.waiting(); });
  wire.send("POST /next HTTP/1.1\r\nHost: h\r\nContent-Le");
  polled.state.parking.wake();
  polled.until([&] { return polled.state.ended == 1 && polled.loop.clock().holds() == 1; });
  wire.send("ngth: 3\r\n\r\nabc" + get("/next"));
  polled.until([&] { return polled.state.parking.waiting(); });
  polled.state.parking.wake();
  polled.until([&] { return polled.state.ended == 2 && polled.state.parking.waiting(); });
  polled.state.parking.wake();
  polled.until([&] { return polled.state.ended == 3; });
  EXPECT_EQ(polled.state.cancelled, 0);
}

TEST(HttpServer, ACallGoesOnWhenItsPeerGoes) {
  Polled polled(PeerGone::go_on);
  Wire wire(polled.server.port());
  wire.send(get("/invoke"));
  polled.until([&] { return polled.state.parking.waiting(); });
  wire.reset();
  Wire other(polled.server.port());
  polled.until([&] { return polled.server.connections() == 2; });
  EXPECT_EQ(polled.state.ended, 0);
  polled.state.parking.wake();
  polled.until([&] { return polled.server.connections() == 1; });
  EXPECT_EQ(polled.state.ended, 1);
  EXPECT_EQ(polled.state.cancelled, 0);
}

// On a server whose handlers go on, one of them does not want to.
TEST(HttpServer, AHandlerMayAskToEndWithItsPeer) {
  Loop loop(ClockMode::real);
  LongPoll state(loop);
  std::vector<bool> hung_up;
  auto handler = [&](HttpRequest request) -> Task<HttpResponse> {
    PeerLine* line = request.line;
    line->cancel_when_gone();
    hung_up.push_back(line->hung_up());
    try {
      co_return co_await poll(&state);
    } catch (const boost::system::system_error&) {
      hung_up.push_back(line->hung_up());
      throw;
    }
  };
  auto server = std::make_unique<HttpServer>(loop, HttpLimits{}, handler);
  server->listen("127.0.0.1", 0);
  Wire wire(server->port());
  wire.send(get("/poll"));
  loop.run_until([&] { return state.parking.waiting(); });
  wire.close();
  loop.run_until([&] { return server->connections() == 0; });
  EXPECT_EQ(hung_up, (std::vector<bool>{false, true}));
  Wire other(server->port());
  other.send(get("/poll"));
  loop.run_until([&] { return state.parking.waiting(); });
  server.reset();
  EXPECT_EQ(hung_up, (std::vector<bool>{false, true, false, false})) << "the server's end is no hanging up";
}

TEST(HttpServer, DestroyingTheServerCancelsItsHandlers) {
  Loop loop(ClockMode::real);
  LongPoll state(loop);
  {
    HttpServer server(loop, {}, [&](HttpRequest) { return poll(&state); });
    server.listen("127.0.0.1", 0);
    Wire wire(server.port());
    wire.send(get("/next"));
    loop.run_until([&] { return state.parking.waiting(); });
  }
  EXPECT_EQ(state.cancelled, 1);
}

TEST(HttpServer, AServerWithoutRunningHandlersGoesWithoutTurningTheLoop) {
  Loop loop(ClockMode::real);
  auto server = std::make_unique<HttpServer>(loop, HttpLimits{.peer_gone = PeerGone::cancel}, echo);
  server->listen("127.0.0.1", 0);
  Wire idle(server->port()), half(server->port());
  idle.send(get("/"));
  half.send("GET / HT");
  loop.run_until([&] { return server->connections() == 2 && loop.clock().holds() == 1; });
  bool turned = false;
  net::post(loop.io(), [&] { turned = true; });
  server.reset();
  EXPECT_FALSE(turned);
  EXPECT_EQ(loop.clock().holds(), 0);
  loop.run_until_quiet();
  EXPECT_TRUE(idle.read_all().ends_with("<closed>"));
  EXPECT_TRUE(half.read_all().ends_with("<closed>"));
}

TEST(HttpServer, ClosesIdleAndHalfReadConnectionsButNotWaitingHandlers) {
  Loop loop(ClockMode::real);
  LongPoll state(loop);
  HttpServer server(loop, {.idle_seconds = 1}, [&](HttpRequest) { return poll(&state); });
  server.listen("127.0.0.1", 0);
  Wire waiting(server.port()), idle(server.port()), half(server.port());
  waiting.send(get("/next"));
  half.send("GET / HT");
  loop.run_until([&] { return server.connections() == 3 && state.parking.waiting(); });
  loop.run_until([&] { return server.connections() == 1; });
  EXPECT_EQ(state.ended, 0);
  state.parking.wake();
  loop.run_until([&] { return state.ended == 1; });
}

TEST(HttpServer, SaysWhyItCannotListen) {
  Loop loop(ClockMode::real);
  HttpServer first(loop, {}, echo), second(loop, {}, echo);
  first.listen("127.0.0.1", 0);
  std::string port = std::to_string(first.port());
  try {
    second.listen("127.0.0.1", first.port());
    FAIL() << "two servers on one port";
  } catch (const ListenError& e) {
    EXPECT_EQ(e.what(), "port " + port + " on 127.0.0.1 is in use");
  }
  EXPECT_THROW(second.listen("localhost", 0), ListenError);
  EXPECT_THROW(second.listen("192.0.2.1", 0), ListenError);
}

TEST(HttpServer, SurvivesManyRudeClients) {
  Served served(size_of_body);
  for (int i = 0; i < 200; ++i) {
    Wire wire(served.server.port());
    std::string request = "POST /x HTTP/1.1\r\nHost: h\r\nContent-Length: 100000\r\n\r\n" + std::string(100000, 'x');
    wire.send(request.substr(0, static_cast<size_t>(i) * 7919 % request.size()));
    if (i % 2) wire.reset();
  }
  Wire last(served.server.port());
  last.send(get("/"));
  EXPECT_NE(last.read("0 bytes").find("200 OK"), std::string::npos);
}

struct Pieces {
  std::deque<std::string> left{"one ", "two ", "three\n", ""};
  int asked = 0;
};
Task<std::string> next_piece(std::shared_ptr<Pieces> pieces) {
  ++pieces->asked;
  std::string out = pieces->left.front();
  pieces->left.pop_front();
  co_return out;
}
Task<HttpResponse> in_pieces(std::shared_ptr<Pieces> pieces, HttpRequest request) {
  HttpResponse out;
  if (request.target == "/pieces") out.pieces = [pieces] { return next_piece(pieces); };
  co_return out;
}

TEST(HttpServer, AnAnswerInPiecesIsChunkedAndTheConnectionStays) {
  auto pieces = std::make_shared<Pieces>();
  Served served([pieces](HttpRequest r) { return in_pieces(pieces, std::move(r)); });
  Wire wire(served.server.port());
  wire.send(get("/pieces") + get("/plain"));
  std::string answers = wire.read("Content-Length: 0\r\n");
  EXPECT_NE(answers.find("Transfer-Encoding: chunked\r\n"), std::string::npos) << answers;
  EXPECT_NE(answers.find("\r\n\r\n4\r\none \r\n4\r\ntwo \r\n6\r\nthree\n\r\n0\r\n\r\nHTTP/1.1 200 OK\r\n"), std::string::npos) << answers;
}

TEST(HttpServer, AnOldClientGetsPiecesUntilTheConnectionEnds) {
  auto pieces = std::make_shared<Pieces>();
  Served served([pieces](HttpRequest r) { return in_pieces(pieces, std::move(r)); });
  Wire wire(served.server.port());
  wire.send("GET /pieces HTTP/1.0\r\nHost: h\r\nConnection: keep-alive\r\n\r\n");
  std::string answer = wire.read_all();
  EXPECT_EQ(answer.find("chunked"), std::string::npos) << answer;
  EXPECT_TRUE(answer.ends_with("\r\n\r\none two three\n<closed>")) << answer;
  Wire head(served.server.port());
  head.send("HEAD /pieces HTTP/1.1\r\nHost: h\r\n\r\n" + get("/plain"));
  head.read("Content-Length: 0\r\n");
  served.stop();
  EXPECT_EQ(pieces->asked, 4) << "HEAD asks for none";
}

Task<std::string> waits_for_ever(Parking* parking, bool* cancelled) {
  struct Note {
    bool* cancelled;
    ~Note() { *cancelled = true; }
  } note{cancelled};
  co_await parking->wait();
  co_return "never";
}

TEST(HttpServer, AClientThatLeavesEndsItsPieces) {
  bool cancelled = false;
  std::unique_ptr<Parking> parking;
  Served served([&](HttpRequest) -> Task<HttpResponse> {
    HttpResponse out;
    out.pieces = [&] { return waits_for_ever(parking.get(), &cancelled); };
    co_return out;
  });
  parking = std::make_unique<Parking>(served.loop.executor());
  {
    Wire wire(served.server.port());
    wire.send(get("/"));
    wire.read();
  }
  served.stop();
  served.loop.run_until([&] { return cancelled && served.server.connections() == 0; });
  EXPECT_TRUE(served.loop.clock().quiet());
}

}  // namespace
}  // namespace lambent::testing_http
