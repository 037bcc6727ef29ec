// What lambent tells about itself and takes orders by, beside the AWS API:
//
//   GET  /_lambent/health                {"status": "running", "version": …, "services": {…}}
//   POST /_lambent/reset                 forgets all state of all services and the journal
//   GET  /_lambent/api/v1/info           version, account, region, clock, services, app: what it was started with
//   GET  /_lambent/api/v1/{journal,invocations,executions,denials}   journal_views.h
//   GET  /_lambent/api/v1/events         the journal as it grows: event_stream.h
//   GET  /_lambent/api/v1/quiet          {"quiet": true, "holds": 0, "sleepers": 0}: whether anything is under way
//   GET  /_lambent/api/v1/clock          {"mode": "real", "at": "2026-…Z"}
//   POST /_lambent/api/v1/clock          {"advance": "7d"}: ms, s, m, h, d, also together ("1h30m")
//   GET  /_localstack/health, /_localstack/info; POST /_localstack/state/reset      as LocalStack has them
//
// Errors are {"error", "message", "hint"}. Every answer forbids being framed, sniffed or cached.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "aws/aws.h"
#include "gateway/event_stream.h"
#include "http/routes.h"

namespace lambent {

class AdminDoor {
 public:
  // `after_reset` (may be empty) sets up again what should exist from the start, e.g. a template's resources.
  // `app` is shown as it is: {"template": absolute path, "parameters": {name: value}}; null without a template.
  AdminDoor(Aws& aws, std::string account, std::string region, std::function<Task<void>()> after_reset, Json app = Json());

  std::vector<Route> routes();

 private:
  Route view(std::string name, Json (*view)(const Journal&, std::string_view));
  Task<HttpResponse> health(RouteMatch match);
  Task<HttpResponse> reset(RouteMatch match);
  Task<HttpResponse> info(RouteMatch match);
  Task<HttpResponse> events(RouteMatch match);
  Task<HttpResponse> quiet(RouteMatch match);
  Task<HttpResponse> clock(RouteMatch match);
  Task<HttpResponse> advance(RouteMatch match);
  Task<HttpResponse> localstack_health(RouteMatch match);
  Task<HttpResponse> localstack_info(RouteMatch match);
  Json services() const;
  Json clock_state();

  Aws& aws_;
  const std::string account_, region_;
  const std::function<Task<void>()> after_reset_;
  const Json app_;
  const std::string session_id_;
  const Stopwatch up_;
  EventStreams streams_;
};

// "7d", "1h30m", "250ms" to a duration; nothing for anything else or more than a hundred years.
std::optional<Duration> parse_duration(std::string_view text);

HttpResponse admin_error(int status, const std::string& error, const std::string& message, const std::string& hint);
// The headers of an answer that is data, never a page (console section 9, S6).
void harden(HttpResponse& response);

}  // namespace lambent
