#include "delivery/delivery.h"

#include "base/text.h"

namespace lambent {
namespace {

// Strings of an input may hold any byte, which JSON text may not: so inputs are kept as MessagePack.
std::string packed(const Json& value) {
  std::string out;
  Json::to_msgpack(value, nlohmann::detail::output_adapter<char>(out));
  return base64_encode(out);
}
Json unpacked(const std::string& text) {
  Json out = Json::from_msgpack(base64_decode(text).value_or(""), true, false);
  return out.is_discarded() ? Json::object() : out;
}

Json json_of(const CallTarget& t) {
  return object({{"service", t.service}, {"operation", t.operation}, {"account", t.scope.account}, {"region", t.scope.region}, {"input", packed(t.input)}});
}
CallTarget call_of(const Json& j) {
  return {text_at(j, "service"), text_at(j, "operation"), {text_at(j, "account"), text_at(j, "region")}, unpacked(text_at(j, "input"))};
}

Json json_of(const HttpTarget& t) {
  Json headers = array();
  for (const auto& [name, value] : t.headers) headers.push_back(text_array({name, value}));
  return object({{"url", t.url}, {"headers", headers}, {"body", base64_encode(t.body)}});
}
HttpTarget post_of(const Json& j) {
  HttpTarget out{text_at(j, "url"), {}, base64_decode(text_at(j, "body")).value_or("")};
  if (const Json* headers = find(j, "headers"))
    for (const auto& one : *headers) out.headers.add(one[0].get<std::string>(), one[1].get<std::string>());
  return out;
}

constexpr std::size_t kRowBytes = 1024;  // of the row itself, its keys and its coroutine

std::size_t weight_of(const Json& j) {
  std::size_t out = sizeof(Json);
  if (const auto* text = j.get_ptr<const std::string*>()) return out + text->size();
  if (j.is_structured())
    for (const auto& one : j.items()) out += one.key().size() + weight_of(one.value());
  return out;
}

}  // namespace

std::size_t Delivery::weight() const {
  std::size_t out = kRowBytes + weight_of(about);
  if (const auto* call = std::get_if<CallTarget>(&to)) out += weight_of(call->input);
  if (const auto* post = std::get_if<HttpTarget>(&to)) {
    out += post->url.size() + post->body.size();
    for (const auto& [name, value] : post->headers) out += name.size() + value.size();
  }
  if (dead_letter) out += weight_of(dead_letter->input);
  return out;
}

Json Delivery::to_json() const {
  Json out = object({{"line", line}, {"group", group}, {"service", service}, {"sourceArn", source_arn}, {"sourceAccount", source_account}, {"plan", plan.to_json()},
                     {"about", about}, {"notBefore", not_before_ms}, {"trace", trace}, {"attempts", attempts}, {"since", since_ms}, {"due", due_ms}, {"buried", buried}});
  if (const auto* call = std::get_if<CallTarget>(&to)) set(out, "call", json_of(*call));
  if (const auto* post = std::get_if<HttpTarget>(&to)) set(out, "post", json_of(*post));
  if (dead_letter) set(out, "deadLetter", json_of(*dead_letter));
  return out;
}

Delivery Delivery::from_json(const Json& j) {
  Delivery d;
  if (const Json* call = find(j, "call")) d.to = call_of(*call);
  if (const Json* post = find(j, "post")) d.to = post_of(*post);
  if (const Json* dead = find(j, "deadLetter")) d.dead_letter = call_of(*dead);
  if (const Json* plan = find(j, "plan")) d.plan = RetryPlan::from_json(*plan);
  if (const Json* about = find(j, "about")) d.about = *about;
  d.line = text_at(j, "line");
  d.group = text_at(j, "group");
  d.service = text_at(j, "service");
  d.source_arn = text_at(j, "sourceArn");
  d.source_account = text_at(j, "sourceAccount");
  d.not_before_ms = int_at(j, "notBefore");
  d.trace = text_at(j, "trace");
  d.attempts = static_cast<int>(int_at(j, "attempts"));
  d.since_ms = int_at(j, "since");
  d.due_ms = int_at(j, "due");
  d.buried = bool_at(j, "buried");
  return d;
}

}  // namespace lambent
