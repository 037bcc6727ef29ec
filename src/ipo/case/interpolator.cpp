#include "ipo/case/interpolator.h"

#include "base/text.h"
#include "ipo/case/fill.h"
#include "ipo/case/path.h"

namespace lambent::ipo {
namespace {

// One filling: the names and where what is missing is said.
class Filling {
 public:
  Filling(Lookup lookup) : lookup_(std::move(lookup)) {}

  void value(Value& v) const { v = fill_value(v, Finish::value, lookup_); }
  void value(std::optional<Value>& v) const {
    if (v) value(*v);
  }
  void matcher(Value& v) const { v = fill_value(v, Finish::matcher, lookup_); }
  void matcher(std::optional<Value>& v) const {
    if (v) matcher(*v);
  }
  void text(std::string& s, const Place& place) const { s = fill_text(s, place, lookup_); }
  void pairs(std::vector<std::pair<std::string, std::string>>& list, const Place& place) const {
    for (auto& [name, inside] : list) {
      text(name, place);
      text(inside, place);
    }
  }

  void operator()(Http& http, const Place& place) const {
    text(http.method, place);
    http.method = upper(http.method);
    text(http.path, place);
    text(http.api, place);
    pairs(http.headers, place);
    pairs(http.query, place);
    value(http.json);
    if (http.body) text(*http.body, place);
  }
  void operator()(Invoke& invoke, const Place& place) const {
    text(invoke.function, place);
    text(invoke.qualifier, place);
    text(invoke.as, place);
    if (auto* event = std::get_if<Value>(&invoke.event)) value(*event);
    if (auto* example = std::get_if<Example>(&invoke.event)) value(example->with);
  }
  void operator()(AwsCall& call, const Place& place) const {
    value(call.params);
    text(call.as, place);
  }
  void operator()(Advance& advance, const Place&) const {
    if (auto* until = std::get_if<Advance::Until>(&advance.by)) matcher(until->effect.fields);
  }
  void operator()(CheckNow& check, const Place&) const { then(check.then); }
  void operator()(Reply& reply, const Place& place) const {
    text(reply.from, place);
    text(reply.to, place);
    text(reply.text, place);
  }
  void operator()(Restart& restart, const Place& place) const { text(restart.function, place); }

  void then(Then& then) const {
    matcher(then.response);
    matcher(then.error);
    for (auto& [id, expected] : then.steps) matcher(expected);
    for (auto& effect : then.effects.list) matcher(effect.fields);
    for (auto& denied : then.denied) {
      matcher(denied.fields);
      matcher(denied.count);
    }
    for (auto& count : then.calls) matcher(count.counters);
    for (auto& line : then.logs) {
      text(line.function, line.place);
      text(line.level, line.place);
      matcher(line.has);
      matcher(line.json);
      matcher(line.count);
    }
    for (auto& left : then.state) matcher(left.value);
    for (auto* took : {&then.took.virtual_time, &then.took.real, &then.took.billed, &then.took.memory, &then.took.cold}) matcher(*took);
  }

 private:
  const Lookup lookup_;
};

}  // namespace

void Interpolator::answered(const std::string& step_id, Json answer) {
  if (!step_id.empty()) steps_[step_id] = std::move(answer);
}
void Interpolator::saved(const std::string& name, Json value) { saved_[name] = std::move(value); }

const Json* Interpolator::find(const std::string& name) const {
  auto path = parse_path(name);
  if (!path || path->empty()) return nullptr;
  bool step = path->front().member == "steps" && path->size() > 1;
  const auto& from = step ? steps_ : saved_;
  auto it = from.find((*path)[step].member);
  return it == from.end() ? nullptr : find_at(it->second, *path, step ? 2 : 1);
}

Step Interpolator::fill(const Step& step, Diagnostics& diagnostics) const {
  Step out = step;
  Filling filling([&](const std::string& name, const Place& place) { return look_up(name, place, diagnostics); });
  std::visit([&](auto& what) { filling(what, out.place); }, out.what);
  return out;
}

Then Interpolator::fill(const Then& then, Diagnostics& diagnostics) const {
  Then out = then;
  Filling([&](const std::string& name, const Place& place) { return look_up(name, place, diagnostics); }).then(out);
  return out;
}

const Json* Interpolator::look_up(const std::string& name, const Place& place, Diagnostics& diagnostics) const {
  const Json* value = find(name);
  if (!value) diagnostics.error(place, "there is no ${" + printable(name) + "} in what has been answered and saved");
  return value;
}

}  // namespace lambent::ipo
