#include "aws/aws.h"

#include "aws/authorization_message.h"
#include "aws/model.h"
#include "aws/stopping.h"
#include "aws/validate.h"
#include "base/log.h"
#include "http/message.h"

namespace lambent {
namespace {

constexpr size_t kShown = 16 << 10;  // longer values appear in the journal by their size only

Json shown(const Json& value) {
  if (value.is_string() && value.get_ref<const std::string&>().size() > kShown)
    return "(" + std::to_string(value.get_ref<const std::string&>().size()) + " bytes)";
  if (!value.is_structured()) return value;
  Json out = value.is_array() ? Json::array() : Json::object();
  if (value.is_array()) {
    for (const auto& item : value) out.push_back(shown(item));
  } else {
    for (const auto& [key, item] : value.items()) out[key] = shown(item);
  }
  return out;
}

// What a call that is cut off answers, as far as anybody hears it.
AwsError cut_off(const PeerLine* line) {
  if (line && line->hung_up()) return AwsError("RequestAborted", 499, "The caller has hung up.");
  return AwsError("ServiceUnavailable", 503, kStopping);
}

// A stand-in for what is thrown inside a service and is not an AwsError: a bug of ours.
AwsError internal_failure(const std::string& what) {
  log_error("a service failed: " + what);
  return AwsError("InternalFailure", 500, "lambent failed: " + what);
}

}  // namespace

Aws::Aws(Loop& loop, Ids& ids, Journal& journal, Store& store, const Authorizer& authorizer)
    : loop_(loop), ids_(ids), journal_(journal), store_(store), authorizer_(authorizer), stubs_(loop.clock()) {}

void Aws::add(Service& service) { services_[std::string(service.name())] = &service; }

Service* Aws::find(std::string_view service) const {
  auto it = services_.find(service);
  return it == services_.end() ? nullptr : it->second;
}

const std::string& Aws::message_secret() {
  if (message_secret_.empty()) message_secret_ = ids_.letters(32);
  return message_secret_;
}

std::vector<Service*> Aws::services() const {
  std::vector<Service*> out;
  for (const auto& [name, service] : services_) out.push_back(service);
  return out;
}

Task<Json> Aws::call(Call call) {
  Service* service = find(call.service);
  if (!service) throw not_emulated(call.service, "the service");
  if (call.request_id.empty()) call.request_id = ids_.uuid();
  if (!call.parent && call.caller.activity) call.parent = call.caller.activity->span;
  if (call.trace.empty()) call.trace = call.caller.activity ? call.caller.activity->trace : ids_.trace();

  CallEntry noted;
  noted.service = call.service;
  noted.operation = call.operation;
  noted.principal = call.caller.arn;
  noted.route = call.origin.route;
  noted.region = call.scope.region;
  noted.access_key = call.origin.access_key;
  noted.input = shown(call.input);
  call.span = journal_.open(call.parent, call.trace, std::move(noted));
  std::uint64_t span = call.span;
  PeerLine* line = std::exchange(call.line, nullptr);

  // A failure is carried out of the handlers: co_await is not allowed inside a catch.
  Json answer;
  std::optional<AwsError> failed;
  std::optional<WireFault> broken;
  try {
    answer = co_await run(*service, std::move(call), line);
  } catch (const BrokenCall& e) {
    failed = e;
    broken = e.fault();
  } catch (const AwsError& e) {
    failed = e;
  } catch (const boost::system::system_error& e) {
    const bool aborted = e.code() == net::error::operation_aborted;
    failed = aborted ? cut_off(line) : internal_failure(e.what());
  } catch (const std::exception& e) {
    failed = internal_failure(e.what());
  }
  if (auto* entry = journal_.get<CallEntry>(span)) {
    entry->status = failed ? failed->status() : 200;
    if (failed) {
      entry->error_code = failed->code();
      entry->error_message = failed->message();
    } else {
      entry->output = shown(answer);
    }
  }
  journal_.finish(span);
  if (broken) throw BrokenCall(*broken);
  if (failed) throw *failed;
  co_return answer;
}

Task<Json> Aws::run(Service& service, Call call, PeerLine* line) {
  const model::Service* api = model::find(call.service);
  const model::Operation* operation = api ? api->find(call.operation) : nullptr;
  if (operation) validate_input(*api, *operation, call.input);
  authorize(service, call);
  if (!stubs_.empty()) {
    auto instead = co_await stubbed(call);
    if (instead) co_return std::move(*instead);
  }
  if (line && service.polls(call.operation)) line->cancel_when_gone();
  Json answer = co_await service.handle(std::move(call));
  if (!store_.clean()) co_await store_.commit();
#ifndef NDEBUG
  if (operation) {
    std::string fault = output_fault(*api, *operation, answer);
    if (!fault.empty()) throw std::logic_error(std::string(service.name()) + " answered " + operation->name + " wrongly: " + fault);
  }
#endif
  co_return answer;
}

// The answer a stub gives, if one takes the call and does not let it go on.
Task<std::optional<Json>> Aws::stubbed(const Call& call) {
  Stubs::Taken taken = co_await stubs_.take(call);
  if (auto* entry = journal_.get<CallEntry>(call.span)) entry->stub = taken.how;
  if (taken.fault) throw BrokenCall(*taken.fault);
  if (taken.error) throw *taken.error;
  co_return std::move(taken.answer);
}

void Aws::authorize(const Service& service, const Call& call) {
  for (Need& need : service.needs(call)) {
    auto* entry = journal_.get<CallEntry>(call.span);
    if (entry && (entry->target.empty() || entry->target == "*")) entry->target = need.resource;
    if (enforcement_ == Enforcement::off) continue;
    std::vector<PolicyStatement> allowing;
    std::optional<Denial> denial = authorizer_.decide(call, need, &allowing);
    if (denial) {
      denial->encoded = encode_authorization_message(message_secret(), call.span);
      if (entry) entry->denial = std::make_shared<const Denial>(*denial);
      if (enforcement_ == Enforcement::enforce) throw service.refused(call, *denial);
      allowing.clear();
    }
    if (entry) entry->allowed.push_back({std::move(need.action), std::move(need.resource), std::move(allowing), denial.has_value()});
  }
}

}  // namespace lambent
