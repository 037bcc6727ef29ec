// Writing a Lambda function as a C++ plugin (C++17 or later, header only, no dependency).
//
//   #include <lambent/handler.hpp>
//
//   static lambent::Response hello(const lambent::Event& event, const lambent::Context& context) {
//     context.log(lambent::LogLevel::info, "got " + std::to_string(event.payload().size()) + " bytes");
//     return lambent::Response::success("\"hello\"");
//   }
//   LAMBENT_HANDLER(hello)
//
// Build it as a shared object (-shared -fPIC); `lambent package handler.so -o function.zip` makes a deployable
// provided.al2023 package of it. Exactly one source file of a plugin contains LAMBENT_HANDLER or LAMBENT_HANDLER_INIT.
//
// Failure: a thrown exception is reported as errorType (its type), errorMessage (what()) and stackTrace, as AWS's own
// clients do; the next invocation runs in the same process. The stack is recorded where the exception is thrown if the
// plugin is linked with -Wl,--wrap=__cxa_throw (in CMake: the target lambent_handler); otherwise it is empty.
#pragma once
#include <cstdint>
#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <lambent/plugin.h>

namespace lambent {

enum class LogLevel { trace, debug, info, warn, error, fatal };

// The event. Valid during the invocation it was given to.
class Event {
 public:
  explicit Event(const lambent_host& host, const lambent_call& call) : host_(host), call_(call) {}
  std::string_view payload() const { return view(LAMBENT_PAYLOAD); }            // bytes, usually JSON text
  std::string_view content_type() const { return view(LAMBENT_CONTENT_TYPE); }  // usually application/json

 private:
  std::string_view view(int what) const {
    const lambent_text t = host_.text(&call_, what);
    return {t.data, t.size};
  }
  const lambent_host& host_;
  const lambent_call& call_;
};

// Facts about the function and the invocation, and its log. Valid during the invocation it was given to.
class Context {
 public:
  explicit Context(const lambent_host& host, const lambent_call& call) : host_(host), call_(call) {}
  std::string_view request_id() const { return view(LAMBENT_REQUEST_ID); }
  std::string_view function_name() const { return view(LAMBENT_FUNCTION_NAME); }
  std::string_view function_version() const { return view(LAMBENT_FUNCTION_VERSION); }
  std::string_view invoked_function_arn() const { return view(LAMBENT_FUNCTION_ARN); }
  std::string_view log_group() const { return view(LAMBENT_LOG_GROUP); }
  std::string_view log_stream() const { return view(LAMBENT_LOG_STREAM); }
  std::string_view trace_id() const { return view(LAMBENT_TRACE_ID); }
  std::string_view client_context() const { return view(LAMBENT_CLIENT_CONTEXT); }      // JSON or empty
  std::string_view cognito_identity() const { return view(LAMBENT_COGNITO_IDENTITY); }  // JSON or empty
  std::int64_t memory_mb() const { return host_.number(&call_, LAMBENT_MEMORY_MB); }
  std::chrono::system_clock::time_point deadline() const {
    return std::chrono::system_clock::time_point(std::chrono::milliseconds(host_.number(&call_, LAMBENT_DEADLINE_MS)));
  }
  std::chrono::milliseconds remaining_time() const {  // negative when the deadline has passed
    return std::chrono::milliseconds(host_.number(&call_, LAMBENT_REMAINING_MS));
  }
  void log(LogLevel level, std::string_view text) const {
    host_.log(&call_, static_cast<std::int32_t>(level), lambent_text{text.data(), text.size()});
  }

 private:
  std::string_view view(int what) const {
    const lambent_text t = host_.text(&call_, what);
    return {t.data, t.size};
  }
  const lambent_host& host_;
  const lambent_call& call_;
};

// What a handler gives back: a payload, or an error with a message and a type.
class Response {
 public:
  static Response success(std::string payload, std::string content_type = "application/json") {
    return Response(true, std::move(payload), std::move(content_type));
  }
  static Response failure(std::string message, std::string error_type = "Error") {
    return Response(false, std::move(message), std::move(error_type));
  }
  bool ok() const { return ok_; }
  const std::string& payload() const { return text_; }        // of a success
  const std::string& content_type() const { return kind_; }   // of a success
  const std::string& message() const { return text_; }        // of a failure
  const std::string& error_type() const { return kind_; }     // of a failure

 private:
  Response(bool ok, std::string text, std::string kind) : ok_(ok), text_(std::move(text)), kind_(std::move(kind)) {}
  bool ok_;
  std::string text_, kind_;
};

}  // namespace lambent

#include <lambent/detail/invoke.hpp>

// LAMBENT_HANDLER(f)         f: Response (const Event&, const Context&)
// LAMBENT_HANDLER_INIT(f, i) i: void (const Context&), run once before the first event; what it throws is an init error
#define LAMBENT_HANDLER(handler) LAMBENT_DETAIL_PLUGIN(handler, nullptr)
#define LAMBENT_HANDLER_INIT(handler, initialise) LAMBENT_DETAIL_PLUGIN(handler, &::lambent::detail::init<&(initialise)>)
