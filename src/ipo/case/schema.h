// The embedded JSON Schema as the one list of what a case file may hold: the reader takes the keys of every map and the
// choices of every word from it.
#pragma once
#include <string>
#include <vector>

#include "base/json.h"

namespace lambent::ipo {

// Throws std::logic_error for a definition the schema does not have: a defect of the reader.
const Json& definition(const std::string& name);                                            // one of $defs
const std::vector<std::string>& keys_of(const std::string& definition);                     // of its properties
const std::vector<std::string>& required_of(const std::string& definition);
std::vector<std::string> words_of(const std::string& definition, const std::string& key);   // its enum

// The words that tell a step: "http", "invoke", …, in the schema's order. A step's definition is `<word>Step`.
const std::vector<std::string>& step_words();

}  // namespace lambent::ipo
