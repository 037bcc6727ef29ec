// Case files run as `lambent test` runs them, with the built binary and handlers.
#pragma once
#include <gtest/gtest.h>

#include "base/files.h"
#include "events/events.h"
#include "ipo/case/reader.h"
#include "ipo/case/selection.h"
#include "ipo/property/properties.h"
#include "ipo/run/shared_tools.h"
#include "ipo/run/suite_run.h"

namespace lambent::ipo::test {

class Suite {
 public:
  // Files or folders; see targets_of().
  Suite(const Suite&) = delete;
  explicit Suite(const std::vector<std::string>& paths) : apps_("000000000000", "us-east-1", {{"BuildDir", std::string(LAMBENT_BINARY_DIR) + "/handlers/sending"}}) {
    Diagnostics mistakes;
    for (const auto& source : events::event_sources()) reading_.examples.push_back(source.name);
    for (const auto& file : find_case_files(targets_of(paths), mistakes)) files.push_back(read_case_file(file, reading_, mistakes));
    prepare(mistakes);
  }
  Suite(const std::string& text, const std::string& file) : apps_("000000000000", "us-east-1", {}) {
    Diagnostics mistakes;
    files.push_back(read_case_text(text, file, reading_, mistakes));
    prepare(mistakes);
  }

  // Their outcomes in the order of the files.
  std::vector<CaseOutcome> run(RunOptions options = {}) {
    options.setting = setting;
    options.properties = &properties_;
    std::vector<CaseOutcome> out;
    run_cases(files, apps_, options, [&](const CaseOutcome& one) { out.push_back(one); });
    return out;
  }

  bool needs(const std::string& interpreter) const {
    auto all = apps_.interpreters();
    return std::find(all.begin(), all.end(), interpreter) != all.end();
  }

  std::vector<CaseFile> files;
  RunSetting setting;

 private:
  void prepare(Diagnostics& mistakes) {
    for (const auto& file : files) {
      for (const auto& one : file.cases) apps_.read(one, mistakes);
      properties_.read(file, mistakes);
    }
    EXPECT_FALSE(mistakes.has_errors()) << mistakes.text();
    setting.tools = shared_tools(bootstraps_->path(), apps_.interpreters());
    setting.self_exe = std::string(LAMBENT_BINARY_DIR) + "/lambent";
  }

  ReadOptions reading_;
  std::shared_ptr<TempDir> bootstraps_ = std::make_shared<TempDir>("lambent-test-ipo");
  Apps apps_;
  Properties properties_;
};

inline std::string all_words(const CaseOutcome& one) {
  std::string out = one.again + " " + one.name + ": " + name_of(one.verdict);
  for (const auto& problem : one.problems) {
    out += std::string("\n  ") + name_of(problem.kind) + " at " + problem.where + ": " + problem.what;
    for (const auto& field : problem.fields) out += "\n    " + field.path + ": " + field.expected + " / " + field.actual;
    for (const auto& line : problem.running) out += "\n    runs: " + line;
  }
  return out;
}

}  // namespace lambent::ipo::test
