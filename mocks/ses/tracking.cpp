#include "mocks/ses/tracking.h"

#include "base/text.h"

namespace lambent::ses {
namespace {

constexpr size_t kMostLinks = 250;
constexpr std::string_view kPlaceholder = "{{ses:openTracker}}";

struct Attribute {
  std::string name, value;
  size_t begin = 0, end = 0;  // in the text, with the blanks before it
};

bool blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

// Reads the attributes of a tag from `at` to its '>', whose place is returned; npos if it never ends.
size_t read_attributes(std::string_view html, size_t at, std::vector<Attribute>& out) {
  while (at < html.size()) {
    Attribute one;
    one.begin = at;
    while (at < html.size() && (blank(html[at]) || html[at] == '/')) ++at;
    if (at >= html.size()) break;
    if (html[at] == '>') return at;
    size_t name = at;
    while (at < html.size() && !blank(html[at]) && html[at] != '=' && html[at] != '>' && html[at] != '/') ++at;
    if (at == name) ++at;  // a stray '=': no attribute, but go on
    one.name = lower(html.substr(name, at - name));
    size_t equals = at;
    while (equals < html.size() && blank(html[equals])) ++equals;
    if (equals < html.size() && html[equals] == '=') {
      at = equals + 1;
      while (at < html.size() && blank(html[at])) ++at;
      if (at >= html.size()) break;
      const char quote = html[at] == '"' || html[at] == '\'' ? html[at++] : 0;
      size_t value = at;
      while (at < html.size() && (quote ? html[at] != quote : !blank(html[at]) && html[at] != '>')) ++at;
      one.value = html.substr(value, at - value);
      if (quote && at < html.size()) ++at;
    }
    one.end = at;
    out.push_back(std::move(one));
  }
  return std::string_view::npos;
}

const Attribute* attribute(const std::vector<Attribute>& all, std::string_view name) {
  for (const auto& one : all)
    if (one.name == name) return &one;
  return nullptr;
}

std::string unescaped(std::string text) { return replace_all(std::move(text), "&amp;", "&"); }

// "name:value;name2:value2"
Json link_tags(const std::string& text) {
  Json out = Json::object();
  for (const auto& one : split(text, ';')) {
    auto pair = split(one, ':', 2);
    if (pair.size() == 2 && !trim(pair[0]).empty()) set(out, trim(pair[0]), text_array({std::string(trim(pair[1]))}));
  }
  return out.empty() ? Json() : out;
}

bool is_link_start(std::string_view html, size_t at) {
  return at + 2 < html.size() && html[at] == '<' && (html[at + 1] == 'a' || html[at + 1] == 'A') && blank(html[at + 2]);
}

}  // namespace

TrackingBase tracking_base(const std::string& home, const ConfigurationSetRow& set) {
  if (set.redirect_domain.empty()) return {home, home};
  std::string port = home.substr(home.find("://") + 3);
  port = port.rfind(':') == std::string::npos ? "" : port.substr(port.rfind(':'));
  const std::string plain = "http://" + set.redirect_domain + port, safe = "https://" + set.redirect_domain;
  if (set.https_policy == "REQUIRE") return {safe, safe};
  if (set.https_policy == "REQUIRE_OPEN_ONLY") return {safe, plain};
  return {plain, plain};
}

std::string with_click_tracking(std::string_view html, const std::string& base, const std::string& message_id, std::vector<TrackedLink>& links) {
  std::string out;
  size_t done = 0;
  for (size_t at = html.find('<'); at != std::string_view::npos; at = html.find('<', at + 1)) {
    if (!is_link_start(html, at)) continue;
    std::vector<Attribute> all;
    size_t end = read_attributes(html, at + 2, all);
    if (end == std::string_view::npos) break;
    const Attribute* href = attribute(all, "href");
    const Attribute* tags = attribute(all, "ses:tags");
    const Attribute* untracked = attribute(all, "ses:no-track");
    std::string url = href ? unescaped(std::string(trim(href->value))) : "";
    const bool web = istarts_with(url, "http://") || istarts_with(url, "https://");
    const bool tracked = web && !untracked && links.size() < kMostLinks;
    for (const auto& one : all) {
      const bool replaced = tracked && &one == href;
      if (!replaced && &one != tags && &one != untracked) continue;
      out.append(html.substr(done, one.begin - done));
      if (replaced) {
        out += " href=\"" + base + "/_lambent/ses/click/" + message_id + "/" + std::to_string(links.size() + 1) + "\"";
      }
      done = one.end;
    }
    if (tracked) links.push_back({url, tags ? link_tags(tags->value) : Json()});
    at = end;
  }
  return out.append(html.substr(done));
}

bool has_open_placeholder(std::string_view html) { return html.find(kPlaceholder) != std::string_view::npos; }

std::string without_open_placeholder(std::string html) { return replace_all(std::move(html), kPlaceholder, ""); }

std::string with_open_tracking(std::string html, const std::string& base, const std::string& message_id) {
  const std::string picture = "<img alt=\"\" src=\"" + base + "/_lambent/ses/open/" + message_id + "\" style=\"display: none; width: 1px; height: 1px;\">";
  size_t at = html.find(kPlaceholder);
  if (at != std::string::npos) {
    html.replace(at, kPlaceholder.size(), picture);
    return without_open_placeholder(std::move(html));
  }
  at = lower(html).rfind("</body>");
  html.insert(at == std::string::npos ? html.size() : at, picture);
  return html;
}

std::string_view tracking_picture() {
  static constexpr char kGif[] =
      "GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x01\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02" "D\x01\x00;";
  return {kGif, sizeof kGif - 1};
}

}  // namespace lambent::ses
