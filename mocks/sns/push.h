// Mobile push of SNS: platform applications, their endpoints, and the messages handed to push services. Nothing leaves the
// machine: a push is recorded and shown (GET /_aws/sns/platform-endpoint-messages, in LocalStack's shape;
// GET /_lambent/api/v1/pushes) and noted in the journal. AWS source: SNS API reference 2010-03-31, developer guide "Mobile
// push notifications".
//
//   Push push(aws);                    // borrowed; a part of Sns
//   push.knows("CreateEndpoint…");   // co_await push.handle(call)
//   co_await push.publish(call, arn);  // Publish with TargetArn
//
// Credentials are taken as they are and not shown again; no push service is asked about them. An application is
// disabled by its attribute Enabled, an endpoint too: Publish then answers PlatformApplicationDisabled or EndpointDisabled.
// The event topics (EventEndpointCreated, …) get their notifications through the door, as sns.amazonaws.com; delivery
// status goes to the log stream sns/<region>/<account>/app/<platform>/<name> (and /Failure) of the journal.
// 64 MiB of pushes are kept, the oldest go first.
// An endpoint's id follows from its token, so a device that comes back has the ARN it had. Loop thread only.
#pragma once
#include "aws/arrivals.h"
#include "aws/aws.h"
#include "aws/outbox_page.h"
#include "base/table.h"
#include "mocks/sns/platforms.h"
#include "mocks/sns/push_rows.h"

namespace lambent::sns {

class Push {
 public:
  explicit Push(Aws& aws);

  std::vector<std::string_view> operations() const;
  bool knows(std::string_view operation) const;
  Task<Json> handle(Call call);
  std::string_view name() const { return "sns"; }

  // Publish to an endpoint: {"MessageId"}. The message's parameters that are the same for all targets have been checked.
  Task<Json> publish(Call call, std::string endpoint_arn);

  std::vector<Route> routes();
  void load();
  void reset();

 private:
  struct Operations;
  // platform_applications.cpp
  Json create_application(const Call& call);
  Json list_applications(const Call& call);
  Json get_application(const Call& call);
  Json set_application(const Call& call);
  Json delete_application(const Call& call);
  const PlatformApplicationRow& application(const Call& call) const;  // throws NotFound
  // platform_endpoints.cpp
  Task<Json> create_endpoint(Call call);
  Task<Json> set_endpoint(Call call);
  Task<Json> delete_endpoint(Call call);
  Json get_endpoint(const Call& call);
  Json list_endpoints(const Call& call);
  const PlatformEndpointRow* find_endpoint(const Scope& scope, const std::string& arn) const;
  const PlatformApplicationRow* application_of(const Scope& scope, const std::string& endpoint_arn) const;
  // push_events.cpp
  Task<void> tell(Call cause, PlatformApplicationRow application, std::string event, Json message);
  void log_delivery(const Call& call, const PlatformApplicationRow& application, const PushRow& row, const std::string& failure);
  // push_views.cpp
  Task<HttpResponse> show(RouteMatch match);
  Task<HttpResponse> clear(RouteMatch match);
  Task<HttpResponse> list(RouteMatch match);
  Task<HttpResponse> clear_all(RouteMatch match);
  Json page(const ListQuery& query) const;

  Aws& aws_;
  Table<PlatformApplicationRow> applications_;
  Table<PlatformEndpointRow> endpoints_;
  Table<TokenRow> tokens_;
  Table<PushRow> pushes_;
  std::uint64_t next_push_ = 1;
  OutboxBudget<PushRow> kept_{64u << 20, &weight_of};  // of pushes_
  Arrivals arrivals_;
};

// The part behind the account of an ARN of an application or endpoint: "endpoint/GCM/name/uuid". Throws InvalidParameter
// naming `member` if the ARN is none of that sort.
std::string platform_resource(const std::string& arn, const char* member, size_t slashes);

// The JSON of one push as LocalStack shows it.
Json shown(const PushRow& row);

}  // namespace lambent::sns
