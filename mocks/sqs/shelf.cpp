#include "mocks/sqs/shelf.h"

#include <algorithm>

namespace lambent::sqs {

void Shelf::enter(std::uint64_t number, const Place& place) {
  if (place.state == State::delayed) delayed_from_.insert(delayed_from(number, place));
  if (place.state == State::held) held_until_.emplace(place.due_ms, number);
  if (kind_ == Kind::standard && place.state == State::ready) ready_.insert(number);
}

void Shelf::leave(std::uint64_t number, const Place& place) {
  if (place.state == State::delayed) delayed_from_.erase(delayed_from(number, place));
  if (place.state == State::held) held_until_.erase({place.due_ms, number});
  if (kind_ == Kind::standard && place.state == State::ready) ready_.erase(number);
}

// Puts the group where it belongs among those that can be given out, or nowhere.
void Shelf::list(const std::string& name) {
  auto it = groups_.find(name);
  if (it == groups_.end()) return;
  Group& group = it->second;
  std::optional<At> at;
  if (!group.numbers.empty()) {
    std::uint64_t first = *group.numbers.begin();
    const Place& place = places_.at(first);
    if (place.state == State::ready) at = At{place.due_ms, first};
  }
  if (group.listed != at) {
    if (group.listed) heads_.erase(*group.listed);
    if (at) heads_.insert(*at);
    group.listed = at;
  }
  if (group.numbers.empty()) groups_.erase(it);
}

void Shelf::put(std::uint64_t number, Place place) {
  auto [it, added] = places_.emplace(number, std::move(place));
  if (!added) return;
  by_age_.emplace(it->second.sent_ms, number);
  enter(number, it->second);
  if (kind_ == Kind::standard) return;
  groups_[it->second.group].numbers.insert(number);
  list(it->second.group);
}

void Shelf::remove(std::uint64_t number) {
  auto it = places_.find(number);
  if (it == places_.end()) return;
  Place place = std::move(it->second);
  leave(number, place);
  by_age_.erase({place.sent_ms, number});
  places_.erase(it);
  if (kind_ == Kind::standard) return;
  auto group = groups_.find(place.group);
  if (group != groups_.end()) group->second.numbers.erase(number);
  list(place.group);
}

void Shelf::move(std::uint64_t number, std::int64_t due_ms, State state) {
  auto it = places_.find(number);
  if (it == places_.end()) return;
  leave(number, it->second);
  it->second.due_ms = due_ms;
  it->second.state = state;
  enter(number, it->second);
  if (kind_ == Kind::fifo) list(it->second.group);
}

void Shelf::settle(std::int64_t now_ms) {
  while (!held_until_.empty() && held_until_.begin()->first <= now_ms) {
    auto [due, number] = *held_until_.begin();
    move(number, due, State::ready);
  }
  while (!delayed_from_.empty() && delayed_from_.begin()->first + delay_to_add() <= now_ms) {
    auto [from, number] = *delayed_from_.begin();
    move(number, from + delay_to_add(), State::ready);
  }
}

std::vector<std::uint64_t> Shelf::next(size_t most) const {
  std::vector<std::uint64_t> out;
  for (auto it = ready_.begin(); it != ready_.end() && out.size() < most; ++it) out.push_back(*it);
  for (auto head = heads_.begin(); head != heads_.end() && out.size() < most; ++head) {
    const Group& group = groups_.at(places_.at(head->second).group);
    for (std::uint64_t number : group.numbers) {
      if (out.size() >= most || places_.at(number).state != State::ready) break;
      out.push_back(number);
    }
  }
  return out;
}

std::vector<std::uint64_t> Shelf::sent_until(std::int64_t ms, size_t most) const {
  std::vector<std::uint64_t> out;
  for (auto it = by_age_.begin(); it != by_age_.end() && it->first <= ms && out.size() < most; ++it) out.push_back(it->second);
  return out;
}

std::optional<std::int64_t> Shelf::next_due() const {
  std::optional<std::int64_t> out;
  if (!held_until_.empty()) out = held_until_.begin()->first;
  if (delayed_from_.empty()) return out;
  std::int64_t due = delayed_from_.begin()->first + delay_to_add();
  return out ? std::min(*out, due) : due;
}

const Shelf::Place* Shelf::find(std::uint64_t number) const {
  auto it = places_.find(number);
  return it == places_.end() ? nullptr : &it->second;
}

std::vector<std::uint64_t> Shelf::numbers() const {
  std::vector<std::uint64_t> out;
  out.reserve(places_.size());
  for (const auto& [number, place] : places_) out.push_back(number);
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace lambent::sqs
