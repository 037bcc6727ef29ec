// Where the event of a property goes: `into: when[0].http.json`.
//
//   when[N].http.json      the body of a request, or a part of it: when[0].http.json.items[0]
//   when[N].event          of an invoke step, or a part of it: when[0].event.Records[0].body
//   when[N].params         of an aws step, or a part of it: when[0].params.input.$json is the JSON text in `input`
//
// Without `into` it is the body, the event or the params of the first step.
#pragma once
#include <optional>
#include <string>

#include "ipo/case/case.h"

namespace lambent::ipo {

class Placing {
 public:
  // Nothing, and why, if `into` names no such place in the case.
  static std::optional<Placing> find(const Case& one, std::string& why);

  // The case with `event` at that place.
  Case with(const Case& one, const Json& event) const;
  // The same, the step coming twice: as a queue, or whoever is not sure that it arrived, may send it.
  Case twice(const Case& one, const Json& event) const;

 private:
  void put(Step& step, const Json& event) const;

  size_t step_ = 0;
  struct Part {
    std::string member;
    bool element = false;
    size_t index = 0;
  };
  std::vector<Part> inside_;
};

}  // namespace lambent::ipo
