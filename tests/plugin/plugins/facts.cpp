// Answers what Event and Context know, and logs.
#include <lambent/handler.hpp>

#include <cstdio>
#include <cstdlib>

static std::string greeting;

static void initialise(const lambent::Context& context) { greeting = "hello from " + std::string(context.function_name()); }

static lambent::Response facts(const lambent::Event& event, const lambent::Context& context) {
  using lambent::LogLevel;
  std::puts("printed");
  context.log(LogLevel::debug, "a detail");
  context.log(LogLevel::info, "to be known");
  if (event.payload() == "\"fail\"") return lambent::Response::failure("said \"no\"", "Refused");
  const bool deadline_ahead = context.remaining_time().count() > 0 && context.deadline() > std::chrono::system_clock::now();
  const char* trace = std::getenv("_X_AMZN_TRACE_ID");
  std::string text = greeting;
  for (const std::string_view part : {context.request_id(), context.function_version(), context.invoked_function_arn(), context.trace_id(),
                                      context.client_context(), context.log_group(), event.content_type(), event.payload(),
                                      std::string_view(deadline_ahead ? "ahead" : "past"), std::string_view(trace ? trace : "untraced")})
    text.append("|").append(part);
  return lambent::Response::success(text + "|" + std::to_string(context.memory_mb()), "text/plain");
}

LAMBENT_HANDLER_INIT(facts, initialise)
