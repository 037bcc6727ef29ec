// The error that ends a call: code, HTTP status and message exactly as AWS sends them.
//
//   throw AwsError("TopicLimitExceeded", 403, "...");
//
// `code` is the wire code (spec/wire.md section 2), which for query services is often not the shape's name.
// `fields` are further members of the error body (Lambda's "Type", "Reason"). 4xx are the sender's fault, 5xx ours.
#pragma once
#include <exception>
#include <string>

#include "base/json.h"

namespace lambent {

class AwsError : public std::exception {
 public:
  AwsError(std::string code, int status, std::string message, Json fields = Json::object())
      : code_(std::move(code)), message_(std::move(message)), status_(status), fields_(std::move(fields)) {}
  const std::string& code() const { return code_; }
  const std::string& message() const { return message_; }
  int status() const { return status_; }
  const Json& fields() const { return fields_; }
  const char* what() const noexcept override { return message_.c_str(); }

 private:
  std::string code_, message_;
  int status_;
  Json fields_;
};

// What is modelled but not emulated, and what is emulated but not for this argument: 501 with the name in it.
inline AwsError not_emulated(const std::string& service, const std::string& what) {
  return AwsError("NotImplemented", 501, service + ": " + what + " is not emulated by lambent");
}

}  // namespace lambent
