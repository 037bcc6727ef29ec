#include "ipo/run/steps.h"

#include "base/text.h"
#include "events/events.h"
#include "ipo/match/display.h"
#include "ipo/match/duration.h"
#include "ipo/run/expectation.h"
#include "ipo/run/observe.h"
#include "ipo/run/world.h"

namespace lambent::ipo {
namespace {

std::string text_of(Duration d) { return format_duration(std::chrono::floor<std::chrono::milliseconds>(d).count()); }

// The sample event of a source, of the world's time, account and region.
Json sample_event(World& world, const Example& example) {
  events::EventRequest request{.source = example.source, .with = {}, .time = world.now(), .ids = world.aws().ids(), .account = world.scope().account, .region = world.scope().region};
  if (example.with)
    for (const auto& [path, value] : example.with->json.items()) request.with.push_back({path, value, ""});
  auto event = events::make_event(request);
  if (!event) throw events::OverrideError("", "there is no sample event '" + example.source + "'");
  return *event;
}

// A function's error: what it wrote, of which type and message are what people expect.
Json function_error(const Json& payload) {
  Json out = object({{"type", text_at(payload, "errorType")}, {"message", text_at(payload, "errorMessage")}});
  if (payload.is_object())
    for (const auto& [name, value] : payload.items())
      if (name != "errorType" && name != "errorMessage") set(out, name, value);
  return out;
}

void take_error(Answer& answer, const AwsError& e) {
  answer.error = object({{"type", e.code()}, {"message", e.message()}, {"status", e.status()}});
  answer.free_of_error = {"status"};
}

void take_invoke(Answer& answer, const Json& output) {
  std::string payload = text_at(output, "Payload");
  auto value = try_parse_json(payload);
  if (int_at(output, "StatusCode") != 200)
    answer.value = object({{"status", int_at(output, "StatusCode")}});
  else
    answer.value = value ? std::move(*value) : Json(payload);
  if (!has(output, "FunctionError")) return;
  answer.error = function_error(answer.value);
  for (const auto& [name, one] : answer.error->items())
    if (name != "type" && name != "message") answer.free_of_error.push_back(name);
}

Task<void> call(Aws& aws, Call call, std::shared_ptr<Answer> answer, void (*take)(Answer&, const Json&)) {
  try {
    Json output = co_await aws.call(std::move(call));
    take(*answer, output);
  } catch (const AwsError& e) {
    take_error(*answer, e);
  }
  answer->arrived = true;
}

void take_http(Answer& answer, const HttpResponse& response) {
  Json headers = Json::object();
  for (const auto& [name, value] : response.headers) set_text(headers, lower(name), value);
  answer.value = object({{"status", response.status}, {"headers", std::move(headers)}});
  auto json = try_parse_json(response.body);
  if (json) set(answer.value, "json", std::move(*json));
  set_text(answer.value, "body", response.body);
  answer.http = true;
  answer.free = {"headers"};
}

Task<void> send(Gateway& gateway, HttpRequest request, std::shared_ptr<Answer> answer) {
  HttpResponse response = co_await gateway.handle(std::move(request));
  take_http(*answer, response);
  answer->arrived = true;
}

void take_output(Answer& answer, const Json& output) { answer.value = output; }

}  // namespace

Steps::Went Steps::run(const Step& step, const std::string& where) {
  step_ = &step;
  where_ = where;
  try {
    return std::visit([this](const auto& what) { return (*this)(what); }, step.what);
  } catch (const AwsError& e) {
    return refuse(e.message());
  }
}

Steps::Went Steps::refuse(const std::string& why) {
  Problem out;
  out.kind = Problem::Kind::step_refused;
  out.place = step_->place;
  out.where = where_;
  out.what = why;
  problems_.push_back(std::move(out));
  if (!answers_.empty() && answers_.back()->where == where_) answers_.back()->step_refused = true;
  return Went::not_at_all;
}

std::shared_ptr<Answer> Steps::begin(std::string title) {
  auto out = std::make_shared<Answer>();
  out->where = where_;
  out->id = step_->id;
  out->place = step_->place;
  out->title = title;
  out->when = world_.moment_now();
  out->seq = world_.journal().next();
  if (step_->answers()) answers_.push_back(out);
  Happening line;
  line.when = out->when;
  line.text = std::move(title);
  line.seq = out->seq;
  done_.push_back(std::move(line));
  return out;
}

Steps::Went Steps::settle() { return world_.settle() ? Went::on : Went::time_is_up; }

Principal Steps::caller(const std::string& role) const {
  return role.empty() ? Principal::root(world_.scope().account) : world_.session_of(role);
}

Steps::Went Steps::operator()(const Http& http) {
  auto answer = begin(http.method + " " + http.path);
  HttpRequest request = request_of(world_, http);
  world_.loop().tasks().spawn("http step", send(world_.emulator().gateway(), std::move(request), answer));
  return settle();
}

Steps::Went Steps::operator()(const Invoke& invoke) {
  static constexpr const char* types[] = {"RequestResponse", "Event", "DryRun"};
  auto answer = begin("invoke " + invoke.function);
  Json input = object({{"FunctionName", invoke.function}, {"InvocationType", types[static_cast<size_t>(invoke.mode)]}});
  if (!invoke.qualifier.empty()) set_text(input, "Qualifier", invoke.qualifier);
  if (auto* example = std::get_if<Example>(&invoke.event)) {
    try {
      set_text(input, "Payload", dump(sample_event(world_, *example)));
    } catch (const events::OverrideError& e) {
      return refuse(e.what());
    }
  } else {
    set_text(input, "Payload", dump(std::get<Value>(invoke.event).json));
  }
  Call asked("lambda", "Invoke", std::move(input), caller(invoke.as), world_.scope());
  world_.loop().tasks().spawn("invoke step", call(world_.aws(), std::move(asked), answer, take_invoke));
  return settle();
}

Steps::Went Steps::operator()(const AwsCall& wanted) {
  auto answer = begin(wanted.on.text);
  Call asked(wanted.on.service, wanted.on.operation, wanted.params.json, caller(wanted.as), world_.scope());
  world_.loop().tasks().spawn("aws step", call(world_.aws(), std::move(asked), answer, take_output));
  return settle();
}

Steps::Went Steps::operator()(const Advance& advance) {
  if (auto* until = std::get_if<Advance::Until>(&advance.by)) return advance_until(until->effect);
  const auto* by = std::get_if<Duration>(&advance.by);
  TimePoint target = by ? world_.now() + *by : std::get<TimePoint>(advance.by);
  if (target < world_.now()) return refuse("the clock is past that already");
  return world_.advance_to(target) == World::Passed::yes ? Went::on : Went::time_is_up;
}

Steps::Went Steps::advance_until(const Effect& effect) {
  std::vector<Problem> ignored;
  for (;;) {
    for (const auto& one : observe(world_, Then::Reads::free).effects) {
      if (one.kind != effect.kind) continue;
      auto matcher = compile(with_free(effect.fields, one.free), ignored);
      Context context{.now = world_.now()};
      if (matcher && matcher->matches(one.all, context)) return Went::on;
    }
    World::Next next = world_.advance_to_next();
    if (next == World::Next::time_is_up) return Went::time_is_up;
    if (next == World::Next::reached) continue;
    Problem out;
    out.kind = Problem::Kind::never_happened;
    out.place = step_->place;
    out.where = where_;
    out.what = effect_title(effect.kind, effect.fields.json) + ": nothing is due any more, " + text_of(world_.now() - world_.began()) + " after the start";
    out.expected = object({{effect.kind, effect.fields.json}});
    problems_.push_back(std::move(out));
    return Went::not_at_all;
  }
}

Steps::Went Steps::operator()(const Reply& reply) {
  auto answer = begin("SMS from " + reply.from + ": " + in_quotes(reply.text, 80));
  HttpRequest request;
  request.method = "POST";
  request.target = "/_aws/sns/inbound-sms";
  request.headers.add("Host", "localhost");
  request.headers.add("Content-Type", "application/json");
  request.body = dump(object({{"from", reply.from}, {"to", reply.to}, {"text", reply.text}, {"accountId", world_.scope().account}, {"region", world_.scope().region}}));
  request.peer = "127.0.0.1";
  world_.loop().tasks().spawn("reply step", send(world_.emulator().gateway(), std::move(request), answer));
  Went went = settle();
  if (went == Went::on && int_at(answer->value, "status") != 200) return refuse("'" + printable(reply.from) + "' is no phone number");
  return went;
}

Steps::Went Steps::operator()(const Restart& restart) {
  begin("restart " + restart.function);
  world_.emulator().lambda().restart(world_.scope(), restart.function);
  return settle();
}

}  // namespace lambent::ipo
