#include "ipo/property/choices.h"

#include <algorithm>

namespace lambent::ipo {
namespace {

void measure(const Json& tree, ChoicesSize& out) {
  for (const Json& item : tree) {
    if (item.is_array()) {
      measure(item, out);
    } else {
      ++out.count;
      out.numbers.push_back(item.get<std::uint64_t>());
    }
  }
}

}  // namespace

Choices::Choices(std::uint64_t seed) : Choices(seed, true) {}

Choices Choices::replay(Json tree) {
  Choices out(0, false);
  out.replayed_.push_back({std::move(tree), 0});
  return out;
}

Json Choices::next() {
  Cursor& here = replayed_.back();
  return here.items.is_array() && here.next < here.items.size() ? here.items[here.next++] : Json();
}

std::uint64_t Choices::upto(std::uint64_t most, const std::vector<std::uint64_t>& likely) {
  std::uint64_t n = 0;
  if (!by_chance_) {
    Json given = next();
    n = given.is_number_unsigned() || (given.is_number_integer() && given >= 0) ? std::min(given.get<std::uint64_t>(), most) : 0;
  } else {
    std::vector<std::uint64_t> fitting;
    for (auto one : likely)
      if (one <= most) fitting.push_back(one);
    if (!fitting.empty() && chance_.number() % 2 == 0)
      n = fitting[chance_.number() % fitting.size()];
    else
      n = most == UINT64_MAX ? chance_.number() : chance_.number() % (most + 1);
  }
  taken_.back().push_back(n);
  return n;
}

bool Choices::one_in(std::uint64_t n) {
  if (!by_chance_) return upto(1) == 1;
  bool yes = chance_.number() % n == 0;
  taken_.back().push_back(std::uint64_t{yes});
  return yes;
}

void Choices::enter() {
  taken_.push_back(array());
  if (by_chance_) return;
  Json inside = next();
  replayed_.push_back({inside.is_array() ? std::move(inside) : array(), 0});
}

void Choices::leave() {
  Json inside = std::move(taken_.back());
  taken_.pop_back();
  taken_.back().push_back(std::move(inside));
  if (!by_chance_) replayed_.pop_back();
}

ChoicesSize size_of_choices(const Json& tree) {
  ChoicesSize out;
  measure(tree, out);
  return out;
}

}  // namespace lambent::ipo
