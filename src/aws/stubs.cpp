#include "aws/stubs.h"

#include "aws/model.h"

namespace lambent {
namespace {

// Counts while a call waits; a cancelled wait counts no longer.
class Counted {
 public:
  explicit Counted(int& count) : count_(count) { ++count_; }
  ~Counted() { --count_; }
  Counted(const Counted&) = delete;

 private:
  int& count_;
};

model::Protocol protocol_of(const Call& call) {
  const model::Service* service = model::find(call.service);
  return service && !service->protocols.empty() ? service->protocols.front() : model::Protocol::json;
}

// As AWS words it; the SDKs of each protocol retry on these.
AwsError throttled(const Call& call) {
  if (call.service == "lambda") return AwsError("TooManyRequestsException", 429, "Rate Exceeded.");
  if (protocol_of(call) == model::Protocol::query) return AwsError("Throttling", 400, "Rate exceeded");
  if (protocol_of(call) == model::Protocol::rest_xml) return AwsError("SlowDown", 503, "Please reduce your request rate.");
  return AwsError("ThrottlingException", 400, "Rate exceeded");
}

AwsError unavailable(const Call& call) {
  bool query = protocol_of(call) == model::Protocol::query || protocol_of(call) == model::Protocol::rest_xml;
  return AwsError(query ? "ServiceUnavailable" : "ServiceUnavailableException", 503, "Service is unable to handle request.");
}

}  // namespace

const char* name_of(WireFault fault) {
  static constexpr const char* names[] = {"timeout", "reset", "truncate", "garbage"};
  return names[static_cast<size_t>(fault)];
}

BrokenCall::BrokenCall(WireFault fault)
    : AwsError("ConnectionBroken", 500, std::string("the connection was broken by a stub (") + name_of(fault) + ")"), fault_(fault) {}

bool acts_as(const Principal& caller, const std::string& role) {
  if (role.empty() || caller.entity_arn == role) return true;
  auto slash = caller.entity_arn.rfind('/');
  return slash != std::string::npos && caller.entity_arn.substr(slash + 1) == role;
}

Stub* Stubs::find(const Call& call) {
  for (Stub& stub : stubs_) {
    if (!stub.on(call) || !acts_as(call.caller, stub.as) || (stub.when && !stub.when(call.input))) continue;
    std::int64_t turn = ++stub.fitting;
    if (turn < stub.first || (stub.last && turn > *stub.last)) continue;
    ++stub.used;
    return &stub;
  }
  return nullptr;
}

Task<Stubs::Taken> Stubs::take(const Call& call) {
  Taken out;
  const Stub* found = find(call);
  if (!found) co_return out;
  const Stub stub = *found;
  out.how = "delayed";
  if (stub.delay > Duration{}) {
    Counted waits(delayed_);
    co_await clock_.sleep_for(stub.delay);
  }
  if (auto* answer = std::get_if<StubAnswer>(&stub.outcome)) {
    out.how = "answered";
    out.answer = answer->output;
  } else if (auto* error = std::get_if<StubError>(&stub.outcome)) {
    out.how = "failed";
    out.error = AwsError(error->code, error->status, error->message);
  } else if (auto* fault = std::get_if<WireFault>(&stub.outcome)) {
    out.how = name_of(*fault);
    out.fault = *fault;
  } else if (std::holds_alternative<ServiceThrottles>(stub.outcome)) {
    out.how = "throttle";
    out.error = throttled(call);
  } else if (std::holds_alternative<ServiceUnavailable>(stub.outcome)) {
    out.how = "unavailable";
    out.error = unavailable(call);
  }
  co_return out;
}

}  // namespace lambent
