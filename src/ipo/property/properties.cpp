#include "ipo/property/properties.h"

#include <algorithm>

namespace lambent::ipo {
namespace {

std::string key_of(const Case& one) { return one.place.file + "\n" + one.name; }

void check_examples(const Property& property, const Generator& generator, Diagnostics& diagnostics) {
  if (!property.examples) return;
  for (size_t i = 0; i < property.examples->json.size(); ++i)
    if (std::string fault = generator.fault_of(property.examples->json[i]); !fault.empty())
      diagnostics.error(property.examples->place_of(pointer_to("", i)), "this example does not fit the schema: " + fault);
}

}  // namespace

std::shared_ptr<const Generator> Properties::generator(const std::string& schema, Diagnostics& diagnostics) {
  auto [at, fresh] = generators_.try_emplace(schema);
  if (fresh) at->second = Generator::read(schema, diagnostics);
  return at->second;
}

void Properties::read(const CaseFile& file, Diagnostics& diagnostics) {
  std::optional<std::vector<StoredSeed>> seeds;
  for (const auto& one : file.cases) {
    if (!one.property) continue;
    if (!seeds) seeds = read_seeds(file.file, diagnostics);
    PreparedProperty prepared;
    prepared.generator = generator(one.property->schema, diagnostics);
    if (prepared.generator) check_examples(*one.property, *prepared.generator, diagnostics);
    std::string why;
    auto placing = Placing::find(one, why);
    if (!placing) diagnostics.error(one.property->place, why);
    if (!prepared.generator || !placing) continue;
    prepared.placing = *placing;
    std::copy_if(seeds->begin(), seeds->end(), std::back_inserter(prepared.seeds), [&](const StoredSeed& seed) { return seed.of_case == one.name; });
    prepared_.emplace(key_of(one), std::move(prepared));
  }
}

const PreparedProperty* Properties::find(const Case& one) const {
  auto at = prepared_.find(key_of(one));
  return at == prepared_.end() ? nullptr : &at->second;
}

}  // namespace lambent::ipo
