// Open and click tracking: links that lead through lambent, and a picture that tells of the mail being opened. Pure.
//
// Of each <a href="http…"> in the HTML the address is replaced, up to 250 a message; ses:no-track leaves a link alone,
// ses:tags="name:value;name2:value2" gives it tags; both attributes are removed. The picture goes where {{ses:openTracker}}
// stands, else before </body>, else at the end. (SES developer guide, "Open and click tracking")
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "mocks/ses/rows.h"

namespace lambent::ses {

// Where tracking links lead: "http://localhost:4566". They differ only with a domain of one's own and its HTTPS policy.
struct TrackingBase {
  std::string opens, clicks;
};
TrackingBase tracking_base(const std::string& home, const ConfigurationSetRow& set);

std::string with_open_tracking(std::string html, const std::string& base, const std::string& message_id);
// Appends the links it replaced to `links`.
std::string with_click_tracking(std::string_view html, const std::string& base, const std::string& message_id, std::vector<TrackedLink>& links);
bool has_open_placeholder(std::string_view html);
std::string without_open_placeholder(std::string html);

// Transparent, one by one: a GIF.
std::string_view tracking_picture();

}  // namespace lambent::ses
