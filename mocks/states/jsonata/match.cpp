#include "mocks/states/jsonata/match.h"

#include "mocks/states/jsonata/fault.h"
#include "mocks/states/jsonata/unicode.h"

namespace lambent::states::jsonata {
namespace {

Value units(const std::string& text, size_t byte) { return Value::of(static_cast<double>(units_before(text, byte))); }

Value groups_of(Evaluator& evaluator, const Regex::Match& match) {
  Value out = make_array(evaluator.heap());
  for (const auto& group : match.groups) out.array().push(group ? evaluator.string(std::string(*group)) : Value());
  return out;
}

// A search reads up to its match, and may read on to the end for a longer one: both count, the latter little, so that a
// long text can be taken apart line by line.
std::optional<Regex::Match> find(Evaluator& evaluator, const Node& regex, const std::string& text, size_t from) {
  evaluator.step(1 + (text.size() - std::min(from, text.size())) / 1024);
  auto match = regex.regex->find(text, from);
  evaluator.step(((match ? match->to : text.size()) - std::min(from, text.size())) / 64);
  return match;
}

void set(Evaluator& evaluator, Value& object, const char* name, Value value) { object.object().set(evaluator.string(name), std::move(value)); }

Value described(Evaluator& evaluator, const Value& text, const Regex::Match& match, const Node& regex) {
  Value out = make_object(evaluator.heap());
  set(evaluator, out, "match", evaluator.string(text.text().substr(match.from, match.to - match.from)));
  set(evaluator, out, "start", units(text.text(), match.from));
  set(evaluator, out, "end", units(text.text(), match.to));
  set(evaluator, out, "groups", groups_of(evaluator, match));
  auto* cell = new FunctionCell(evaluator.heap(), FunctionCell::Type::next_match);
  set(evaluator, out, "next", Value::of(cell, Kind::function));
  cell->node = &regex;
  cell->input = text;
  cell->from = match.to;
  return out;
}

}  // namespace

size_t byte_from_unit(const Value& text, double unit) { return byte_of_unit(text.text(), unit); }

Value match_object(Evaluator& evaluator, const Node& regex, const Value& text, size_t from) {
  const auto match = find(evaluator, regex, text.text(), from);
  return match ? described(evaluator, text, *match, regex) : Value();
}

Value next_match(Evaluator& evaluator, const FunctionCell& function) {
  if (function.from >= function.input.text().size()) return {};
  const auto match = find(evaluator, *function.node, function.input.text(), function.from);
  if (match && match->from == match->to) throw Fault("D1004").at(function.node->position).with_text("value", function.node->regex->source());
  return match ? described(evaluator, function.input, *match, *function.node) : Value();
}

Matches::Matches(Evaluator& evaluator, const Value& matcher, const Value& text) : evaluator_(evaluator), matcher_(matcher), text_(text) {
  if (matcher.function().type == FunctionCell::Type::regex) run(0);
  else read(evaluator.call(matcher, {text}));
}

void Matches::run(size_t from) {
  const Node& regex = *matcher_.function().node;
  const auto match = find(evaluator_, regex, text_.text(), from);
  found_ = match.has_value();
  if (!match) return;
  if (from > 0 && match->from == match->to) throw Fault("D1004").at(regex.position).with_text("value", regex.regex->source());
  from_ = match->from;
  to_ = match->to;
  match_ = text_.text().substr(from_, to_ - from_);
  groups_ = groups_of(evaluator_, *match);
}

void Matches::advance() {
  if (matcher_.function().type == FunctionCell::Type::regex) {
    const Node& regex = *matcher_.function().node;
    if (to_ >= text_.text().size()) {
      found_ = false;
    } else if (to_ == 0) {  // the first match was empty, at the start: the next would be the same
      const auto again = find(evaluator_, regex, text_.text(), 0);
      if (again && again->from == again->to) throw Fault("D1004").at(regex.position).with_text("value", regex.regex->source());
      run(0);
    } else {
      run(to_);
    }
    return;
  }
  const Value* next = answer_.is_object() ? answer_.object().find("next") : nullptr;
  if (!next || !next->is_function()) {
    found_ = false;
    return;
  }
  read(evaluator_.call(*next, {}));
}

// What a function said. Its places are in UTF-16 units.
void Matches::read(const Value& answer) {
  answer_ = answer;
  found_ = !answer.is_undefined();
  if (!found_) return;
  const auto member = [&](const char* name) {
    const Value* found = answer.is_object() ? answer.object().find(name) : nullptr;
    return found ? *found : Value();
  };
  start_ = member("start");
  const Value end = member("end"), groups = member("groups"), match = member("match");
  if (truth(evaluator_.heap(), answer) && !start_.is_number() && !groups.is_array() && !member("next").is_function()) throw Fault("T1010");
  from_ = start_.is_number() ? byte_from_unit(text_, start_.number()) : 0;
  match_ = match.is_string() ? match.text() : std::string();
  to_ = end.is_number() ? byte_from_unit(text_, end.number()) : std::min(text_.text().size(), from_ + match_.size());
  groups_ = groups.is_array() ? groups : make_array(evaluator_.heap());
}

Value Matches::object() const {
  if (!answer_.is_undefined()) return answer_;
  const Node& regex = *matcher_.function().node;
  Regex::Match match{from_, to_, {}};
  Value out = described(evaluator_, text_, match, regex);
  out.object().set(evaluator_.string("groups"), groups_);
  return out;
}

}  // namespace lambent::states::jsonata
