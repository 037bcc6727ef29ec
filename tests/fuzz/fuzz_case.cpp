// Case files: any bytes are read as cases or are mistakes at a place in the file.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "ipo/case/reader.h"
#include "ipo/run/expectation.h"

using namespace lambent;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  for (const char* file : {"fuzzed.ipo.yaml", "fuzzed.ipo.json"}) {
    Diagnostics mistakes;
    ipo::ReadOptions options;
    options.environment = [](const std::string&) { return std::nullopt; };
    const auto read = ipo::read_case_text(text, file, options, mistakes);
    for (const auto& mistake : mistakes.all())
      if (mistake.place.line < 0 || mistake.message.empty()) std::abort();
    if (mistakes.has_errors()) continue;
    for (const auto& one : read.cases) ipo::check_matchers(one, mistakes);
  }
  return 0;
}
