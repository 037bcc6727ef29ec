// What the property cases of a run need, read before any of them runs.
//
//   Properties properties;
//   for (const auto& file : files) properties.read(file, diagnostics);   // schemas, examples, `into`, stored seeds
//   const PreparedProperty* prepared = properties.find(one);
//
// Constant once everything is read, so that the threads of a run may share it.
#pragma once
#include <map>
#include <memory>

#include "ipo/property/generator.h"
#include "ipo/property/placing.h"
#include "ipo/property/seeds_file.h"

namespace lambent::ipo {

struct PreparedProperty {
  std::shared_ptr<const Generator> generator;
  Placing placing;
  std::vector<StoredSeed> seeds;  // of this case
};

class Properties {
 public:
  void read(const CaseFile& file, Diagnostics& diagnostics);
  const PreparedProperty* find(const Case& one) const;

 private:
  std::shared_ptr<const Generator> generator(const std::string& schema, Diagnostics& diagnostics);

  std::map<std::string, std::shared_ptr<const Generator>> generators_;  // by file of the schema
  std::map<std::string, PreparedProperty> prepared_;                    // by case file and name
};

}  // namespace lambent::ipo
