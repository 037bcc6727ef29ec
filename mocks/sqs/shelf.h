// In what order the messages of one queue are given out. Numbers and times only: pure, and rebuilt from the rows at a
// start. No call looks at all messages; what costs more than log n is paid once per message that changes place.
//
//   Shelf shelf(Shelf::Kind::fifo);
//   shelf.put(7, {.sent_ms = now, .due_ms = now + delay, .group = "g"});
//   shelf.settle(now);                       // what has become due is ready
//   for (auto n : shelf.next(10)) shelf.hold(n, now + 30'000);
//
// Standard: in the order of their numbers. FIFO: groups in the order in which their first message became ready; of a
// group its messages in their order, up to the first that is delayed or in flight (as recorded of AWS). Each message
// counts as what it is by itself: those behind one in flight are visible.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

namespace lambent::sqs {

class Shelf {
 public:
  enum class Kind { standard, fifo };
  enum class State { ready, delayed, held };

  struct Place {
    std::int64_t sent_ms = 0;  // retention counts from here
    std::int64_t due_ms = 0;
    std::string group = {};    // FIFO only
    State state = State::ready;
  };

  explicit Shelf(Kind kind) : kind_(kind) {}

  // The delay of a FIFO queue: it counts for all that are delayed, whatever their due_ms was.
  void set_delay(std::int64_t ms) { delay_ms_ = ms; }

  // State `ready` with a due_ms ahead must be said as delayed or held. Each number once.
  void put(std::uint64_t number, Place place);
  void remove(std::uint64_t number);
  void move(std::uint64_t number, std::int64_t due_ms, State state);

  // Makes ready what is due at `now_ms`.
  void settle(std::int64_t now_ms);
  // The numbers of those to give out next, at most `most`; they stay ready.
  std::vector<std::uint64_t> next(size_t most) const;
  // Those sent at or before the time, oldest first, at most `most`.
  std::vector<std::uint64_t> sent_until(std::int64_t ms, size_t most) const;
  // When the next delayed or held one is due.
  std::optional<std::int64_t> next_due() const;

  const Place* find(std::uint64_t number) const;
  size_t size() const { return places_.size(); }
  size_t ready() const { return places_.size() - delayed() - held(); }
  size_t delayed() const { return delayed_from_.size(); }
  size_t held() const { return held_until_.size(); }
  std::vector<std::uint64_t> numbers() const;  // all, in order: for showing them

 private:
  using At = std::pair<std::int64_t, std::uint64_t>;  // a time, a number

  struct Group {
    std::set<std::uint64_t> numbers;
    std::optional<At> listed;  // as it stands in heads_
  };

  At delayed_from(std::uint64_t number, const Place& place) const { return {kind_ == Kind::fifo ? place.sent_ms : place.due_ms, number}; }
  std::int64_t delay_to_add() const { return kind_ == Kind::fifo ? delay_ms_ : 0; }
  void enter(std::uint64_t number, const Place& place);
  void leave(std::uint64_t number, const Place& place);
  void list(const std::string& group);

  Kind kind_;
  std::unordered_map<std::uint64_t, Place> places_;
  std::set<std::uint64_t> ready_;  // standard
  std::set<At> held_until_;
  std::set<At> delayed_from_;      // by due_ms; FIFO: by sent_ms, to which the queue's delay is added
  std::set<At> by_age_;
  std::unordered_map<std::string, Group> groups_;  // FIFO
  std::set<At> heads_;  // FIFO: the first of each group that can be given out, by when it became so
  std::int64_t delay_ms_ = 0;
};

}  // namespace lambent::sqs
