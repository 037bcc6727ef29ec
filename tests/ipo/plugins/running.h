// Cases written for one test, run against functions that are plugins: what `lambent test` would show of them.
#pragma once
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "base/files.h"
#include "base/log.h"
#include "base/text.h"
#include "ipo/case/reader.h"
#include "ipo/report/report.h"
#include "ipo/run/suite_run.h"

namespace lambent::ipo {

class Running {
 public:
  using Files = std::map<std::string, std::string>;

  // The head of a case file whose function `clerk` works in a manner of plugins/clerk.cpp.
  static std::string clerk(const std::string& manner, const std::string& cases) {
    return "suite: clerk\nclock: 2026-11-23T09:00:00Z\n"
           "given:\n  app: {functions: {clerk: {handler: clerk.so, runtime: provided.al2023, code: " LAMBENT_TEST_PLUGINS ", env: {MANNER: " + manner + "}}}}\n"
           "  state: {sns: {sandbox: false}}\n"
           "  iam: {roles: {clerk-role: {add: [{Effect: Allow, Action: [\"sns:Publish\"], Resource: \"*\"}]}}}\n"
           "cases:\n" + cases;
  }

  explicit Running(const std::string& text, const Files& files = {}) {
    set_log_level(LogLevel::error);
    for (const auto& [name, content] : files) write_file(folder.path() / name, content);
    path = (folder.path() / "t.ipo.yaml").string();
    write_file(path, text);
    options.setting.self_exe = LAMBENT_EXE;
    options.setting.timeout = std::chrono::seconds(60);
    options.jobs = 2;
    options.seed = 7;
  }

  void sweep(const std::string& asked) {
    options.sweep = read_sweep_options(asked, diagnostics);
    EXPECT_FALSE(diagnostics.has_errors()) << diagnostics.text();
  }

  void run() {
    std::vector<CaseFile> read{read_case_file(path, {}, diagnostics)};
    ASSERT_FALSE(diagnostics.has_errors()) << diagnostics.text();
    Apps apps("000000000000", "us-east-1", {});
    for (const auto& one : read[0].cases) apps.read(one, diagnostics);
    Properties properties;
    properties.read(read[0], diagnostics);
    options.properties = &properties;
    ASSERT_FALSE(diagnostics.has_errors()) << diagnostics.text();
    auto tools = std::make_shared<lambda::Toolbox>();
    tools->bootstraps = folder.path() / "bootstraps";
    std::filesystem::create_directories(tools->bootstraps);
    lambda::write_bootstraps(tools->bootstraps);
    options.setting.tools = std::move(tools);
    outcomes.clear();
    summary = {};
    summary = run_cases(read, apps, options, [this](const CaseOutcome& one) { outcomes.push_back(one); });
  }

  // "passed one", "failed one [sns:Publish #1 throttled]"
  std::vector<std::string> verdicts() const {
    std::vector<std::string> out;
    for (const auto& one : outcomes) out.push_back(std::string(name_of(one.verdict)) + " " + one.name);
    return out;
  }

  std::string told() const {
    std::ostringstream out;
    Diagnostics mistakes;
    auto reporter = make_reporter("pretty", {out, Colour::never, 0, Verbosity::normal, ""}, mistakes);
    reporter->began(summary);
    for (const auto& one : outcomes) reporter->ended(one);
    reporter->finished(summary);
    return replace_all(out.str(), folder.path().string() + "/", "");
  }

  TempDir folder;
  std::string path;
  Diagnostics diagnostics;
  RunOptions options;
  std::vector<CaseOutcome> outcomes;
  RunSummary summary;
};

}  // namespace lambent::ipo
