#include "mocks/states/jsonata/signature.h"

#include "mocks/states/jsonata/fault.h"

namespace lambent::states::jsonata {
namespace {

char letter_of(const Value& v) {
  switch (v.kind()) {
    case Kind::null: return 'l';
    case Kind::boolean: return 'b';
    case Kind::number: return 'n';
    case Kind::string: return 's';
    case Kind::array: return 'a';
    case Kind::object: return 'o';
    case Kind::function: return 'f';
    default: return 'm';  // missing
  }
}

size_t closing(std::string_view text, size_t open, char opens, char closes) {
  size_t depth = 1, at = open;
  while (++at < text.size()) {
    if (text[at] == closes && --depth == 0) break;
    if (text[at] == opens) ++depth;
  }
  return at;
}

std::string_view type_name(std::string_view subtype) {
  static constexpr std::pair<std::string_view, std::string_view> kNames[] = {
      {"a", "arrays"}, {"b", "booleans"}, {"f", "functions"}, {"n", "numbers"}, {"o", "objects"}, {"s", "strings"}};
  for (const auto& [letter, name] : kNames)
    if (letter == subtype) return name;
  return {};
}

}  // namespace

Signature Signature::parse(std::string_view text) {
  Signature out;
  out.present_ = true;
  for (size_t i = 1; i < text.size() && text[i] != ':'; ++i) {
    const char c = text[i];
    Parameter* before = out.parameters_.empty() ? nullptr : &out.parameters_.back();
    switch (c) {
      case 's': case 'n': case 'b': case 'l': case 'o':
        out.parameters_.push_back({std::string(1, c) + "m", c, "", false, false, false});
        break;
      case 'a': case 'x':
        out.parameters_.push_back({"asnblfom", c, "", false, false, false});
        break;
      case 'f': out.parameters_.push_back({"f", c, "", false, false, false}); break;
      case 'j': out.parameters_.push_back({"asnblom", c, "", false, false, false}); break;
      case '-':
        if (before) before->context = before->optional = true;
        break;
      case '?':
        if (before) before->optional = true;
        break;
      case '+':
        if (before) before->repeated = true;
        break;
      case '(': {
        const size_t end = closing(text, i, '(', ')');
        const std::string choice(text.substr(i + 1, end - i - 1));
        if (choice.find('<') != std::string::npos) throw Fault("S0402").with_text("value", choice).at(static_cast<std::int64_t>(i));
        out.parameters_.push_back({choice + "m", '(', "", false, false, false});
        i = end;
        break;
      }
      case '<': {
        if (!before || (before->type != 'a' && before->type != 'f')) throw Fault("S0401").at(static_cast<std::int64_t>(i));
        const size_t end = closing(text, i, '<', '>');
        before->subtype = text.substr(i + 1, end - i - 1);
        i = end;
        break;
      }
      default: break;
    }
  }
  return out;
}

// As a regular expression would: each parameter takes as many as it may, and gives back what later ones need.
// What failed once from a parameter and an argument on is not tried again.
bool Signature::match(const std::string& given, size_t parameter, size_t at, std::vector<size_t>& taken, std::vector<bool>& failed) const {
  if (parameter == parameters_.size()) return at == given.size();
  const size_t here = parameter * (given.size() + 1) + at;
  if (failed[here]) return false;
  const Parameter& p = parameters_[parameter];
  const size_t least = p.optional ? 0 : 1, most = p.repeated ? given.size() - at : 1;
  size_t fits = 0;
  while (fits < most && at + fits < given.size() && p.accepts.find(given[at + fits]) != std::string::npos) ++fits;
  for (size_t n = fits + 1; n-- > least;) {
    taken[parameter] = n;
    if (match(given, parameter + 1, at + n, taken, failed)) return true;
    if (n == 0) break;
  }
  failed[here] = true;
  return false;
}

void Signature::refuse(const Arguments& arguments, const std::string& kinds) const {
  // The first parameter at which the ones before it and it no longer fit.
  size_t good = 0;
  for (size_t n = 1; n <= parameters_.size(); ++n) {
    size_t at = 0;
    bool fits = true;
    for (size_t i = 0; i < n && fits; ++i) {
      const Parameter& p = parameters_[i];
      size_t count = 0;
      const size_t most = p.repeated ? kinds.size() : 1;
      while (count < most && at < kinds.size() && p.accepts.find(kinds[at]) != std::string::npos) ++at, ++count;
      fits = count > 0 || p.optional;
    }
    if (!fits) break;
    good = at;
  }
  throw Fault("T0410").with("value", good < arguments.size() ? arguments[good] : Value()).with("index", static_cast<double>(good + 1));
}

void Signature::take(Heap& heap, const Parameter& p, const Arguments& given, const std::string& kinds, size_t at, size_t count, Arguments& out) const {
  for (size_t i = at; i < at + count; ++i) {
    if (i >= given.size()) {  // an optional parameter before this one has used up an argument that does not fit it
      out.push_back(Value());
      continue;
    }
    const Value& arg = given[i];
    if (p.type != 'a' || kinds[i] == 'm') {
      out.push_back(arg);
      continue;
    }
    bool fits = true;
    if (!p.subtype.empty()) {
      if (kinds[i] != 'a') fits = count == 1 && p.subtype.size() == 1 && p.subtype[0] == kinds[i];
      else if (!arg.array().is_range() || p.subtype[0] != 'n')
        for (size_t n = 0; n < arg.array().size() && fits; ++n) fits = letter_of(arg.array().at(n)) == p.subtype[0];
    }
    if (!fits) {
      Fault fault("T0412");
      if (const auto name = type_name(p.subtype); !name.empty()) std::move(fault).with_text("type", name);
      throw std::move(fault).with("value", arg).with("index", static_cast<double>(i + 1));
    }
    if (kinds[i] == 'a') {
      out.push_back(arg);
    } else {
      Value single = make_array(heap);
      single.array().push(arg);
      out.push_back(std::move(single));
    }
  }
}

void Signature::complete(Heap& heap, Arguments& arguments, const Value& context) const {
  std::string kinds;
  for (const auto& arg : arguments) kinds += letter_of(arg);
  std::vector<size_t> taken(parameters_.size());
  std::vector<bool> failed(parameters_.size() * (kinds.size() + 1));
  if (!match(kinds, 0, 0, taken, failed)) refuse(arguments, kinds);
  Arguments out;
  size_t at = 0;
  for (size_t i = 0; i < parameters_.size(); ++i) {
    const Parameter& p = parameters_[i];
    if (taken[i] > 0) {
      take(heap, p, arguments, kinds, at, taken[i], out);
      at += taken[i];
    } else if (p.context) {
      if (p.accepts.find(letter_of(context)) == std::string::npos) throw Fault("T0411").with("value", context).with("index", static_cast<double>(at + 1));
      out.push_back(context);
    } else {
      out.push_back(at < arguments.size() ? arguments[at] : Value());
      ++at;
    }
  }
  arguments = std::move(out);
}

}  // namespace lambent::states::jsonata
