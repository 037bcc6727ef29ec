// Values that fit a JSON Schema, by chance, lean to the edges; and values that just do not.
//
//   auto generator = Generator::read("schemas/reminder.json", diagnostics);   // null: what is wrong, or cannot be made, at its place
//   Made made = generator->by_chance(seed);                // fits: the checker of schemas has said so
//   Made same = *generator->replay(made.choices);          // the same value; of a smaller tree (choices.h) a smaller one
//   Made wrong = generator->by_chance(seed, Fit::broken);  // fits but for one thing, named in made.broken
#pragma once
#include <memory>
#include <optional>
#include <string>

#include "ipo/match/schema.h"
#include "ipo/property/choices.h"
#include "ipo/property/schema_files.h"

namespace lambent::ipo {

enum class Fit { valid, broken };

struct Made {
  Json value;
  Json choices;        // tree of choices.h
  std::string broken;  // of Fit::broken: ".phone: must match the pattern …"; empty otherwise
};

class Generator {
 public:
  static std::unique_ptr<const Generator> read(const std::string& file, Diagnostics& diagnostics);

  // The same for the same seed. Nothing only for Fit::broken: every value that was tried fits.
  std::optional<Made> by_chance(std::uint64_t seed, Fit fit = Fit::valid) const;
  // Nothing if the choices make no value of this fit.
  std::optional<Made> replay(const Json& choices, Fit fit = Fit::valid) const;

  // What is wrong with a value: empty if it fits, else the first violation.
  std::string fault_of(const Json& value) const;

 private:
  Generator() = default;
  void check_parts(const Json& schema, const SchemaFile& file, const std::string& pointer, Diagnostics& diagnostics) const;
  bool can_make(Diagnostics& diagnostics) const;
  std::optional<Made> make(Choices& choices, Fit fit) const;

  SchemaFiles files_;
  const SchemaFile* root_ = nullptr;
  std::shared_ptr<const Schema> checker_;
  std::vector<double> numbers_;  // the limits the schemas name: values beside them are worth a try
};

}  // namespace lambent::ipo
