// A case file written for one test: read from a folder of its own, with what was said of it.
#pragma once
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/files.h"
#include "base/text.h"
#include "ipo/case/interpolator.h"
#include "ipo/case/reader.h"

namespace lambent::ipo {

struct Reading {
  using Files = std::map<std::string, std::string>;
  explicit Reading(const std::string& text, const Files& files = {}, const std::string& name = "cases/t.ipo.yaml") {
    write_file(folder.path() / "template.yaml", "Resources: {}\n");
    for (const auto& [path, content] : files) write_file(folder.path() / "cases" / path, content);
    path = (folder.path() / name).string();
    write_file(path, text);
    options.environment = [](const std::string& variable) {
      return variable == "STAGE" ? std::optional<std::string>("dev$1") : std::nullopt;
    };
    options.examples = {"sqs", "sns", "s3"};
    file = read_case_file(path, options, diagnostics);
  }
  // Every diagnostic, the file's folder left out: "6:7: message (hint)", "rows.csv:2:1: message".
  std::vector<std::string> said() const {
    std::vector<std::string> out;
    for (const auto& d : diagnostics.all()) {
      std::string line = replace_all(lambent::text(d.place), path + ":", "");
      line = replace_all(replace_all(line, (folder.path() / "cases").string() + "/", ""), path, "");
      out.push_back((line.empty() ? "" : line + ": ") + d.message + (d.hint.empty() ? "" : " (" + d.hint + ")"));
    }
    return out;
  }
  const Case& at(size_t i) const { return file.cases.at(i); }

  TempDir folder;
  std::string path;
  ReadOptions options;
  Diagnostics diagnostics;
  CaseFile file;
};

// A file of one case whose members are `body`, indented by four.
inline std::string one_case(const std::string& body) { return "cases:\n  - name: one\n" + body; }

}  // namespace lambent::ipo
