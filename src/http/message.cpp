#include "http/message.h"

#include <algorithm>

#include "base/text.h"

namespace lambent {

std::string_view HttpFields::get(std::string_view name) const {
  for (const auto& [key, value] : fields_)
    if (iequals(key, name)) return value;
  return {};
}
bool HttpFields::has(std::string_view name) const {
  return std::any_of(fields_.begin(), fields_.end(), [&](const auto& f) { return iequals(f.first, name); });
}
std::vector<std::string_view> HttpFields::all(std::string_view name) const {
  std::vector<std::string_view> out;
  for (const auto& [key, value] : fields_)
    if (iequals(key, name)) out.push_back(value);
  return out;
}
void HttpFields::set(std::string_view name, std::string_view value) {
  remove(name);
  add(name, value);
}
void HttpFields::add(std::string_view name, std::string_view value) { fields_.emplace_back(name, value); }
void HttpFields::remove(std::string_view name) {
  std::erase_if(fields_, [&](const auto& f) { return iequals(f.first, name); });
}

std::string_view HttpRequest::path() const {
  std::string_view t = target;
  return t.substr(0, t.find('?'));
}
std::string_view HttpRequest::query() const {
  std::string_view t = target;
  auto mark = t.find('?');
  return mark == std::string_view::npos ? std::string_view{} : t.substr(mark + 1);
}

HttpResponse HttpResponse::json(int status, std::string body) {
  HttpResponse out{status, {}, std::move(body)};
  out.headers.add("Content-Type", "application/json");
  return out;
}
HttpResponse HttpResponse::text(int status, std::string body) {
  HttpResponse out{status, {}, std::move(body)};
  out.headers.add("Content-Type", "text/plain; charset=utf-8");
  return out;
}

std::vector<std::pair<std::string, std::string>> parse_form(std::string_view encoded) {
  std::vector<std::pair<std::string, std::string>> out;
  while (!encoded.empty()) {
    auto amp = encoded.find('&');
    auto one = encoded.substr(0, amp);
    encoded = amp == std::string_view::npos ? std::string_view{} : encoded.substr(amp + 1);
    if (one.empty()) continue;
    auto eq = one.find('=');
    out.emplace_back(form_decode(one.substr(0, eq)), eq == std::string_view::npos ? "" : form_decode(one.substr(eq + 1)));
  }
  return out;
}

}  // namespace lambent
