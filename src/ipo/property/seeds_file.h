// The events that broke a property once: they are tried first the next time, until they pass.
//
//   # tests/x.ipo.yaml.seeds.yaml
//   seeds:
//     - case: any reminder is taken
//       broken: false
//       choices: [1,[161]]
//       # no-crash: {"message": "aaaa…"}
//
// `choices` are those of the generator (choices.h): they make an event of whatever the schema is now.
#pragma once
#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "base/json.h"

namespace lambent::ipo {

struct StoredSeed {
  std::string of_case;
  bool broken = false;  // an event that breaks the schema
  Json choices;
  std::string note;     // for people: which invariant, which event
};

std::string seeds_file_of(const std::string& case_file);

// Nothing if there is no such file; mistakes in it at their places.
std::vector<StoredSeed> read_seeds(const std::string& case_file, Diagnostics& diagnostics);

// Puts `found` into the file in the place of those with the same case and choices, and takes `passed` out of it; a file without seeds is
// removed. Throws FileError.
void write_seeds(const std::string& case_file, const std::vector<StoredSeed>& found, const std::vector<StoredSeed>& passed);

}  // namespace lambent::ipo
