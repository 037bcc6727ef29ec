// The parts of a case, each read from its node after rows and environment are filled in. Internal to the reader; mistakes
// go to the context.
#pragma once
#include "ipo/case/case.h"
#include "ipo/case/fields.h"

namespace lambent::ipo {

// The file's `given` under the case's: maps are joined, of everything else the case's stands; the case's stubs come
// before the file's. Either may be null.
Node merged_given(const Node* file, const Node* own);

Given read_given(const Node& node, Context& context);
Stub read_stub(const Node& node, Context& context);

// The steps before a place of a case that a Then can speak of.
struct Answers {
  std::map<std::string, const char*> steps;  // id → the step's word
  const char* last = "";                     // word of the last that answers
};
Step read_step(const Node& node, const Answers& before, Context& context);
Then read_then(const Node& node, const Answers& before, Context& context);
// One entry of `effects`: {kind: fields}.
std::optional<Effect> read_effect(const Node& node, Finish finish, Context& context);

Sweep read_sweep(const Node& node, const Place& place, Context& context);
std::optional<Property> read_property(const Node& node, Context& context);

// The text of {file: …} if `node` is such a map and the file can be read. `said` if it is one and cannot.
struct IncludedText {
  bool is_file = false;
  const std::string* text = nullptr;
  std::string path;
};
IncludedText included_text(const Node& node, Context& context);

// A map of matcher words ({$contains: …}), not of members.
bool is_matcher(const Node& node);

}  // namespace lambent::ipo
