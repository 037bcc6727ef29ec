// A case file that grows by one case at its end.
//
//   GrowingFile file("tests/a.ipo.yaml", existing, diagnostics);
//   file.settle(draft);                       // its name is not taken; what the file says need not be said again
//   std::string text = file.with(draft);
//   std::optional<Case> one = file.read_back(text);   // by the reader; the old cases must still be what they were
#pragma once
#include <optional>
#include <string>

#include "base/diagnostics.h"
#include "ipo/case/case.h"
#include "ipo/record/draft.h"

namespace lambent::ipo {

class GrowingFile {
 public:
  // What is there already must be free of mistakes, YAML, and end with its cases.
  GrowingFile(std::string file, std::optional<std::string> existing, Diagnostics& diagnostics);

  void settle(Draft& draft) const;
  std::string with(const Draft& draft) const;
  std::optional<Case> read_back(const std::string& text) const;

 private:
  const std::string file_;
  const std::optional<std::string> existing_;
  Diagnostics& diagnostics_;
  CaseFile before_;
  size_t indent_ = 2;   // of the dashes of the cases
};

}  // namespace lambent::ipo
