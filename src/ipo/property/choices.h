// The choices a value is made by, recorded so that it can be made again, and smaller.
//
//   Choices choices(seed);                       // by chance
//   Json value = generator.make(choices);
//   Json taken = choices.taken();                // [3,[1,[161]],[0]]
//   Choices again = Choices::replay(taken);      // makes the same value; a smaller tree, a smaller value
//
// A choice is a number from 0 to a bound, 0 being the simplest. Choices that belong together stand in a list of their own,
// so that what one part of a value takes does not shift what the next one gets: any tree of numbers makes a value. What
// is not there is 0, what is too large is the bound, what is too much is not looked at.
#pragma once
#include <cstdint>
#include <vector>

#include "base/ids.h"
#include "base/json.h"

namespace lambent::ipo {

class Choices {
 public:
  explicit Choices(std::uint64_t seed);
  static Choices replay(Json tree);

  // 0 <= n <= most. By chance every other time one of `likely`, if there are any up to `most`.
  std::uint64_t upto(std::uint64_t most, const std::vector<std::uint64_t>& likely = {});
  // True with the chance of 1 in `n`; false is simpler.
  bool one_in(std::uint64_t n);

  // The choices made while it lives stand in a list of their own.
  class Part {
   public:
    explicit Part(Choices& choices) : choices_(choices) { choices_.enter(); }
    ~Part() { choices_.leave(); }
    Part(const Part&) = delete;

   private:
    Choices& choices_;
  };

  // What was chosen since the beginning: outside every Part.
  const Json& taken() const { return taken_.front(); }

 private:
  struct Cursor {
    Json items;  // array
    size_t next = 0;
  };

  Choices(std::uint64_t seed, bool by_chance) : chance_(seed), by_chance_(by_chance) {}
  void enter();
  void leave();
  Json next();  // of what is replayed; null if there is nothing

  Ids chance_;
  bool by_chance_;
  std::vector<Cursor> replayed_;  // the list being read, and those around it
  std::vector<Json> taken_{array()};
};

// How much a tree of choices is: fewer choices come first, then smaller ones. For shrinking.
struct ChoicesSize {
  size_t count = 0;
  std::vector<std::uint64_t> numbers;
  auto operator<=>(const ChoicesSize&) const = default;
};
ChoicesSize size_of_choices(const Json& tree);

}  // namespace lambent::ipo
