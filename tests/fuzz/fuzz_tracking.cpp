// HTML of mails, and raw mails with HTML in them: whatever it is, putting tracking into it ends, keeps the text between the tags and never finds more links
// than there are tags.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "mocks/ses/raw_tracking.h"
#include "mocks/ses/tracking.h"
#include "mocks/ses/unsubscribe_link.h"

using namespace lambent::ses;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, size_t size) {
  const std::string html(reinterpret_cast<const char*>(data), size);
  std::vector<TrackedLink> links;
  const std::string clicks = with_click_tracking(html, "http://localhost:4566", "id", links);
  const auto tags = static_cast<size_t>(std::count(html.begin(), html.end(), '<'));
  if (links.size() > tags || links.size() > 250) std::abort();
  for (const auto& link : links)
    if (link.url.size() < 7 || (link.url[0] != 'h' && link.url[0] != 'H')) std::abort();
  if (links.empty() && html.find("ses:") == std::string::npos && html.find("SES:") == std::string::npos && html.find("Ses:") == std::string::npos && clicks.size() > html.size())
    std::abort();
  const std::string opens = with_open_tracking(clicks, "http://localhost:4566", "id");
  if (opens.find("/_lambent/ses/open/id") == std::string::npos || has_open_placeholder(without_open_placeholder(opens))) {
    // The tracker's mark may form from the pieces around one that is taken away; one more pass must then shorten the text.
    if (without_open_placeholder(opens).size() >= opens.size()) std::abort();
  }
  if (with_html_changed(html, [](std::string text) { return text; }) != html) std::abort();
  (void)with_html_changed(html, [](std::string text) { return text + "!"; });
  if (with_texts_changed(html, [](std::string text) { return text; }) != html) std::abort();
  MailRow row;
  row.to = {"a@b"};
  row.raw = html;
  add_unsubscribe_link(row, "http://localhost:4566/leave");
  if (row.raw->find("List-Unsubscribe: <http://localhost:4566/leave>") == std::string::npos) std::abort();
  return 0;
}
