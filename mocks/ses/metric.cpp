#include "mocks/ses/metric.h"

#include "base/text.h"
#include "mocks/ses/mime/words.h"

namespace lambent::ses {
namespace {

std::optional<std::string> first_of(const Json* tags, const std::string& name) {
  const Json* values = tags ? find(*tags, name) : nullptr;
  if (!values || values->empty()) return std::nullopt;
  return values->front().get<std::string>();
}

std::string value_of(const Dimension& dimension, const EventMail& mail, const MailEvent& event, const Json& told) {
  std::optional<std::string> out;
  if (dimension.source == "MESSAGE_TAG") out = first_of(find_path(told, {"mail", "tags"}), dimension.name);
  if (dimension.source == "LINK_TAG") out = first_of(find(event.details, "linkTags"), dimension.name);
  if (dimension.source == "EMAIL_HEADER")
    for (const auto& header : headers_of(mail))
      if (!out && iequals(text_at(header, "name"), dimension.name)) out = mime::decode_words(text_at(header, "value"));
  return out.value_or(dimension.fallback);
}

}  // namespace

Json metric_json(const EventMail& mail, const MailEvent& event, const EventDestination& destination, const Json& told) {
  Json dimensions = array();
  for (const auto& one : destination.dimensions)
    dimensions.push_back(object({{"Name", one.name}, {"Value", value_of(one, mail, event, told)}}));
  std::string name(shown_name(event.type));
  std::erase(name, ' ');
  Json data = array();
  data.push_back(object({{"MetricName", name}, {"Dimensions", dimensions}, {"Value", 1}}));
  return object({{"Namespace", "AWS/SES"}, {"MetricData", data}});
}

}  // namespace lambent::ses
