// What happened in a world, read from its journal in the words of a case: effects, refused calls, log lines, counters.
#pragma once
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "aws/aws.h"
#include "aws/journal.h"
#include "ipo/case/then.h"
#include "ipo/run/outcome.h"

namespace lambent::ipo {

class World;

// What is looked at: the journal of a world, or one read from elsewhere (src/ipo/record).
struct Scene {
  const Journal& journal;
  Aws& aws;
  std::function<Moment(const JournalEntry&)> moment;
};

struct Happened {
  std::string kind;                       // "email"
  Json fields;                            // what a case must list
  Json all;                               // with what is compared only where a case names it
  std::vector<std::string> free;          // the names of the latter
  std::uint64_t seq = 0;
  Moment when;
  std::string by;
};

struct SeenDenial {  // equal refusals are one
  Json fields;       // action, resource, principal, by
  Refusal refusal;
  Moment when;
  std::string by;
  std::vector<std::uint64_t> seqs;
};

struct SeenLog {
  std::string function, level, text;  // level: upper case; empty if the line tells none
  std::uint64_t seq = 0;
};

struct Observed {
  std::vector<Happened> effects;  // in the order they happened
  std::vector<SeenDenial> denied;
  std::vector<SeenLog> logs;
  std::int64_t invocations = 0, cold = 0, billed_ms = 0, memory_mb = 0;
};

// `reads` closed: calls of the application that only read are effects too.
Observed observe(const World& world, Then::Reads reads);
Observed observe(const Scene& scene, Then::Reads reads);

// total, failed, denied and stubbed calls of an operation by the application.
Json count_calls(const World& world, const ApiName& on);

// In CallEntry::stub: the service did it, and its answer was lost (sweep/lossy_service.h). Such a call has its effect.
constexpr char kAnswerLost[] = "answer lost";

// Who caused an entry: the function or machine nearest above it; "the case" if nobody is.
std::string cause_of(const Journal& journal, const JournalEntry& entry);
// Whether a call was made by the application or a service, not by a step of the case.
bool of_the_application(const JournalEntry& entry);

std::string call_title(const CallEntry& call);            // sns:Publish to "+1555…"
std::string effect_title(const std::string& kind, const Json& fields);  // email to "ada@example.com", subject "Hi"
std::string role_of(const std::string& principal);         // the role's name in an assumed-role ARN, else the ARN

}  // namespace lambent::ipo
