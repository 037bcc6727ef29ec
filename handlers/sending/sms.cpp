// Sends event.message as an SMS to event.phoneNumber and returns "SMS sent!".
#include <lambent/aws.hpp>
#include <lambent/handler.hpp>
#include <nlohmann/json.hpp>

static lambent::Response sms(const lambent::Event& event, const lambent::Context& context) {
  static lambent::Aws aws;  // kept between invocations, with its connection
  const auto input = nlohmann::json::parse(event.payload());
  const auto sent = aws.sns_publish_sms(input.at("phoneNumber").get<std::string>(), input.at("message").get<std::string>());
  if (!sent.ok()) return lambent::Response::failure(sent.error().text(), sent.error().code);
  context.log(lambent::LogLevel::info, "SMS " + sent.field("MessageId"));
  return lambent::Response::success("\"SMS sent!\"");
}

LAMBENT_HANDLER(sms)
