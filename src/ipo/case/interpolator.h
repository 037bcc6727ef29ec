// Fills `${steps.id.path}` and saved names into steps and expectations while a case runs.
//
//   Interpolator names;
//   names.answered("create", answer);        // ${steps.create.json.id}
//   names.saved("arn", value);               // ${arn}
//   Step step = names.fill(written, diagnostics);
//
// A string that is only one `${…}` becomes the value itself, of whatever type; inside other text numbers and truth
// values are spelled as JSON, objects and lists as compact JSON. `$$` is one dollar. What comes out of an answer is
// data: in a Then it never turns into a matcher, however it is spelled.
//
// Names were checked when the file was read; a path that the answer does not have is an error at the place of the
// string, and what is filled has null there.
#pragma once
#include <map>
#include <string>

#include "ipo/case/case.h"

namespace lambent::ipo {

class Interpolator {
 public:
  void answered(const std::string& step_id, Json answer);  // no-op for an empty id
  void saved(const std::string& name, Json value);

  Step fill(const Step& step, Diagnostics& diagnostics) const;
  Then fill(const Then& then, Diagnostics& diagnostics) const;

  // What `${name}` stands for, or null.
  const Json* find(const std::string& name) const;

 private:
  const Json* look_up(const std::string& name, const Place& place, Diagnostics& diagnostics) const;

  std::map<std::string, Json> steps_, saved_;
};

}  // namespace lambent::ipo
