#include "ipo/record/draft.h"

#include <optional>
#include <set>
#include <stdexcept>

#include "aws/model.h"
#include "base/text.h"
#include "base/time_text.h"
#include "ipo/case/placeholders.h"
#include "ipo/match/display.h"
#include "ipo/match/duration.h"
#include "ipo/record/case_yaml.h"
#include "ipo/report/secrets.h"

namespace lambent::ipo {
namespace {

std::string last_part(const std::string& arn) { return arn.substr(arn.rfind(':') + 1); }

// What clients and the network add, which is not of the request itself.
bool of_the_way(const std::string& header) {
  static const std::set<std::string> names = {"host", "user-agent", "accept", "accept-encoding", "accept-language", "cache-control", "connection", "content-length",
                                              "x-amzn-trace-id", "x-forwarded-for", "x-forwarded-port", "x-forwarded-proto", "via", "pragma", "origin", "referer"};
  const std::string name = lower(header);
  return names.contains(name) || name.starts_with("sec-");
}

Json masked_as_written(const Json& value, const std::string& pointer, Comments& comments) {
  Json masked = masked_json(value);
  if (masked != value) comments[pointer] = "a secret was masked";
  return json_as_written(masked);
}

Json values_of(const Json& list) {
  if (!list.is_array()) return list;
  return list.size() == 1 ? list[0] : list;
}

// All texts and numbers in it, one a line: what the case gives itself.
std::string texts_of(const Json& value) {
  if (!value.is_structured()) return (value.is_string() ? value.get<std::string>() : dump(value)) + "\n";
  std::string out;
  for (const auto& inner : value) out += texts_of(inner);
  return out;
}

class Drafter {
 public:
  Drafter(const Journal& journal, const Trace& trace, const Observed& seen, const DraftOptions& options)
      : journal_(journal), trace_(trace), seen_(seen), options_(options), call_(std::get<CallEntry>(trace.entry->data)) {
    for (std::uint64_t seq : trace.entries)
      if (auto* one = std::get_if<InvocationEntry>(&journal.find(seq)->data); one && journal.find(seq)->parent == trace.entry->seq) invocation_ = one;
  }

  Draft draft() {
    Json when = array();
    Json step = first_step();
    opener_.emplace(trace_, texts_of(step));
    if (!http_ && !call_.principal.ends_with(":root") && !call_.principal.ends_with(".amazonaws.com")) set_text(step, "as", as_written(role_of(call_.principal)));
    when.push_back(std::move(step));
    if (trace_.waited() > Duration{})
      when.push_back(object({{"advance", format_duration(std::chrono::floor<std::chrono::milliseconds>(trace_.waited()).count())}}));
    Json then = expectations();
    set_text(out_.one, "name", as_written(options_.name.empty() ? title_ : options_.name));
    set_text(out_.one, "clock", iso_seconds(trace_.began()));
    Json given = Json::object();
    if (!options_.app.empty()) set_text(given, "app", as_written(options_.app));
    if (Json state = state_needed(); !state.empty()) set(given, "state", std::move(state));
    if (!given.empty()) set(out_.one, "given", std::move(given));
    set(out_.one, "when", std::move(when));
    set(out_.one, "then", std::move(then));
    return std::move(out_);
  }

 private:
  Json first_step() {
    if (call_.service == "lambda" && call_.operation == "Invoke") {
      Json event = event_of_invocation();
      const Json* context = lambent::find(event, "requestContext");
      if (context && has(event, "httpMethod") && has(*context, "apiId") && !call_.principal.ends_with(":root")) return http_step(event);
      return invoke_step(std::move(event));
    }
    return aws_step();
  }

  Json event_of_invocation() const {
    std::string text = text_at(call_.input, "Payload");
    if (!Json::accept(text) && invocation_) text = invocation_->event;
    if (text.empty()) return Json::object();
    auto event = try_parse_json(text);
    if (!event) throw std::invalid_argument("the event is no JSON, or too large for the journal");
    return *event;
  }

  Json http_step(const Json& event) {
    http_ = true;
    const std::string at = "/when/0/http";
    Json http = object({{"method", text_at(event, "httpMethod")}, {"path", as_written(text_at(event, "path"))}});
    title_ = text_at(event, "httpMethod") + " " + text_at(event, "path");
    Json headers = Json::object(), query = Json::object();
    std::string type;
    if (const Json* all = lambent::find(event, "multiValueHeaders"))
      for (const auto& [name, values] : all->items()) {
        if (lower(name) == "content-type") type = text_at(object({{"v", values_of(values)}}), "v");
        if (!of_the_way(name)) set(headers, name, values_of(values));
      }
    if (const Json* all = lambent::find(event, "multiValueQueryStringParameters"))
      for (const auto& [name, values] : all->items()) set(query, name, values_of(values));
    const std::string body = text_at(event, "body");
    auto json = bool_at(event, "isBase64Encoded") ? std::nullopt : try_parse_json(body);
    const bool as_json = json && type == "application/json";
    if (as_json || body.empty() || type.empty()) headers.erase("Content-Type"), headers.erase("content-type");
    if (!query.empty()) set(http, "query", masked_as_written(query, at + "/query", out_.comments));
    if (!headers.empty()) set(http, "headers", masked_as_written(headers, at + "/headers", out_.comments));
    if (as_json)
      set(http, "json", masked_as_written(*json, at + "/json", out_.comments));
    else if (!body.empty())
      set(http, "body", masked_as_written(body, at + "/body", out_.comments));
    if (bool_at(event, "isBase64Encoded")) throw std::invalid_argument("the request has a body of bytes, which a case cannot have");
    return object({{"http", std::move(http)}});
  }

