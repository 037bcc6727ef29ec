#include "ipo/report/report.h"

#include <sstream>

#include "base/files.h"
#include "base/text.h"
#include "ipo/report/reporters.h"
#include "ipo/report/secrets.h"

namespace lambent::ipo {
namespace {

struct Known {
  const char* name;
  std::unique_ptr<Reporter> (*make)(const ReportOptions&);
  enum { stream, file } writes_to;  // unless a file is given
};
constexpr Known kKnown[] = {
    {"pretty", make_pretty, Known::stream}, {"dots", make_dots, Known::stream},     {"tap", make_tap, Known::stream},
    {"json", make_json, Known::stream},     {"github", make_github, Known::stream}, {"junit", make_junit, Known::file},
};

std::string spelled(const Known& one) { return std::string(one.name) + (one.writes_to == Known::file ? "=FILE" : ""); }

// Keeps a report until it is whole: a reader of the file never sees half of one.
class ToFile : public Reporter {
 public:
  ToFile(const Known& known, const ReportOptions& options, std::string path) : path_(std::move(path)) {
    inner_ = known.make({.out = text_, .colour = Colour::never, .verbosity = options.verbosity, .step_summary = options.step_summary});
  }
  void began(const RunSummary& plan) override { inner_->began(plan); }
  void ended(const CaseOutcome& outcome) override { inner_->ended(outcome); }
  void finished(const RunSummary& summary) override {
    inner_->finished(summary);
    write_file(path_, text_.view());
  }

 private:
  const std::string path_;
  std::ostringstream text_;
  std::unique_ptr<Reporter> inner_;
};

// The one place where secrets are masked, for whatever is told.
class Masking : public Reporter {
 public:
  explicit Masking(std::vector<std::unique_ptr<Reporter>> told) : told_(std::move(told)) {}
  void began(const RunSummary& plan) override {
    for (auto& one : told_) one->began(plan);
  }
  void ended(const CaseOutcome& outcome) override {
    const CaseOutcome safe = masked(outcome);
    for (auto& one : told_) one->ended(safe);
  }
  // A file that cannot be written must not cost the reports after it.
  void finished(const RunSummary& summary) override {
    std::exception_ptr failure;
    for (auto& one : told_) {
      try {
        one->finished(summary);
      } catch (const FileError&) {
        if (!failure) failure = std::current_exception();
      }
    }
    if (failure) std::rethrow_exception(failure);
  }

 private:
  std::vector<std::unique_ptr<Reporter>> told_;
};

std::unique_ptr<Reporter> make_one(const std::string& spec, const ReportOptions& options, Diagnostics& mistakes) {
  const auto equals = spec.find('=');
  const std::string name = spec.substr(0, equals);
  const std::string path = equals == std::string::npos ? "" : spec.substr(equals + 1);
  std::vector<std::string> names, spellings;
  for (const auto& known : kKnown) {
    names.push_back(known.name);
    spellings.push_back(spelled(known));
    if (name != known.name) continue;
    if (path.empty() && (equals != std::string::npos || known.writes_to == Known::file)) {
      mistakes.error({}, "reporter " + name + " has no file", "write " + name + "=FILE");
      return nullptr;
    }
    if (path.empty()) return known.make(options);
    return std::make_unique<ToFile>(known, options, path);
  }
  const std::string near = nearest(name, names);
  std::string hint = "there are " + join(spellings, ", ");
  for (const auto& known : kKnown)
    if (near == known.name) hint = "did you mean " + spelled(known) + "?";
  mistakes.error({}, "unknown reporter " + printable(name), hint);
  return nullptr;
}

}  // namespace

std::unique_ptr<Reporter> make_reporter(const std::string& spec, const ReportOptions& options, Diagnostics& mistakes) {
  return make_reporters({spec}, options, mistakes);
}

std::unique_ptr<Reporter> make_reporters(const std::vector<std::string>& specs, const ReportOptions& options, Diagnostics& mistakes) {
  std::vector<std::unique_ptr<Reporter>> all;
  for (const auto& spec : specs) all.push_back(make_one(spec, options, mistakes));
  for (const auto& one : all)
    if (!one) return nullptr;
  return std::make_unique<Masking>(std::move(all));
}

}  // namespace lambent::ipo
