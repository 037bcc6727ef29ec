// AWS Lambda behind the door: functions, their code, invocation, concurrency, resource policies, tags.
//
//   LambdaService lambda(aws, workers, credentials, {.self_exe = exe, .work_dir = dir});
//   aws.add(lambda);
//   lambda.set_endpoint("http://127.0.0.1:4566");   // once the gateway listens: what functions call back
//   ...
//   lambda.shutdown();                              // before the loop goes; no process is left
//
// Code is a zip in the request, or S3Bucket "hot-reload" with S3Key an absolute folder, which is run in place. What is
// not acted upon (layers, VPC, images, file systems, versions, aliases) is refused by name unless it is AWS's default.
// A function is Active at once; the answer of a change shows the state AWS shows first (Pending, InProgress).
#pragma once
#include "lambda/async_queue.h"
#include "lambda/function_name.h"

namespace lambent::lambda {

class LambdaService : public Service {
 public:
  LambdaService(Aws& aws, Workers& workers, access::Credentials& credentials, LambdaOptions options);

  std::string_view name() const override { return "lambda"; }
  std::vector<std::string_view> operations() const override;
  Task<Json> handle(Call call) override;
  std::vector<Need> needs(const Call& call) const override;
  std::vector<Route> routes() override;
  void load() override;
  void resume() override;
  void reset() override;
  std::optional<SeenEffect> effect(const Journal& journal, const JournalEntry& entry) const override;
  Touch touch(std::string_view operation) const override;

  void set_endpoint(std::string url);
  void shutdown() { invoker_.shutdown(); }
  // The next invocation of the function is cold. Throws AwsError if there is no such function.
  void restart(const Scope& scope, const std::string& function);
  size_t sandboxes() const { return invoker_.sandboxes(); }

 private:
  struct Code;
  // functions.cpp
  Task<Json> create_function(Call call);
  Task<Json> update_code(Call call);
  Json update_configuration(const Call& call);
  Json get_function(const Call& call);
  Json get_configuration(const Call& call);
  Json list_functions(const Call& call);
  Json delete_function(const Call& call);
  Json account_settings(const Call& call);
  // settings.cpp
  void apply_settings(Function& function, const Json& input) const;
  void check_role(const std::string& role, const Function& function) const;
  // code.cpp
  Task<Code> take_code(Json source, Scope scope);
  void drop_code(const Function& function);
  Task<HttpResponse> download(RouteMatch match);
  // invoke.cpp
  Task<Json> invoke(Call call);
  // concurrency.cpp
  Json put_concurrency(const Call& call);
  Json get_concurrency(const Call& call);
  Json delete_concurrency(const Call& call);
  // permissions.cpp
  Json add_permission(const Call& call);
  Json remove_permission(const Call& call);
  Json get_policy(const Call& call);
  // tags.cpp
  Json tag(const Call& call);
  Json untag(const Call& call);
  Json list_tags(const Call& call);

  FunctionName target(const Call& call) const;
  const Function& get(const FunctionName& name) const;  // throws 404
  const Function& tagged(const Call& call) const;
  void touch(Function& function);  // new revision, new time
  static std::span<const Operation<LambdaService>> table();

  Aws& aws_;
  Workers& workers_;
  const LambdaOptions options_;
  Table<Function> functions_;
  Invoker invoker_;
  AsyncQueue queue_;
  std::string endpoint_;
};

}  // namespace lambent::lambda