  Json invoke_step(Json event) {
    std::string name = text_at(call_.input, "FunctionName");
    if (auto arn = name.find(":function:"); arn != std::string::npos) name = name.substr(arn + 10);
    title_ = "invoke " + name;
    Json step = object({{"invoke", as_written(name)}, {"event", masked_as_written(event, "/when/0/event", out_.comments)}});
    const std::string type = text_at(call_.input, "InvocationType");
    if (type == "Event") set_text(step, "mode", "async");
    if (type == "DryRun") set_text(step, "mode", "dryrun");
    answers_ = type.empty() || type == "RequestResponse";
    return step;
  }

  Json aws_step() {
    const model::Service* api = model::find(call_.service);
    const std::string name = (api ? api->signing_name : call_.service) + ":" + call_.operation;
    title_ = name;
    Json params = call_.input;
    if (const std::string machine = text_at(params, "stateMachineArn"); !machine.empty()) title_ += " " + last_part(machine);
    params = masked_as_written(params, "/when/0/params", out_.comments);
    const std::string input = text_at(call_.input, "input");
    if (auto json = try_parse_json(input); json && json->is_object()) set(params, "input", object({{"$json", json_as_written(masked_json(*json))}}));
    answers_ = false;  // executionArn and the like: nothing of the application
    return object({{"aws", name}, {"params", std::move(params)}});
  }

  // The payload of the function, or what the API made of it.
  Json answer() const {
    auto payload = try_parse_json(invocation_ ? invocation_->response : text_at(call_.output, "Payload"));
    if (!payload) return Json();
    if (!http_) return *payload;
    Json out = object({{"status", has(*payload, "statusCode") ? (*payload)["statusCode"] : Json(502)}});
    const std::string body = text_at(*payload, "body");
    if (auto json = try_parse_json(body))
      set(out, "json", std::move(*json));
    else
      set_text(out, "body", body);
    return out;
  }

  Json expectations() {
    Json effects = array(), denied = array(), response;
    for (const auto& one : seen_.effects)
      if (trace_.entries.contains(one.seq)) effects.push_back(object({{one.kind, one.fields}}));
    for (const auto& one : seen_.denied) {
      std::int64_t count = 0;
      for (std::uint64_t seq : one.seqs) count += trace_.entries.contains(seq);
      if (count == 0) continue;
      Json refused = one.fields;
      if (count > 1) set(refused, "count", count);
      denied.push_back(std::move(refused));
    }
    const bool failed = call_.status != 200 || (invocation_ && !invocation_->function_error.empty() && !http_);
    if (!failed && answers_) response = answer();
    for (const Json* one : {&response, &effects, &denied}) opener_->count(*one);
    Json then = Json::object();
    if (failed && answers_) set(then, "error", error());
    if (!response.is_null()) set(then, "response", opener_->opened(response, "/then/response", out_.comments));
    set(then, "effects", opener_->opened(effects, "/then/effects", out_.comments));
    if (!denied.empty()) set(then, "denied", opener_->opened(denied, "/then/denied", out_.comments));
    return then;
  }

  Json error() {
    std::string type = call_.error_code, message = call_.error_message;
    if (call_.status == 200 && invocation_)
      if (auto payload = try_parse_json(invocation_->response)) type = text_at(*payload, "errorType"), message = text_at(*payload, "errorMessage");
    Json seen = object({{"type", type}, {"message", message}});
    opener_->count(seen);
    return opener_->opened(seen, "/then/error", out_.comments);
  }

  // What must have been there for messages to get through.
  Json state_needed() const {
    std::set<std::string> identities, numbers;
    for (std::uint64_t seq : trace_.entries) {
      auto* message = std::get_if<MessageEntry>(&journal_.find(seq)->data);
      if (!message || bool_at(message->data, "Own")) continue;  // AWS needs no identity for its own
      if (message->kind != "email" && message->kind != "sms") continue;
      if (message->kind == "email") identities.insert(message->from);
      if (message->kind == "email") identities.insert(message->to.begin(), message->to.end());
      if (message->kind == "sms") numbers.insert(message->to.begin(), message->to.end());
    }
    Json out = Json::object();
    auto list = [](const std::set<std::string>& all) { return json_as_written(text_array({all.begin(), all.end()})); };
    if (!identities.empty()) set(out, "ses", object({{"identities", list(identities)}}));
    if (!numbers.empty()) set(out, "sns", object({{"verified", list(numbers)}}));
    return out;
  }

  const Journal& journal_;
  const Trace& trace_;
  const Observed& seen_;
  const DraftOptions& options_;
  const CallEntry& call_;
  const InvocationEntry* invocation_ = nullptr;  // that the entry itself made
  std::optional<Opener> opener_;
  Draft out_;
  std::string title_;
  bool http_ = false, answers_ = true;
};

}  // namespace

std::string Draft::text(size_t indent) const { return case_yaml(one, comments, indent); }

Draft draft_of(const Journal& journal, const Trace& trace, const Observed& seen, const DraftOptions& options) {
  return Drafter(journal, trace, seen, options).draft();
}

}  // namespace lambent::ipo
