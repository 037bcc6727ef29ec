#include "ipo/case/parts.h"
#include "ipo/case/shape_check.h"

namespace lambent::ipo {
namespace {

void read_times(Fields& f, Stub& out, Context& context) {
  const Node* times = f.find("times");
  if (!times) return;
  auto text = text_of(*times, Accept::text);
  if (text && *text == "always") return;
  if (times->is(Node::Kind::map)) {
    Fields t(*times, "times", "times", Finish::value, context);
    out.first = t.integer("from", 1, INT64_MAX).value_or(1);
    out.last = t.integer("to", 1, INT64_MAX);
    t.done();
    if (out.last && *out.last < out.first) context.error(times->place, "'to' is before 'from'");
    return;
  }
  Json count = config::to_json(*times, config::Scalars::typed);
  if (count.is_number_integer() && count >= 1)
    out.last = f.integer("times", 1, INT64_MAX);
  else
    context.error(times->place, "'times' must be a number from 1, {from: …, to: …} or always, not " + shown(*times));
}

Fail read_fail(const Node& node, const Stub& stub, Context& context) {
  Fields f(node, "fail", "fail", Finish::value, context);
  Fail out;
  out.code = f.text("code").value_or("");
  if (!out.code.empty()) out.status = check_error(out.code, node.find("code")->place, stub.on, stub.check, context);
  if (auto status = f.integer("status", 400, 599)) out.status = static_cast<int>(*status);
  out.message = f.spelled("message").value_or("");
  f.done();
  return out;
}

}  // namespace

Stub read_stub(const Node& node, Context& context) {
  Fields f(node, "stub", "a stub", Finish::value, context);
  Stub out;
  out.place = node.place;
  if (auto on = f.fixed("on")) out.on = read_api_name(*on, node.find("on")->place, context.diagnostics());
  out.check = static_cast<Check>(f.word("check").value_or(0));
  if (const Node* when = f.find("when")) {
    out.when = make_value(*when, f.place_of("when"), Finish::matcher);
    if (out.check == Check::strict) check_matcher(*out.when, out.on, context);
  }
  out.as = f.text("as").value_or("");
  read_times(f, out, context);
  out.delay = f.duration("delay").value_or(Duration{});
  out.optional = f.flag("optional").value_or(false);
  auto respond = f.value("respond", Node::Kind::map);
  if (const Node* nothing = f.find("respond"); nothing && nothing->is(Node::Kind::null)) context.error(nothing->place, "'respond' must be a map, not null");
  const Node* fail = f.find("fail");
  auto fault = f.word("fault");
  int outcomes = f.given("respond") + f.given("fail") + f.given("fault");
  if (outcomes > 1) context.error(node.place, "a stub does one thing: respond, fail or fault");
  if (!outcomes && !f.given("delay") && node.is(Node::Kind::map)) context.error(node.place, "a stub needs one of respond, fail, fault and delay");
  if (respond) {
    check_output(*respond, out.on, out.check, context);
    out.outcome = Respond{std::move(*respond)};
  } else if (fail) {
    out.outcome = read_fail(*fail, out, context);
  } else if (fault) {
    out.outcome = static_cast<Fault>(*fault);
  }
  f.done();
  return out;
}

}  // namespace lambent::ipo
