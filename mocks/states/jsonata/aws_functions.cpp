#include "mocks/states/jsonata/aws_functions.h"

#include <cmath>

#include "base/digest.h"
#include "base/text.h"
#include "mocks/states/jsonata/fault.h"
#include "mocks/states/jsonata/functions.h"
#include "mocks/states/jsonata/json_text.h"

namespace lambent::states::jsonata {
namespace {

constexpr double kLongestRange = 1e7;  // as that of the range operator

// [1..7] in threes is [[1,2,3],[4,5,6],[7]].
Value partition(Evaluator& evaluator, Arguments& a) {
  if (!given(a[0]) || !given(a[1])) return {};
  const double size = std::trunc(a[1].number());
  if (!(size >= 1)) throw Fault("D3200").raw("name", "second").with("value", a[1]).with("index", 2.0);
  const ArrayCell& items = a[0].array();
  evaluator.step(items.size() / 4);
  Value out = make_array(evaluator.heap());
  for (size_t i = 0; i < items.size();) {
    Value chunk = make_array(evaluator.heap());
    for (double n = 0; n < size && i < items.size(); ++n) chunk.array().push(items.at(i++));
    out.array().push(std::move(chunk));
  }
  return out;
}

// From the first number to the last, both included. One number alone is not an array, as ever in JSONata.
Value range(Evaluator& evaluator, Arguments& a) {
  if (!given(a[0]) || !given(a[1]) || !given(a[2])) return {};
  const double first = std::trunc(a[0].number()), last = std::trunc(a[1].number()), step = std::trunc(a[2].number());
  if (step == 0) throw Fault("D3201").with("value", a[2]).with("index", 3.0);
  const double count = std::floor((last - first) / step) + 1;
  if (count > kLongestRange || std::isnan(count)) throw Fault("D3202").with("max", kLongestRange).with("value", count);
  if (step == 1 && count >= 1) {
    Value out = make_range(evaluator.heap(), first, static_cast<size_t>(count));
    out.array().sequence = true;
    return out;
  }
  Value out = make_sequence(evaluator.heap());
  if (count > 0) {
    evaluator.step(static_cast<size_t>(count) / 4);
    out.array().reserve(static_cast<size_t>(count));
  }
  for (double i = 0; i < count; ++i) out.array().push(Value::of(first + i * step));
  return out;
}

Value hash(Evaluator& evaluator, Arguments& a) {
  if (!given(a[0]) || !given(a[1])) return {};
  static constexpr struct {
    std::string_view name;
    std::string (*run)(std::string_view);
  } kAlgorithms[] = {{"MD5", md5}, {"SHA-1", sha1}, {"SHA-256", sha256}, {"SHA-384", sha384}, {"SHA-512", sha512}};
  evaluator.step(a[0].text().size() / 16);
  for (const auto& algorithm : kAlgorithms)
    if (algorithm.name == a[1].text()) return evaluator.string(hex_encode(algorithm.run(a[0].text())));
  throw Fault("D3203").with("value", a[1]).with("index", 2.0);
}

// The first nextDouble() of java.util.Random with that seed: AWS gives 0.7275636800328681 for 42.
double java_random(std::int64_t seed) {
  constexpr std::uint64_t kFactor = 0x5DEECE66D, kMask = (1ULL << 48) - 1;
  std::uint64_t state = (static_cast<std::uint64_t>(seed) ^ kFactor) & kMask;
  auto next = [&state](int bits) {
    state = (state * kFactor + 0xB) & kMask;
    return state >> (48 - bits);
  };
  const std::uint64_t high = next(26);
  return static_cast<double>((high << 27) + next(27)) * 0x1.0p-53;
}

Value random(Evaluator& evaluator, Arguments& a) {
  if (!given(a[0])) return Value::of(evaluator.world().chance.fraction());
  const double seed = std::trunc(a[0].number());
  return Value::of(java_random(std::abs(seed) < 9e18 ? static_cast<std::int64_t>(seed) : 0));
}

Value uuid(Evaluator& evaluator, Arguments&) { return evaluator.string(evaluator.world().chance.uuid()); }

Value parse(Evaluator& evaluator, Arguments& a) {
  if (!given(a[0])) return {};
  evaluator.step(a[0].text().size() / 4);
  evaluator.heap().check_room(a[0].text().size() * sizeof(Json));
  const auto json = try_parse_json(a[0].text());
  if (!json) throw Fault("D3204").with("value", a[0]).with("index", 1.0);
  return from_json(evaluator.heap(), *json);
}

std::string about(std::string_view expression, std::string_view field) {
  return "The JSONata expression '" + std::string(expression) + "' specified for the field '" + std::string(field) + "' ";
}

}  // namespace

const Library& step_functions_library() {
  static const std::vector<Builtin> table = {
      {"partition", "<an:a>", 2, 2, partition},
      {"range", "<nnn:a>", 3, 3, range},
      {"hash", "<ss:s>", 2, 2, hash},
      {"random", "<n?:n>", 1, 1, random},
      {"uuid", "<:s>", 0, 0, uuid},
      {"parse", "<s:x>", 1, 1, parse},
  };
  static const Library library({&number_functions(), &text_functions(), &match_functions(), &encoding_functions(), &list_functions(),
                                &object_functions(), &higher_order_functions(), &time_functions(), &table});
  return library;
}

std::optional<std::string_view> expression_in(std::string_view text) {
  if (text.size() < 4 || !text.starts_with("{%") || !text.ends_with("%}")) return std::nullopt;
  return trim(text.substr(2, text.size() - 4));
}

std::string cause_of_error(std::string_view expression, std::string_view field, const JsonataError& error) {
  return about(expression, field) + "threw an error during evaluation" + (error.code().empty() ? ": " : ". ") + error.text();
}
std::string cause_of_nothing(std::string_view expression, std::string_view field) { return about(expression, field) + "returned nothing (undefined)."; }
std::string cause_of_unsupported(std::string_view expression, std::string_view field) { return about(expression, field) + "returned an unsupported result type."; }
std::string cause_of_type(std::string_view expression, std::string_view field, std::string_view expected, const Json& was) {
  return about(expression, field) + "returned an unexpected result type. Expected '" + std::string(expected) + "', but was '" + std::string(type_name(was)) + "' for value: " + dump(was);
}

std::string_view type_name(const Json& value) {
  switch (value.type()) {
    case Json::value_t::null: return "null";
    case Json::value_t::boolean: return "boolean";
    case Json::value_t::string: return "string";
    case Json::value_t::array: return "array";
    case Json::value_t::object: return "object";
    default: return "number";
  }
}

}  // namespace lambent::states::jsonata
