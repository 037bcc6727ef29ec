// The intrinsic functions themselves. Rules and odd cases: spec section 2 of the Amazon States Language and what
// AWS has been seen to answer (fractions rounded half up, separators one character each, Java-like objects).
#include <cmath>
#include <set>
#include <unordered_map>
#include <unordered_set>

#include "base/digest.h"
#include "base/text.h"
#include "mocks/states/path/intrinsics.h"

namespace lambent::states::path {
namespace {

using Arguments = std::vector<Json>;
constexpr size_t kLongest = 10000;
constexpr size_t kNoLimit = static_cast<size_t>(-1);

const std::string& text(const Json& v, const char* what) {
  if (!v.is_string()) throw WrongArgument(std::string("the ") + what + " must be a string");
  return v.get_ref<const std::string&>();
}
const Json& list(const Json& v) {
  if (!v.is_array()) throw WrongArgument("the first argument must be an array");
  return v;
}
std::int64_t whole(const Json& v) {
  if (!v.is_number()) throw WrongArgument("a numeric argument must be a number");
  if (v.is_number_unsigned() && v.get<std::uint64_t>() > INT64_MAX) throw WrongArgument("a number is out of range");
  if (v.is_number_integer()) return v.get<std::int64_t>();
  double d = std::floor(v.get<double>() + 0.5);
  if (!(std::abs(d) < 9e15)) throw WrongArgument("a number is out of range");
  return static_cast<std::int64_t>(d);
}
std::int64_t positive(const Json& v) {
  std::int64_t n = whole(v);
  if (n <= 0) throw WrongArgument("a size must be a positive number");
  return n;
}

// Objects and arrays inside a formatted text look like Java's: {Arg1=1, Arg2=[]}.
std::string java_text(const Json& v) {
  if (v.is_string()) return v.get<std::string>();
  if (!v.is_structured()) return dump(v);
  std::string out = v.is_array() ? "[" : "{";
  const char* comma = "";
  for (const auto& [key, item] : v.items()) {
    out += comma;
    if (v.is_object()) out += key + "=";
    out += java_text(item);
    comma = ", ";
  }
  return out + (v.is_array() ? "]" : "}");
}

Json format(const Arguments& a, Ids&) {
  const std::string& form = text(a[0], "template");
  std::string out;
  size_t next = 1;
  for (size_t i = 0; i < form.size(); ++i) {
    char c = form[i];
    char after = i + 1 < form.size() ? form[i + 1] : '\0';
    if (c == '\\') {
      if (after != '\\' && after != '{' && after != '}') throw WrongArgument("the template has an open escape");
      out += after;
      ++i;
    } else if (c == '{' && after == '}') {
      if (next == a.size()) throw WrongArgument("the number of arguments does not match the number of {} in the template");
      out += java_text(a[next++]);
      ++i;
    } else if (c == '{' || c == '}') {
      throw WrongArgument("the template has an unmatched brace");
    } else {
      out += c;
    }
  }
  if (next != a.size()) throw WrongArgument("the number of arguments does not match the number of {} in the template");
  return out;
}

Json string_to_json(const Arguments& a, Ids&) {
  const std::string& s = text(a[0], "argument");
  if (trim(s).empty()) return nullptr;
  auto value = try_parse_json(s);
  if (!value) throw WrongArgument("the argument is not valid JSON");
  if (value->is_number() && *value == 0) return 0;  // "-0"
  return *value;
}
Json json_to_string(const Arguments& a, Ids&) { return dump(a[0]); }

Json array_of(const Arguments& a, Ids&) {
  Json out = Json::array();
  for (const auto& item : a) out.push_back(item);
  return out;
}
Json array_partition(const Arguments& a, Ids&) {
  auto size = static_cast<size_t>(positive(a[1]));
  Json out = Json::array();
  for (const auto& item : list(a[0])) {
    if (out.empty() || out.back().size() == size) out.push_back(Json::array());
    out.back().push_back(item);
  }
  return out;
}
Json array_contains(const Arguments& a, Ids&) {
  for (const auto& item : list(a[0]))
    if (item == a[1]) return true;
  return false;
}
Json array_range(const Arguments& a, Ids&) {
  std::int64_t first = whole(a[0]), last = whole(a[1]), step = whole(a[2]);
  if (step == 0) throw WrongArgument("the step must not be 0");
  Json out = Json::array();
  for (std::int64_t at = first; step > 0 ? at <= last : at >= last;) {
    if (out.size() == 1000) throw WrongArgument("the array would have more than 1000 items");
    out.push_back(at);
    if (__builtin_add_overflow(at, step, &at)) break;
  }
  return out;
}
Json array_get_item(const Arguments& a, Ids&) {
  std::int64_t at = whole(a[1]);
  if (at < 0 || at >= static_cast<std::int64_t>(list(a[0]).size())) throw WrongArgument("the index is out of bounds");
  return a[0][static_cast<size_t>(at)];
}
Json array_length(const Arguments& a, Ids&) { return list(a[0]).size(); }
Json array_unique(const Arguments& a, Ids&) {
  Json out = Json::array();
  std::set<std::string> seen;
  for (const auto& item : list(a[0]))
    if (seen.insert(dump(item)).second) out.push_back(item);
  return out;
}

const std::string& short_text(const Json& v) {
  const std::string& s = text(v, "argument");
  if (s.size() > kLongest) throw WrongArgument("the argument is longer than 10000 characters");
  return s;
}
Json base64_of(const Arguments& a, Ids&) { return base64_encode(short_text(a[0])); }
Json base64_from(const Arguments& a, Ids&) {
  auto bytes = base64_decode(short_text(a[0]));
  if (!bytes) throw WrongArgument("the argument is not valid Base64");
  return *bytes;
}
Json hash(const Arguments& a, Ids&) {
  const std::string& name = text(a[1], "algorithm");
  std::string data = a[0].is_string() ? a[0].get<std::string>() : dump(a[0]);
  if (data.size() > kLongest) throw WrongArgument("the data is longer than 10000 characters");
  if (name == "MD5") return hex_encode(md5(data));
  if (name == "SHA-1") return hex_encode(sha1(data));
  if (name == "SHA-256") return hex_encode(sha256(data));
  if (name == "SHA-384") return hex_encode(sha384(data));
  if (name == "SHA-512") return hex_encode(sha512(data));
  throw WrongArgument("the algorithm must be one of MD5, SHA-1, SHA-256, SHA-384, SHA-512");
}

Json json_merge(const Arguments& a, Ids&) {
  if (!a[0].is_object() || !a[1].is_object()) throw WrongArgument("only JSON objects can be merged");
  if (!a[2].is_boolean()) throw WrongArgument("the third argument must be a boolean");
  if (a[2].get<bool>()) throw WrongArgument("deep merging is not supported, the third argument must be false");
  // Through an index: to look each member up in an ordered object takes quadratic time.
  Json out = a[0];
  auto& members = *out.get_ptr<Json::object_t*>();
  std::unordered_map<std::string_view, Json*> known;
  members.reserve(members.size() + a[1].size());
  for (auto& [key, value] : members) known.emplace(key, &value);
  for (const auto& [key, value] : *a[1].get_ptr<const Json::object_t*>()) {
    if (auto it = known.find(key); it != known.end())
      *it->second = value;
    else
      members.emplace_back(key, value);
  }
  return out;
}

Json math_random(const Arguments& a, Ids& ids) {
  std::int64_t from = whole(a[0]), to = whole(a[1]);
  if (from >= to) throw WrongArgument("the start must be less than the end");
  std::uint64_t span = static_cast<std::uint64_t>(to) - static_cast<std::uint64_t>(from);
  std::uint64_t number = ids.number();
  if (a.size() == 3) number = Ids(static_cast<std::uint64_t>(whole(a[2]))).number();
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(from) + number % span);
}
Json math_add(const Arguments& a, Ids&) {
  std::int64_t x = whole(a[0]), y = whole(a[1]);
  auto fits = [](std::int64_t n) { return n >= -2147483648LL && n <= 2147483647LL; };
  if (!fits(x) || !fits(y) || !fits(x + y)) throw WrongArgument("a number is out of the range of 32-bit integers");
  return x + y;
}

// Bytes of the character that begins there; a byte that begins none counts for itself.
size_t length_at(const std::string& s, size_t at) {
  auto lead = static_cast<unsigned char>(s[at]);
  size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
  return std::min(length, s.size() - at);
}

Json string_split(const Arguments& a, Ids&) {
  const std::string& s = text(a[0], "string");
  const std::string& separators = text(a[1], "splitter");
  std::unordered_set<std::string_view> apart;
  for (size_t at = 0; at < separators.size(); at += length_at(separators, at)) apart.insert(std::string_view(separators).substr(at, length_at(separators, at)));
  Json out = Json::array();
  size_t from = 0;
  auto end_piece = [&](size_t at) {
    if (at > from) out.push_back(s.substr(from, at - from));
  };
  for (size_t at = 0; at < s.size(); at += length_at(s, at)) {
    if (!apart.contains(std::string_view(s).substr(at, length_at(s, at)))) continue;
    end_piece(at);
    from = at + length_at(s, at);
  }
  end_piece(s.size());
  return out;
}
Json uuid(const Arguments&, Ids& ids) { return ids.uuid(); }

struct Row {
  std::string_view name;
  size_t least, most;
  Function function;
};
constexpr Row kTable[] = {
    {"States.Format", 1, kNoLimit, format},
    {"States.StringToJson", 1, 1, string_to_json},
    {"States.JsonToString", 1, 1, json_to_string},
    {"States.Array", 0, kNoLimit, array_of},
    {"States.ArrayPartition", 2, 2, array_partition},
    {"States.ArrayContains", 2, 2, array_contains},
    {"States.ArrayRange", 3, 3, array_range},
    {"States.ArrayGetItem", 2, 2, array_get_item},
    {"States.ArrayLength", 1, 1, array_length},
    {"States.ArrayUnique", 1, 1, array_unique},
    {"States.Base64Encode", 1, 1, base64_of},
    {"States.Base64Decode", 1, 1, base64_from},
    {"States.Hash", 2, 2, hash},
    {"States.JsonMerge", 3, 3, json_merge},
    {"States.MathRandom", 2, 3, math_random},
    {"States.MathAdd", 2, 2, math_add},
    {"States.StringSplit", 2, 2, string_split},
    {"States.UUID", 0, 0, uuid},
};

}  // namespace

bool known_function(std::string_view name) {
  for (const auto& row : kTable)
    if (row.name == name) return true;
  return false;
}

Function find_function(std::string_view name, size_t arguments) {
  for (const auto& row : kTable)
    if (row.name == name && arguments >= row.least && arguments <= row.most) return row.function;
  return nullptr;
}

}  // namespace lambent::states::path
