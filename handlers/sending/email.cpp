// Sends event.message as an email to event.destinationEmail from the verified identity $SENDER; returns "Email sent!".
#include <lambent/aws.hpp>
#include <lambent/handler.hpp>
#include <nlohmann/json.hpp>

#include <cstdlib>

static lambent::Response email(const lambent::Event& event, const lambent::Context& context) {
  static lambent::Aws aws;
  const char* sender = std::getenv("SENDER");
  if (!sender) return lambent::Response::failure("the variable SENDER names no address to send from", "ConfigurationError");
  const auto input = nlohmann::json::parse(event.payload());
  const auto sent = aws.ses_send_email(sender, input.at("destinationEmail").get<std::string>(), "A message for you",
                                       input.at("message").get<std::string>());
  if (!sent.ok()) return lambent::Response::failure(sent.error().text(), sent.error().code);
  context.log(lambent::LogLevel::info, "email " + sent.field("MessageId"));
  return lambent::Response::success("\"Email sent!\"");
}

LAMBENT_HANDLER(email)
