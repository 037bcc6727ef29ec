#include "gateway/event_stream.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lambent {
namespace {

using testing::ElementsAre;

struct Reader {
  Loop& loop;
  HttpResponse response;
  Task<void> pull(std::string& out, bool& done) {
    out = co_await response.pieces();
    done = true;
  }
  std::string piece() {
    std::string out;
    bool done = false;
    loop.tasks().spawn("pull", pull(out, done));
    loop.run_until([&] { return done; });
    return out;
  }
  // The names of the events of one piece, "type#id".
  std::vector<std::string> events() {
    std::vector<std::string> out;
    const std::string all = piece();
    for (size_t at = all.find("event: "); at != std::string::npos; at = all.find("event: ", at + 1)) {
      const size_t id = all.rfind("id: ", at);
      const bool own = id != std::string::npos && all.find("\n\n", id) > at;
      out.push_back(all.substr(at + 7, all.find('\n', at) - at - 7) + (own ? "#" + all.substr(id + 4, all.find('\n', id) - id - 4) : ""));
    }
    return out;
  }
};

struct World {
  Loop loop{ClockMode::frozen};
  Journal journal{loop.clock()};
  EventStreams streams{loop, journal};

  HttpResponse open(const std::string& query, const std::string& last_id = "") {
    HttpRequest request{"GET", "/_lambent/api/v1/events" + query, {}, "", ""};
    if (!last_id.empty()) request.headers.set("Last-Event-ID", last_id);
    return streams.open(request);
  }
  Reader read(const std::string& query = "", const std::string& last_id = "") {
    Reader out{loop, open(query, last_id)};
    return out;
  }
  std::uint64_t begin_call(const std::string& operation = "Publish") {
    CallEntry call;
    call.service = "sns";
    call.operation = operation;
    call.input = object({{"Message", "the secret body"}});
    return journal.open(0, "", std::move(call));
  }
  void log(const std::string& line) {
    LogEntry entry;
    entry.line = line;
    journal.add(0, "", std::move(entry));
  }
};

TEST(EventStream, TellsWhatHappensWithoutBodies) {
  World w;
  w.log("before");
  Reader r = w.read();
  EXPECT_EQ(r.response.status, 200);
  EXPECT_EQ(r.response.headers.get("Content-Type"), "text/event-stream; charset=utf-8");
  EXPECT_EQ(r.piece(), "retry: 1000\n\n");
  const std::uint64_t call = w.begin_call();
  InvocationEntry invocation;
  invocation.request_id = "r-1";
  invocation.function_name = "f";
  invocation.event = "{\"secret\":1}";
  const std::uint64_t invoked = w.journal.open(call, "1-trace", std::move(invocation));
  w.log("hello");
  w.journal.finish(invoked);
  w.journal.get<CallEntry>(call)->status = 403;
  w.journal.get<CallEntry>(call)->denial = std::make_shared<const Denial>();
  w.journal.finish(call);
  const std::string told = r.piece();
  EXPECT_NE(told.find("id: 3\nevent: invocation.started\ndata: {\"seq\":3,"), std::string::npos) << told;
  EXPECT_NE(told.find("\"span\":2,\"trace\":\"1-trace\",\"id\":\"r-1\",\"function\":\"f\",\"eventSize\":12}\n\n"), std::string::npos) << told;
  EXPECT_NE(told.find("event: invocation.log"), std::string::npos);
  EXPECT_NE(told.find("id: 4\nevent: invocation.ended"), std::string::npos);
  EXPECT_NE(told.find("id: 4\nevent: call\ndata: {\"seq\":2,"), std::string::npos) << told;
  EXPECT_NE(told.find("event: denial"), std::string::npos);
  EXPECT_EQ(told.find("secret"), std::string::npos) << told;
}

TEST(EventStream, TypesAreChosenByNameOrFamily) {
  World w;
  Reader r = w.read("?types=call,execution.*&world=default");
  r.piece();
  w.log("not asked for");
  ExecutionEntry execution;
  execution.arn = "arn:e";
  const std::uint64_t running = w.journal.open(0, "", std::move(execution));
  w.journal.finish(w.begin_call());
  w.journal.finish(running);
  EXPECT_THAT(r.events(), ElementsAre("execution.started#2", "call#3", "execution.ended#3"));
}

TEST(EventStream, GoesOnWhereAReaderHasCome) {
  World w;
  const std::uint64_t open_then = w.begin_call("Slow");
  w.log("2");
  w.log("3");
  w.journal.finish(open_then);
  w.log("4");
  EXPECT_THAT(w.read("?after=3").events(), ElementsAre("invocation.log#4", "call#4")) << "what ended since is told of too";
  EXPECT_THAT(w.read("?after=1", "3").events(), ElementsAre("invocation.log#4", "call#4")) << "a reconnect knows better";
  Reader all = w.read("?after=0");
  EXPECT_THAT(all.events(), ElementsAre("call#1", "invocation.log#2", "invocation.log#3", "invocation.log#4"));
  w.log("5");
  EXPECT_THAT(all.events(), ElementsAre("invocation.log#5"));
  w.journal.clear();
  w.log("6");
  EXPECT_THAT(w.read("?after=2").events(), ElementsAre("gap", "invocation.log#6"));
}

TEST(EventStream, ASlowReaderLosesAndIsTold) {
  World w;
  Reader r = w.read();
  r.piece();
  for (size_t i = 0; i < EventStreams::kMostQueued + 10; ++i) w.log("x");
  std::vector<std::string> told = r.events();
  EXPECT_EQ(told.front(), "gap");
  EXPECT_EQ(told.size(), 11u);
  w.log("y");
  EXPECT_EQ(r.events().size(), 1u);
}

TEST(EventStream, RefusesWhatItDoesNotKnowAndTooMany) {
  World w;
  for (const char* bad : {"?after=x", "?world=other", "?type=call", "?after="}) EXPECT_EQ(w.open(bad).status, 400) << bad;
  EXPECT_EQ(w.open("", "x").status, 400);
  std::vector<HttpResponse> kept;
  for (size_t i = 0; i < EventStreams::kMostStreams; ++i) kept.push_back(w.open(""));
  EXPECT_EQ(w.open("").status, 429);
  kept.pop_back();
  EXPECT_EQ(w.open("").status, 200);
  EXPECT_EQ(w.streams.open_streams(), EventStreams::kMostStreams - 1);
}

}  // namespace
}  // namespace lambent
