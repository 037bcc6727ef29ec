// A case as a person would write it in YAML, with comments.
//
//   case_yaml(one, {{"/then/effects/0/email/text", "differed from run to run"}}, 2)
//
// What is short stands on one line, {like: this}; what is longer or has comments inside is spread. Texts are quoted
// where this project's reader or another would take them for something else.
#pragma once
#include <map>
#include <string>

#include "base/json.h"

namespace lambent::ipo {

// `one`: the case's object. The lines of a list element, `indent` blanks before the dash. Comments by JSON Pointer.
std::string case_yaml(const Json& one, const std::map<std::string, std::string>& comments, size_t indent);

std::string yaml_flow(const Json& value);  // on one line

}  // namespace lambent::ipo
