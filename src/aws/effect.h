// What a service did to the world, in the words of a test case: a mail, an SMS, an execution, a message, an object, an
// invocation. Services describe it from their journal entries (Service::effect), so that a new service plugs in by
// itself. The fields of each kind: src/ipo/case/ipo.schema.json.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "base/json.h"

namespace lambent {

struct SeenEffect {
  std::string kind;              // "email", "sms", "push", "execution", "message", "object", "invoke"
  Json fields = Json::object();  // what a case must list, unless it opens the effect
  // What is compared only where a case names it: what the service chose (ids, times), and what follows from the rest.
  Json details = Json::object();
};

enum class Touch {
  reads,   // changes nothing
  writes,  // an effect of the kind `call`
  told     // whatever it does is told by Service::effect, so the call itself is none
};

// By the verb of the name: Get, List, Describe, Head, … read; all others write.
Touch touch_by_verb(std::string_view operation);

}  // namespace lambent
