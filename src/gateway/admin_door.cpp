#include "gateway/admin_door.h"

#include <filesystem>

#include "base/text.h"
#include "base/time_text.h"
#include "gateway/journal_views.h"

namespace lambent {
namespace {

HttpResponse data(const Json& body) { return HttpResponse::json(200, dump(body) + "\n"); }

const char* mode_name(ClockMode mode) {
  switch (mode) {
    case ClockMode::skipping: return "skipping";
    case ClockMode::frozen: return "frozen";
    default: return "real";
  }
}

// Bodies are built in ordinary functions: braced lists and coroutines do not go together in g++ 12.
Task<HttpResponse> ready(HttpResponse response) { co_return response; }

HttpResponse show(const Journal& journal, Json (*view)(const Journal&, std::string_view), const RouteMatch& match) {
  try {
    return data(view(journal, match.request.query()));
  } catch (const QueryError& e) {
    return bad_parameter(e);
  }
}

}  // namespace

HttpResponse admin_error(int status, const std::string& error, const std::string& message, const std::string& hint) {
  return view_error(status, error, message, hint);
}

void harden(HttpResponse& response) {
  if (!response.headers.has("Content-Security-Policy"))
    response.headers.add("Content-Security-Policy", "default-src 'none'; sandbox; frame-ancestors 'none'");
  response.headers.set("X-Content-Type-Options", "nosniff");
  response.headers.set("Referrer-Policy", "no-referrer");
  response.headers.set("Cross-Origin-Resource-Policy", "same-origin");
  if (!response.headers.has("Cache-Control")) response.headers.add("Cache-Control", "no-store");
}

std::optional<Duration> parse_duration(std::string_view text) {
  using namespace std::chrono_literals;
  static constexpr std::pair<std::string_view, Duration> units[] = {{"ms", 1ms}, {"s", 1s}, {"m", 1min}, {"h", 1h}, {"d", 24h}};
  constexpr Duration kMost = 24h * 36'500;
  if (text.empty()) return std::nullopt;
  Duration sum{};
  while (!text.empty()) {
    std::int64_t n = 0;
    size_t digits = 0;
    while (digits < text.size() && text[digits] >= '0' && text[digits] <= '9') {
      if (digits > 12) return std::nullopt;
      n = n * 10 + (text[digits++] - '0');
    }
    text.remove_prefix(digits);
    if (digits == 0) return std::nullopt;
    size_t letters = 0;
    while (letters < text.size() && text[letters] >= 'a' && text[letters] <= 'z') ++letters;
    auto unit = std::find_if(std::begin(units), std::end(units), [&](const auto& u) { return u.first == text.substr(0, letters); });
    if (unit == std::end(units)) return std::nullopt;
    text.remove_prefix(letters);
    if (n > kMost / unit->second) return std::nullopt;
    sum += n * unit->second;
    if (sum > kMost) return std::nullopt;
  }
  return sum;
}

AdminDoor::AdminDoor(Aws& aws, std::string account, std::string region, std::function<Task<void>()> after_reset, Json app)
    : aws_(aws), account_(std::move(account)), region_(std::move(region)), after_reset_(std::move(after_reset)), app_(std::move(app)),
      session_id_(aws.ids().uuid()), streams_(aws.loop(), aws.journal()) {}

Route AdminDoor::view(std::string name, Json (*view)(const Journal&, std::string_view)) {
  const Journal& journal = aws_.journal();
  return {"GET", "/_lambent/api/v1/" + name, [&journal, view](RouteMatch match) { return ready(show(journal, view, match)); }};
}

std::vector<Route> AdminDoor::routes() {
  auto to = [this](Task<HttpResponse> (AdminDoor::*member)(RouteMatch)) {
    return [this, member](RouteMatch match) { return (this->*member)(std::move(match)); };
  };
  return {
      {"GET", "/_lambent/health", to(&AdminDoor::health)},
      {"POST", "/_lambent/reset", to(&AdminDoor::reset)},
      {"GET", "/_lambent/api/v1/info", to(&AdminDoor::info)},
      view("journal", journal_view),
      view("invocations", invocations_view),
      view("executions", executions_view),
      view("denials", denials_view),
      {"GET", "/_lambent/api/v1/events", to(&AdminDoor::events)},
      {"GET", "/_lambent/api/v1/quiet", to(&AdminDoor::quiet)},
      {"GET", "/_lambent/api/v1/clock", to(&AdminDoor::clock)},
      {"POST", "/_lambent/api/v1/clock", to(&AdminDoor::advance)},
      {"GET", "/_localstack/health", to(&AdminDoor::localstack_health)},
      {"GET", "/_localstack/info", to(&AdminDoor::localstack_info)},
      {"POST", "/_localstack/state/reset", to(&AdminDoor::reset)},
  };
}

Json AdminDoor::services() const {
  Json out = Json::object();
  for (Service* service : aws_.services()) set_text(out, service->name(), "running");
  return out;
}

Json AdminDoor::clock_state() {
  return object({{"mode", mode_name(aws_.clock().mode())}, {"at", iso_millis(aws_.clock().now())}});
}

Task<HttpResponse> AdminDoor::health(RouteMatch) {
  return ready(data(object({{"status", "running"}, {"version", LAMBENT_VERSION}, {"services", services()}})));
}

Task<HttpResponse> AdminDoor::reset(RouteMatch) {
  for (Service* service : aws_.services()) service->reset();
  aws_.journal().clear();
  if (!aws_.store().clean()) co_await aws_.store().commit();
  if (after_reset_) co_await after_reset_();
  co_return HttpResponse::json(200, "{\"status\":\"reset\"}\n");
}

Task<HttpResponse> AdminDoor::info(RouteMatch) {
  return ready(data(object({{"version", LAMBENT_VERSION}, {"account", account_}, {"region", region_}, {"clock", clock_state()},
                         {"services", services()}, {"app", app_}, {"upMs", std::chrono::floor<std::chrono::milliseconds>(up_.elapsed()).count()}})));
}

Task<HttpResponse> AdminDoor::events(RouteMatch match) { return ready(streams_.open(match.request)); }

Task<HttpResponse> AdminDoor::quiet(RouteMatch) {
  bool calm = co_await aws_.loop().calm();  // an execution between two states holds nothing and does not sleep
  Clock& clock = aws_.clock();
  co_return data(object({{"quiet", calm && clock.quiet()}, {"holds", clock.holds()}, {"sleepers", clock.foreground()}}));
}

Task<HttpResponse> AdminDoor::clock(RouteMatch) { return ready(data(clock_state())); }

Task<HttpResponse> AdminDoor::advance(RouteMatch match) {
  std::optional<Json> body = try_parse_json(match.request.body);
  std::string hint = "Send {\"advance\": \"7d\"}; units are ms, s, m, h and d.";
  if (!body || !body->is_object()) return ready(admin_error(400, "bad_body", "The body is not a JSON object.", hint));
  for (const auto& [name, value] : body->items())
    if (name != "advance") return ready(admin_error(400, "bad_body", "There is no member '" + printable(name) + "' here.", hint));
  std::optional<Duration> by = parse_duration(text_at(*body, "advance"));
  if (!by) return ready(admin_error(400, "bad_body", "'advance' is not a duration of at most a hundred years.", hint));
  // Instants are 64-bit nanoseconds, and services look ahead.
  if (*by > TimePoint(std::chrono::sys_days(std::chrono::year(2250) / 1 / 1)) - aws_.clock().now())
    return ready(admin_error(400, "bad_body", "The clock does not go beyond the year 2250.", "Begin again nearer to now."));
  aws_.clock().advance(*by);
  return ready(data(clock_state()));
}

Task<HttpResponse> AdminDoor::localstack_health(RouteMatch) {
  return ready(data(object({{"services", services()}, {"edition", "community"}, {"version", LAMBENT_VERSION}})));
}

Task<HttpResponse> AdminDoor::localstack_info(RouteMatch) {
  std::string now = iso_seconds(aws_.clock().now());
  if (now.ends_with('Z')) now.pop_back();
  std::error_code ignored;
  return ready(data(object({{"version", LAMBENT_VERSION},
                         {"edition", "community"},
                         {"is_license_activated", false},
                         {"session_id", session_id_},
                         {"machine_id", session_id_.substr(0, 8)},
                         {"system", "linux"},
                         {"is_docker", std::filesystem::exists("/.dockerenv", ignored)},
                         {"server_time_utc", now},
                         {"uptime", std::chrono::floor<std::chrono::seconds>(up_.elapsed()).count()}})));
}

}  // namespace lambent
