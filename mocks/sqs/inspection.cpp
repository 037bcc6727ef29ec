// GET or POST /_aws/sqs/messages?QueueUrl=…: what is in a queue, as ReceiveMessage would show it, and nothing changes.
// LocalStack's shapes: XML, JSON for who accepts it, and SDKs may have the path for their endpoint. ShowInvisible and
// ShowDelayed add those in flight and delayed, and say among the attributes which they are.
#include <algorithm>

#include "aws/wire.h"
#include "base/text.h"
#include "mocks/sqs/faults.h"
#include "mocks/sqs/received.h"
#include "mocks/sqs/sqs.h"

namespace lambent::sqs {
namespace {

constexpr size_t kMostShown = 10'000;

struct Shown {
  std::string url, action;
  bool invisible = false, delayed = false;
};

bool yes(const std::string& text) { return iequals(text, "true") || text == "1"; }

bool speaks_json(const HttpRequest& request) { return istarts_with(request.headers.get("Content-Type"), "application/x-amz-json"); }

Shown shown_of(const HttpRequest& request) {
  Shown out;
  std::string_view form;
  if (istarts_with(request.headers.get("Content-Type"), "application/x-www-form-urlencoded")) form = request.body;
  for (std::string_view source : {request.query(), form})
    for (const auto& [name, value] : parse_form(source)) {
      if (name == "QueueUrl") out.url = value;
      if (name == "Action") out.action = value;
      if (name == "ShowInvisible") out.invisible = yes(value);
      if (name == "ShowDelayed") out.delayed = yes(value);
    }
  if (!speaks_json(request)) return out;
  if (auto body = try_parse_json(request.body)) out.url = text_at(*body, "QueueUrl", out.url);
  std::string_view target = request.headers.get("X-Amz-Target");
  if (auto dot = target.rfind('.'); dot != std::string_view::npos) out.action = target.substr(dot + 1);
  return out;
}

Json name_value_list(const Json& map) {
  Json out = array();
  for (const auto& [name, value] : map.items()) out.push_back(object({{"Name", name}, {"Value", value}}));
  return out;
}

// The XML answer's tree as JSON, as LocalStack writes it: maps are lists of Name and Value.
Json as_tree(const Json& messages) {
  Json list = array();
  for (const auto& message : messages) {
    Json one = Json::object();
    for (const auto& [key, value] : message.items()) {
      bool map = key == "Attributes" || key == "MessageAttributes";
      set(one, map ? key.substr(0, key.size() - 1) : key, map ? name_value_list(value) : value);
    }
    if (one.contains("MessageAttribute"))
      for (auto& attribute : one["MessageAttribute"])
        if (auto bytes = find_text(attribute["Value"], "BinaryValue")) set_text(attribute["Value"], "BinaryValue", base64_encode(*bytes));
    list.push_back(std::move(one));
  }
  return list;
}

// Writes answers in the form the request asks for.
class Writer {
 public:
  Writer(const HttpRequest& request, std::string id) : id_(std::move(id)) {
    what_.service = model::find("sqs");
    what_.operation = what_.service->find("ReceiveMessage");
    what_.protocol = speaks_json(request) ? model::Protocol::json : model::Protocol::query;
    what_.content_type = "application/x-amz-json-1.0";
    tree_ = !speaks_json(request) && request.headers.get("Accept").find("json") != std::string_view::npos;
  }

  HttpResponse messages(const Json& list) const {
    if (!tree_) return render_output(what_, object({{"Messages", list}}), id_);
    Json result = Json::object();
    if (!list.empty()) set(result, "Message", as_tree(list));
    return HttpResponse::json(200, dump(object({{"ReceiveMessageResponse", object({{"ReceiveMessageResult", result}, {"ResponseMetadata", object({{"RequestId", id_}})}})}})));
  }
  HttpResponse error(const AwsError& e) const {
    if (!tree_) return render_error(what_, e, id_);
    const model::Shape* shape = what_.service->error_by_code(e.code());
    Json error = object({{"Type", "Sender"}, {"Code", shape ? shape->error_code : e.code()}, {"Message", e.message()}});
    return HttpResponse::json(e.status(), dump(object({{"ErrorResponse", object({{"Error", error}, {"RequestId", id_}})}})));
  }

 private:
  Identified what_;
  const std::string id_;
  bool tree_ = false;
};

}  // namespace

std::vector<Route> Sqs::routes() {
  auto show = [this](RouteMatch match) { return show_messages(std::move(match)); };
  return {{"GET", "/_aws/sqs/messages", show},
          {"POST", "/_aws/sqs/messages", show},
          {"GET", "/_aws/sqs/messages/{region}/{account}/{name}", show}};
}

Task<HttpResponse> Sqs::show_messages(RouteMatch match) {
  Shown asked = shown_of(match.request);
  Writer writer(match.request, aws_.ids().uuid());
  AwsError nowhere("QueueDoesNotExist", 400, "The specified queue does not exist.");
  if (!asked.action.empty() && asked.action != "ReceiveMessage")
    co_return writer.error(AwsError("InvalidRequest", 400, "This endpoint only accepts ReceiveMessage calls"));
  QueueName name{{match.captured["account"], match.captured["region"]}, match.captured["name"]};
  if (name.name.empty()) {
    if (asked.url.empty()) co_return writer.error(nowhere);
    try {
      name = parse_queue_url(asked.url, aws_.home().scope);
    } catch (const AwsError& e) {
      co_return writer.error(e);
    }
  }
  const QueueRow* queue = find_queue(name);
  if (!queue) co_return writer.error(nowhere);
  Live& live = live_of(name);
  std::int64_t now = aws_.clock().now_ms();
  live.shelf.settle(now);
  // Of a FIFO queue those behind one in flight cannot be received, though they count as visible.
  auto numbers = asked.invisible || asked.delayed ? live.shelf.numbers() : live.shelf.next(kMostShown);
  Json list = array();
  for (auto number : numbers) {
    const Shelf::Place& place = *live.shelf.find(number);
    bool held = place.state == Shelf::State::held, delayed = place.state == Shelf::State::delayed;
    bool hidden = (held && !asked.invisible) || (delayed && !asked.delayed) || place.sent_ms + queue->settings.retention * 1000 <= now;
    if (hidden || list.size() == kMostShown) continue;
    std::string key = message_key(name, *queue, number);
    const Wanted all{{"All"}, {"All"}};
    Json one = received(*messages_.find(key), *deliveries_.find(key), "SQS/BACKDOOR/ACCESS", all);
    if (asked.invisible) set_text(one["Attributes"], "IsVisible", held ? "false" : "true");
    if (asked.delayed) set_text(one["Attributes"], "IsDelayed", delayed ? "true" : "false");
    list.push_back(std::move(one));
  }
  co_return writer.messages(list);
}

}  // namespace lambent::sqs
