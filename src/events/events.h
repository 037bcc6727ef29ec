// Sample events: what a function is given by each of its sources, with members, order and types as AWS sends them.
//
//   Ids ids(seed);
//   EventRequest request{.source = "sqs", .with = {override_of("body={\"id\": 7}")}, .time = clock.now(), .ids = ids};
//   std::optional<Json> event = make_event(request);   // nothing: there is no such source
//
// The same seed, time, account and region give the same event. Where the emulator has the code that makes the real event,
// that code makes this one (apigateway-v1).
//
// Overrides are applied in order. A path is written Records[0].body or headers["x-a.b"]; where the event itself has no
// member of its first name it is looked for in the event's record, so that `body` does for sqs and `Message` for sns.
//  - A member that is text stays text: an object given for `body` becomes its JSON text.
//  - Members that say the same twice or depend on each other go along unless they are set too: requestContext.httpMethod
//    with httpMethod, md5OfBody with body, the encoded data of cloudwatch-logs with its `message`.
//  - What is not there is refused with the nearest name, as is a value of another type, unless `members` is any; maps
//    whose names are the sender's (headers, attributes, detail…) take any name.
#pragma once
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/json.h"
#include "base/time_text.h"

namespace lambent::events {

struct EventSource {
  const char* name;
  const char* help;  // one line
};
std::span<const EventSource> event_sources();

struct Override {
  std::string path;
  Json value;
  std::string written;  // the value as it was written, which a text member keeps ("1e5"); empty: as dump() writes it
};
// From `path=value`; the value is JSON if it parses as JSON, else text. Throws OverrideError without '=' or path.
Override override_of(std::string_view text);

// An override that is refused. `addable`: Members::any would take it.
class OverrideError : public std::runtime_error {
 public:
  OverrideError(std::string path, const std::string& what, bool addable = false)
      : std::runtime_error(what), path_(std::move(path)), addable_(addable) {}
  const std::string& path() const { return path_; }
  bool addable() const { return addable_; }

 private:
  std::string path_;
  bool addable_;
};

enum class Members { known, any };

struct EventRequest {
  std::string source;
  std::vector<Override> with;
  TimePoint time{};
  Ids& ids;
  std::string account = "000000000000";
  std::string region = "us-east-1";
  Members members = Members::known;
};

std::optional<Json> make_event(const EventRequest& request);  // throws OverrideError

}  // namespace lambent::events
