// Calling AWS from a C++ handler: a small client over libcurl and its SigV4. Link lambent_client (static, -fPIC) and
// libcurl; this header needs neither.
//
//   lambent::Aws aws;                       // once, before the handler: it keeps its connection
//   auto sent = aws.call("sns", "Publish", R"({"PhoneNumber":"+15556667788","Message":"hello"})");
//   if (!sent.ok()) return lambent::Response::failure(sent.error().text(), sent.error().code);
//
// Read from the environment by the default constructor, as the SDKs do: AWS_REGION (else AWS_DEFAULT_REGION),
// AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, AWS_ENDPOINT_URL and AWS_ENDPOINT_URL_<SERVICE>
// (SNS, SES, SESV2, SFN, SQS, EVENTBRIDGE, STS, IAM, LAMBDA), which comes first.
//
// Services: sns, ses, sts, iam (query); stepfunctions, sqs, events (json), any operation; lambda Invoke and sesv2
// SendEmail (rest-json). Another service or operation is an error with code UnknownService or UnknownOperation.
// Failure: never throws for what the network or AWS says; that is AwsError. Throws std::bad_alloc only.
// There is no retry: a Lambda function has one of its own, and a caller who can wait knows how long.
// One thread at a time per object.
#pragma once
#include <memory>
#include <string>
#include <string_view>

namespace lambent {

struct AwsError {
  std::string code;        // AWS's error code; of our own: NoCredentials, NoRegion, UnknownService, UnknownOperation,
                           // InvalidRequest (the JSON given), Timeout, ConnectionError, InvalidResponse
  std::string message;
  int http_status = 0;     // 0: no answer came
  std::string request_id;  // of AWS, if an answer came
  std::string operation;

  // "An error occurred (Code) when calling the Operation operation: message", as the SDK for Python says it.
  std::string text() const;
};

class AwsResult {
 public:
  static AwsResult success(std::string json, std::string request_id);
  static AwsResult failure(AwsError error);
  bool ok() const { return ok_; }
  const std::string& json() const { return json_; }  // the answer as JSON text, whatever the protocol; "{}" if empty
  const std::string& request_id() const { return error_.request_id; }
  const AwsError& error() const { return error_; }   // only if !ok()
  std::string field(std::string_view name) const;    // a member of the answer as text; "" if absent

 private:
  bool ok_ = false;
  std::string json_;
  AwsError error_;
};

struct AwsOptions {
  std::string region, access_key, secret_key, session_token;
  std::string endpoint;  // for every service, e.g. http://127.0.0.1:4566; empty: AWS itself
  long connect_timeout_ms = 3'000;
  long timeout_ms = 60'000;  // for a whole call
  static AwsOptions from_environment();
};

class Aws {
 public:
  Aws();  // from the environment
  explicit Aws(AwsOptions options);
  ~Aws();
  Aws(Aws&&) noexcept;
  Aws& operator=(Aws&&) noexcept;

  // `json` holds the operation's parameters under AWS's own names. A query answer comes back as JSON with every
  // scalar a string. Lambda's Invoke takes and gives Payload as JSON text in a string.
  AwsResult call(std::string_view service, std::string_view operation, std::string_view json);

  AwsResult sns_publish_sms(std::string_view phone_number, std::string_view text);  // field MessageId
  AwsResult ses_send_email(std::string_view from, std::string_view to, std::string_view subject,
                           std::string_view text);  // field MessageId
  AwsResult start_execution(std::string_view state_machine_arn, std::string_view input,
                            std::string_view name = "");  // field executionArn; no name: AWS makes one

 private:
  struct Connection;
  std::unique_ptr<Connection> connection_;
};

}  // namespace lambent
