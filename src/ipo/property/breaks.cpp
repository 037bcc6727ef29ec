#include "ipo/property/breaks.h"

#include <cmath>
#include <functional>

#include "ipo/match/display.h"

namespace lambent::ipo {
namespace {

constexpr size_t kMostBreaks = 500;

Json whole_if_it_is(double n) { return std::trunc(n) == n && std::abs(n) < 9e15 ? Json(static_cast<std::int64_t>(n)) : Json(n); }

std::string of_length(const std::string& text, size_t length) {
  std::string out;
  auto letters = characters(text);
  for (size_t i = 0; i < length; ++i) out += i < letters.size() ? letters[i] : std::string_view("a");
  return out;
}

// What else could stand in the place of a value.
std::vector<Json> instead_of(const Json& value, const std::vector<double>& limits) {
  std::vector<Json> out{nullptr, true, 0, "", array(), Json::object(), 0.5, "x"};
  if (value.is_number()) {
    for (double limit : limits)
      for (double one : {limit - 1, limit, limit + 1}) out.push_back(whole_if_it_is(one));
    out.insert(out.end(), {-1, dump(value), 1e300, value.get<double>() + 0.5, -value.get<double>()});
  }
  if (value.is_string()) {
    const std::string& text = value.get_ref<const std::string&>();
    for (double limit : limits)
      if (limit >= 0 && limit < 100'000 && std::trunc(limit) == limit)
        for (double one : {limit - 1, limit + 1})
          if (one >= 0) out.push_back(of_length(text, static_cast<size_t>(one)));
    out.insert(out.end(), {text + "!", " " + text, text + "\n", text + text, "\u202e", "<script>"});
  }
  return out;
}

class Breaker {
 public:
  Breaker(const Json& whole, const std::vector<double>& limits) : limits_(limits), whole_(whole) {}

  std::vector<Json> run() {
    visit(whole_);
    return std::move(out_);
  }

 private:
  // `part` is inside whole_: it is changed, the whole is copied, and it is put back.
  void visit(Json& part) {
    const Json was = part;
    for (auto& other : instead_of(was, limits_)) put(part, std::move(other));
    if (was.is_object()) {
      for (const auto& [key, value] : was.items()) {
        Json less = was;
        less.erase(key);
        put(part, std::move(less));
      }
      Json more = was;
      set(more, "unexpected", 1);
      put(part, std::move(more));
    }
    if (was.is_array()) {
      for (size_t i = 0; i < was.size() && i < 5; ++i) {
        Json less = was, twice = was;
        less.erase(i);
        twice.push_back(was[i]);
        put(part, std::move(less));
        put(part, std::move(twice));
      }
      for (double limit : limits_)
        if (limit >= static_cast<double>(was.size()) && limit < 1000 && !was.empty()) {
          Json more = was;
          while (static_cast<double>(more.size()) <= limit) more.push_back(was[0]);
          put(part, std::move(more));
        }
    }
    part = was;
    if (part.is_structured())
      for (auto& inside : part) visit(inside);
  }

  void put(Json& part, Json other) {
    if (out_.size() >= kMostBreaks) return;
    part = std::move(other);
    out_.push_back(whole_);
  }

  const std::vector<double>& limits_;
  Json whole_;
  std::vector<Json> out_;
};

}  // namespace

std::vector<Json> broken_in_one_way(const Json& value, const std::vector<double>& limits) { return Breaker(value, limits).run(); }

}  // namespace lambent::ipo
