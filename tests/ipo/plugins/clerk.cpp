// Sends event.message as an SMS to event.phone in the manner that $MANNER names: well, or with a bug for tests to find.
#include <lambent/aws.hpp>
#include <lambent/handler.hpp>
#include <nlohmann/json.hpp>

#include <cstdlib>
#include <set>
#include <string>

using nlohmann::json;

static lambent::Response answer(int status, const std::string& text) {
  return lambent::Response::success(json{{"statusCode", status}, {"body", text}}.dump());
}

static std::string text_of(const json& event, const char* name) {
  const auto at = event.find(name);
  return at != event.end() && at->is_string() ? at->get<std::string>() : "";
}

static lambent::Response clerk(const lambent::Event& event, const lambent::Context& context) {
  static lambent::Aws aws;
  static std::set<std::string> done;
  const char* named = std::getenv("MANNER");
  const std::string manner = named ? named : "good";
  const auto input = json::parse(event.payload(), nullptr, false);
  const std::string phone = text_of(input, "phone"), message = text_of(input, "message");
  if (phone.empty() || (message.empty() && manner != "takes anything")) return answer(400, "phone and message are needed");

  if (manner == "falls over long ones" && message.size() > 160) std::abort();
  if (manner == "falls over quotes" && text_of(input, "name").find('\'') != std::string::npos) std::abort();
  if (manner == "needs a name" && !input.contains("name")) std::abort();
  if (manner == "tells secrets") context.log(lambent::LogLevel::info, "password=" + message + "-hunter2");
  if (manner == "remembers" && !done.insert(phone + message).second) return answer(200, "sent already");

  auto sent = aws.sns_publish_sms(phone, message);
  if (!sent.ok() && manner == "tries again") sent = aws.sns_publish_sms(phone, message);
  if (!sent.ok() && manner == "swallows") return answer(200, "sent");
  if (!sent.ok() && manner == "falls") std::abort();
  if (!sent.ok()) return lambent::Response::failure(sent.error().text(), sent.error().code);
  if (manner == "sends twice") aws.sns_publish_sms(phone, message);
  return answer(200, "sent");
}

LAMBENT_HANDLER(clerk)
