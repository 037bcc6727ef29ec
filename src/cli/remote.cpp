#include "cli/remote.h"

#include <cstdlib>

#include "base/text.h"
#include "cli/command.h"
#include "http/client.h"

namespace lambent::cli {
namespace {

constexpr auto kLook = std::chrono::milliseconds(20);
constexpr std::int64_t kPage = 1000;

Task<Json> get(Loop& loop, std::string url) {
  HttpRequest request;
  request.method = "GET";
  HttpResponse response = co_await http_request(loop, url, std::move(request));
  if (response.status != 200) throw Stop(kCannotRun, url + " answers " + std::to_string(response.status));
  co_return parse_json(response.body);
}

Task<std::vector<Json>> journal_after(Loop& loop, std::string endpoint, std::int64_t seq) {
  std::vector<Json> out;
  for (;;) {
    Json page = co_await get(loop, endpoint + "/_lambent/api/v1/journal?after=" + std::to_string(seq) + "&limit=" + std::to_string(kPage));
    const Json* items = find(page, "items");
    if (!items || items->empty()) break;
    for (const auto& item : *items) out.push_back(item);
    seq = int_at(out.back(), "seq");
  }
  co_return out;
}

Task<void> run(Loop& loop, std::string endpoint, std::string function, std::string event, Json& report, std::string& fault) {
  try {
    Json before = co_await get(loop, endpoint + "/_lambent/api/v1/journal?limit=1");
    std::int64_t seq = 0;
    if (const Json* items = find(before, "items"); items && !items->empty()) seq = int_at(items->back(), "seq");
    HttpRequest request;
    request.method = "POST";
    request.headers.set("Content-Type", "application/json");
    request.body = event;
    std::string url = endpoint + "/2015-03-31/functions/" + percent_encode(function) + "/invocations";
    HttpResponse answer = co_await http_request(loop, url, std::move(request));
    if (answer.status >= 400) throw Stop(kMistake, answer.body);
    SteadyTimer timer(loop.executor());
    for (;;) {
      Json state = co_await get(loop, endpoint + "/_lambent/api/v1/quiet");
      if (bool_at(state, "quiet")) break;
      timer.expires_after(kLook);
      co_await timer.async_wait(use_task);
    }
    std::vector<Json> entries = co_await journal_after(loop, endpoint, seq);
    std::uint64_t root = 0;
    for (const auto& e : entries) {
      const Json* data = find(e, "data");
      bool ours = data && !find(e, "parent") && text_at(*data, "operation") == "Invoke" && text_at(*find(*data, "input"), "FunctionName") == function;
      if (ours) root = static_cast<std::uint64_t>(int_at(e, "seq"));
      if (ours) break;
    }
    report = make_report(entries, root, function, event);
  } catch (const std::exception& e) {
    fault = e.what();
  }
}

Task<void> look(Loop& loop, std::string endpoint, Elsewhere& out, std::string& fault) {
  try {
    out.info = co_await get(loop, endpoint + "/_lambent/api/v1/info");
    out.entries = co_await journal_after(loop, endpoint, 0);
  } catch (const std::exception& e) {
    fault = e.what();
  }
}

Task<void> fetch(Loop& loop, std::string url, HttpResponse& out, std::string& fault) {
  try {
    HttpRequest request;
    request.method = "GET";
    out = co_await http_request(loop, url, std::move(request));
  } catch (const HttpClientError& e) {
    fault = e.what();
  }
}

}  // namespace

std::string usual_endpoint() {
  const char* set = std::getenv("AWS_ENDPOINT_URL");
  return set && *set ? set : "http://127.0.0.1:4566";
}

HttpResponse ask(const std::string& endpoint, const std::string& target) {
  Loop loop(ClockMode::real);
  HttpResponse out;
  std::string fault;
  loop.tasks().spawn("ask", fetch(loop, endpoint + target, out, fault));
  loop.run_until([&loop] { return loop.tasks().running() == 0; });
  if (!fault.empty()) throw Stop(kCannotRun, printable(fault));
  return out;
}

Json ask_json(const std::string& endpoint, const std::string& target) {
  HttpResponse response = ask(endpoint, target);
  auto body = try_parse_json(response.body);
  if (response.status == 200 && body) return std::move(*body);
  std::string words = body ? text_at(*body, "message") : "";
  if (words.empty()) throw Stop(kCannotRun, printable(endpoint + target) + " answers " + std::to_string(response.status));
  throw Stop(kMistake, printable(words));
}

Elsewhere look_at(const std::string& endpoint) {
  Loop loop(ClockMode::real);
  Elsewhere out;
  std::string fault;
  loop.tasks().spawn("look", look(loop, endpoint, out, fault));
  loop.run_until([&loop] { return loop.tasks().running() == 0; });
  if (!fault.empty()) throw Stop(kCannotRun, printable(fault));
  return out;
}

Json invoke_remote(const std::string& endpoint, const std::string& function, const std::string& event) {
  Loop loop(ClockMode::real);
  Json report;
  std::string fault;
  loop.tasks().spawn("invoke", run(loop, endpoint, function, event, report, fault));
  loop.run_until([&loop] { return loop.tasks().running() == 0; });
  if (!fault.empty()) throw Stop(kCannotRun, printable(fault));
  return report;
}

}  // namespace lambent::cli
