// $contains, $match, $replace, $split: by a text or by a matcher.
#include <algorithm>
#include <cmath>

#include "mocks/states/jsonata/fault.h"
#include "mocks/states/jsonata/functions.h"
#include "mocks/states/jsonata/match.h"
#include "mocks/states/jsonata/unicode.h"

namespace lambent::states::jsonata {
namespace {

// How many matches are wanted; all if not given. Throws the code for a negative number.
double limit_of(const Value& v, const char* code, double index) {
  if (!given(v)) return INFINITY;
  if (v.number() < 0) throw Fault(code).with("value", v).with("index", index);
  return v.number();
}

void add(Evaluator& evaluator, std::string& out, std::string_view more) {
  evaluator.heap().check_room(out.size() + more.size());
  out += more;
}

Value contains(Evaluator& evaluator, Arguments& a) {
  if (!given(a[0])) return {};
  if (!given(a[1])) return Value::of(false);
  if (a[1].is_string()) {
    evaluator.step(a[0].text().size() / 64);
    return Value::of(a[0].text().find(a[1].text()) != std::string::npos);
  }
  return Value::of(Matches(evaluator, a[1], a[0]).found());
}

Value match(Evaluator& evaluator, Arguments& a) {
  if (!given(a[0])) return {};
  const double limit = limit_of(a[2], "D3040", 3);
  Value out = make_sequence(evaluator.heap());
  if (!(limit > 0)) return out;
  Matches matches(evaluator, a[1], a[0]);
  size_t counted = 0, units = 0;  // where the last match began, in bytes and in UTF-16 units
  for (double count = 0; matches.found() && count < limit; ++count, matches.advance()) {
    Value one = make_object(evaluator.heap());
    if (matches.from() >= counted) {
      units += units_before(std::string_view(a[0].text()).substr(counted), matches.from() - counted);
      counted = matches.from();
    }
    one.object().set(evaluator.string("match"), evaluator.string(matches.match()));
    one.object().set(evaluator.string("index"), given(matches.start()) ? matches.start() : Value::of(static_cast<double>(units)));
    one.object().set(evaluator.string("groups"), matches.groups());
    out.array().push(std::move(one));
  }
  return out;
}

// $1 and its like in a replacement: as many digits as there can be groups.
std::string substitute(const std::string& form, const Matches& match) {
  const ArrayCell& groups = match.groups().array();
  const size_t count = groups.size();
  std::string out;
  size_t at = 0;
  for (size_t dollar; (dollar = form.find('$', at)) != std::string::npos;) {
    out.append(form, at, dollar - at);
    at = dollar + 1;
    const char c = at < form.size() ? form[at] : '\0';
    if (c == '$' || c == '0') {
      out += c == '$' ? std::string("$") : match.match();
      ++at;
      continue;
    }
    size_t most = 1;
    for (size_t n = count; n >= 10; n /= 10) ++most;
    const auto number = [&](size_t digits) -> std::int64_t {
      std::int64_t n = -1;
      for (size_t i = at; i < at + digits && i < form.size() && form[i] >= '0' && form[i] <= '9'; ++i) n = (n < 0 ? 0 : n * 10) + (form[i] - '0');
      return n;
    };
    std::int64_t n = number(most);
    if (most > 1 && n > static_cast<std::int64_t>(count)) n = number(most - 1);
    if (n < 0) {
      out += '$';
      continue;
    }
    if (n >= 1 && n <= static_cast<std::int64_t>(count))
      if (const Value group = groups.at(static_cast<size_t>(n - 1)); group.is_string()) out += group.text();
    at += std::to_string(n).size();
  }
  return out.append(form, at);
}

Value replace_text(Evaluator& evaluator, const std::string& text, const std::string& pattern, const std::string& with, double limit) {
  std::string out;
  size_t at = 0;
  double count = 0;
  for (size_t found; count < limit && (found = text.find(pattern, at)) != std::string::npos; ++count) {
    evaluator.step();
    add(evaluator, out, std::string_view(text).substr(at, found - at));
    add(evaluator, out, with);
    at = found + pattern.size();
  }
  add(evaluator, out, std::string_view(text).substr(at));
  return evaluator.string(std::move(out));
}

Value replace(Evaluator& evaluator, Arguments& a) {
  if (!given(a[0])) return {};
  if (a[1].is_string() && a[1].text().empty()) throw Fault("D3010").with("value", a[1]).with("index", 2.0);
  const double limit = limit_of(a[3], "D3011", 4);
  if (!(limit > 0) || !given(a[1])) return a[0];
  const std::string& text = a[0].text();
  evaluator.step(text.size() / 64);
  if (a[1].is_string()) {
    if (!a[2].is_string()) throw Fault("D3012").with("value", a[2]);
    return replace_text(evaluator, text, a[1].text(), a[2].text(), limit);
  }
  Matches matches(evaluator, a[1], a[0]);
  if (!matches.found()) return a[0];
  std::string out;
  size_t at = 0;
  for (double count = 0; matches.found() && count < limit; ++count, matches.advance()) {
    add(evaluator, out, std::string_view(text).substr(std::min(at, matches.from()), matches.from() - std::min(at, matches.from())));
    if (a[2].is_string()) {
      add(evaluator, out, substitute(a[2].text(), matches));
    } else {
      const Value with = given(a[2]) ? evaluator.call(a[2], {matches.object()}) : Value();
      if (!with.is_string()) throw Fault("D3012").with("value", with);
      add(evaluator, out, with.text());
    }
    at = std::min(text.size(), matches.from() + matches.match().size());
  }
  add(evaluator, out, std::string_view(text).substr(at));
  return evaluator.string(std::move(out));
}

// By a text: its pieces, at most so many. By nothing: its code points.
Value split_by_text(Evaluator& evaluator, const std::string& text, const std::string& separator, double limit) {
  Value out = make_array(evaluator.heap());
  limit = std::floor(limit);
  size_t at = 0;
  const auto full = [&] { return static_cast<double>(out.array().size()) >= limit; };
  const auto piece = [&](size_t from, size_t to) {
    evaluator.step();
    out.array().push(evaluator.string(text.substr(from, to - from)));
  };
  if (separator.empty()) {
    for (; at < text.size() && !full(); at += sequence_length(text, at)) piece(at, at + sequence_length(text, at));
    return out;
  }
  for (size_t found; !full() && (found = text.find(separator, at)) != std::string::npos; at = found + separator.size()) piece(at, found);
  if (!full()) piece(at, text.size());
  return out;
}

Value split_of(Evaluator& evaluator, Arguments& a) {
  if (!given(a[0])) return {};
  const double limit = limit_of(a[2], "D3020", 3);
  const std::string& text = a[0].text();
  evaluator.step(text.size() / 64);
  Value out = make_array(evaluator.heap());
  if (!(limit > 0)) return out;
  if (!given(a[1])) {
    out.array().push(a[0]);
    return out;
  }
  if (a[1].is_string()) return split_by_text(evaluator, text, a[1].text(), limit);
  Matches matches(evaluator, a[1], a[0]);
  size_t at = 0;
  double count = 0;
  for (; matches.found() && count < limit; ++count, matches.advance()) {
    out.array().push(evaluator.string(text.substr(std::min(at, matches.from()), matches.from() - std::min(at, matches.from()))));
    at = matches.to();
  }
  if (count < limit) out.array().push(evaluator.string(text.substr(std::min(at, text.size()))));
  return out;
}

}  // namespace

const Table& match_functions() {
  static const Table table = {
      {"contains", "<s-(sf):b>", 2, 2, contains},
      {"match", "<s-f<s:o>n?:a<o>>", 3, 3, match},
      {"replace", "<s-(sf)(sf)n?:s>", 4, 4, replace},
      {"split", "<s-(sf)n?:a<s>>", 3, 3, split_of},
  };
  return table;
}

}  // namespace lambent::states::jsonata
