// One kind of event as a table row (events.cpp), and the functions behind the rows. Between the files of this folder.
#pragma once
#include "events/events.h"

namespace lambent::events {

struct Mirror {
  const char* from;
  const char* to;  // says the same: follows `from` if only that was set
};

struct Kind {
  EventSource source;
  Json (*make)(const EventRequest& request) = nullptr;
  std::vector<const char*> records;  // where a path may begin besides the event itself
  std::vector<const char*> open;     // what may be made where it is not there, with anything below it; [*] any index
  std::vector<const char*> texts;    // as `open`, and what is set below is text
  std::vector<Mirror> mirrors;       // within one event; for what is not a plain copy there is `finish`
  void (*finish)(Json& event, const Json& made) = nullptr;  // what depends on members that were set; may be null
};

// http_kinds.cpp
Json make_rest_api(const EventRequest& request);
Json make_http_api(const EventRequest& request);
Json make_function_url(const EventRequest& request);
Json make_load_balancer(const EventRequest& request);
void finish_rest_api(Json& event, const Json& made);
void finish_http_api(Json& event, const Json& made);

// message_kinds.cpp
Json make_sns(const EventRequest& request);
Json make_sqs(const EventRequest& request);
void finish_sqs(Json& event, const Json& made);

// mail_kind.cpp
Json make_ses(const EventRequest& request);
void finish_ses(Json& event, const Json& made);

// service_kinds.cpp
Json make_s3(const EventRequest& request);
void finish_s3(Json& event, const Json& made);
Json make_eventbridge(const EventRequest& request);
Json make_scheduled(const EventRequest& request);
Json make_logs(const EventRequest& request);  // the data not yet encoded, so that overrides reach into it
void finish_logs(Json& event, const Json& made);

// overrides.cpp
void apply_override(Json& event, const Kind& kind, const Override& one, Members members);
void apply_mirrors(Json& event, const Kind& kind, const Json& made);
bool changed(const Json& event, const Json& made, std::string_view path);  // false if either has no such member

}  // namespace lambent::events
