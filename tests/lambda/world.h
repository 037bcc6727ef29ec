// A door with Lambda behind it, nobody to refuse anything, and functions as folders of files.
#pragma once
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "aws/aws.h"
#include "base/files.h"
#include "base/text.h"
#include "lambda/lambda_service.h"

namespace lambent::lambda {

struct Permissive : Authorizer {
  std::optional<Denial> decide(const Call&, const Need&, std::vector<PolicyStatement>*) const override { return std::nullopt; }
  Principal assume_for_service(const std::string& role, const std::string& service, const std::string& session, const std::string&) const override {
    if (role.find("untrusted") != std::string::npos) throw AwsError("AccessDenied", 403, service);
    Principal p;
    p.kind = PrincipalKind::role_session;
    p.account = "000000000000";
    p.entity_arn = role;
    p.arn = "arn:aws:sts::000000000000:assumed-role/r/" + session;
    p.session_name = session;
    return p;
  }
};

struct World {
  // With a start of its own the clock is shown to the functions too.
  explicit World(ClockMode mode = ClockMode::real, std::optional<TimePoint> start = {}, std::shared_ptr<const Toolbox> tools = {})
      : loop(mode, start.value_or(Clock::wall())), ids(7), journal(loop.clock()), workers(loop.io(), loop.clock()), store(loop.io(), workers),
        aws(loop, ids, journal, store, authorizer), credentials(loop.clock(), ids),
        lambda(aws, workers, credentials, {.self_exe = LAMBDA_CHILD, .work_dir = dir.path() / "work", .shift_clock = start.has_value(), .tools = std::move(tools)}) {
    aws.add(lambda);
  }
  ~World() {
    lambda.shutdown();
    loop.tasks().cancel();
    loop.tasks().drain();
  }

  struct Told {
    Json output;
    std::string code, message;
    int status = 0;
  };
  static Task<void> tell(Aws& aws, Call call, std::shared_ptr<Told> told, std::shared_ptr<int> open) {
    try {
      told->output = co_await aws.call(std::move(call));
      told->status = 200;
    } catch (const AwsError& e) {
      told->code = e.code();
      told->message = e.message();
      told->status = e.status();
    }
    --*open;
  }
  std::shared_ptr<Told> begin(const std::string& operation, Json input) {
    auto told = std::make_shared<Told>();
    ++*open;
    Call call("lambda", operation, std::move(input), Principal::root("000000000000"), {"000000000000", "us-east-1"});
    loop.tasks().spawn("test", tell(aws, std::move(call), told, open));
    return told;
  }
  void finish() {
    loop.run_until([this] { return *open == 0; });
  }
  Told call(const std::string& operation, Json input) {
    auto told = begin(operation, std::move(input));
    finish();
    return *told;
  }

  // A python function of this text; more members of CreateFunction in `more`.
  void python(const std::string& name, const std::string& text, Json more = Json::object()) {
    write_file(dir.path() / name / "app.py", text);
    make(name, "python3.11", "app.handler", std::move(more));
  }
  void shell(const std::string& name, const std::string& text, Json more = Json::object()) {
    const auto file = dir.path() / name / "bootstrap";
    write_file(file, "#!/bin/bash\n" + text);
    std::filesystem::permissions(file, std::filesystem::perms::owner_all);
    make(name, "provided.al2023", "any", std::move(more));
  }
  void make(const std::string& name, const std::string& runtime, const std::string& handler, Json input) {
    set_text(input, "FunctionName", name);
    set_text(input, "Runtime", runtime);
    set_text(input, "Handler", handler);
    set_text(input, "Role", "arn:aws:iam::000000000000:role/r");
    set(input, "Code", object({{"S3Bucket", "hot-reload"}, {"S3Key", (dir.path() / name).string()}}));
    const Told told = call("CreateFunction", std::move(input));
    ASSERT_EQ(told.status, 200) << told.message;
  }
  Json event(const std::string& name, const std::string& payload) {
    return object({{"FunctionName", name}, {"Payload", payload}, {"LogType", "Tail"}});
  }
  Told invoke(const std::string& name, const std::string& payload = "{}") { return call("Invoke", event(name, payload)); }
  static std::string payload(const Told& told) { return text_at(told.output, "Payload"); }
  static std::string log(const Told& told) { return base64_decode(text_at(told.output, "LogResult")).value_or(""); }

  TempDir dir;
  Loop loop;
  Ids ids;
  Journal journal;
  Workers workers;
  Store store;
  Permissive authorizer;
  Aws aws;
  access::Credentials credentials;
  LambdaService lambda;
  std::shared_ptr<int> open = std::make_shared<int>(0);
};

}  // namespace lambent::lambda
