// `lambent invoke --endpoint`: the same report from an emulator that runs elsewhere, by its HTTP doors.
#pragma once
#include <string>
#include <vector>

#include "base/json.h"
#include "http/message.h"

namespace lambent::cli {

// Throws Stop if the emulator cannot be reached or is none.
Json invoke_remote(const std::string& endpoint, const std::string& function, const std::string& event);

// Where the emulator is if nobody says: AWS_ENDPOINT_URL, else http://127.0.0.1:4566.
std::string usual_endpoint();

// One GET of an emulator elsewhere: any status is an answer. Throws Stop if there is none.
HttpResponse ask(const std::string& endpoint, const std::string& target);
// The same for what is JSON; throws Stop in the emulator's words for another status than 200.
Json ask_json(const std::string& endpoint, const std::string& target);

// An emulator that runs elsewhere, as it is now: what it is (GET /_lambent/api/v1/info) and its whole journal.
struct Elsewhere {
  Json info;
  std::vector<Json> entries;
};
// Throws Stop as above.
Elsewhere look_at(const std::string& endpoint);

}  // namespace lambent::cli
