// Mistakes in the user's files: collected, with file, line and column, and shown all at once.
#pragma once
#include <string>
#include <vector>

namespace lambent {

enum class Severity { error, warning };

struct Place {
  std::string file;  // as the user named it; empty if there is none
  int line = 0;      // 1-based; 0 if unknown
  int column = 0;    // 1-based; 0 if unknown
};

struct Diagnostic {
  Severity severity;
  Place place;
  std::string message;  // what is wrong
  std::string hint;     // what to do; may be empty
};

class Diagnostics {
 public:
  void error(Place place, std::string message, std::string hint = "");
  void warning(Place place, std::string message, std::string hint = "");
  bool has_errors() const;
  const std::vector<Diagnostic>& all() const { return all_; }

  // One line each, as compilers write them: `file:line:column: error: message (hint)`.
  std::string text() const;

 private:
  std::vector<Diagnostic> all_;
};

std::string text(const Place& place);  // file:line:column, leaving out what is unknown

}  // namespace lambent
