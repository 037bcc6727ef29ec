// A template written for one test: read from a folder of its own, with what was said of it.
#pragma once
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/files.h"
#include "config/template.h"

namespace lambent::config {

struct Reading {
  explicit Reading(const std::string& text, std::map<std::string, std::string> parameters = {}) {
    write_file(folder.path() / "code" / "index.py", "def handler(event, context): return event\n");
    write_file(folder.path() / "machine.asl.json", R"({"StartAt": "A", "States": {"A": {"Type": "Task", "Resource": "${Work}", "End": true}}})");
    file = (folder.path() / "t.yaml").string();
    write_file(file, text);
    TemplateOptions options;
    options.account = "123456789012";
    options.region = "eu-west-1";
    options.parameters = std::move(parameters);
    model = read_template(file, options, diagnostics);
  }
  // Every diagnostic without the file's path: "6:7: error: …".
  std::vector<std::string> said() const {
    std::vector<std::string> out;
    for (const auto& d : diagnostics.all()) {
      std::string line = d.place.line ? std::to_string(d.place.line) + ":" + std::to_string(d.place.column) + ": " : "";
      line += d.severity == Severity::error ? "error: " : "warning: ";
      out.push_back(line + d.message + (d.hint.empty() ? "" : " (" + d.hint + ")"));
    }
    return out;
  }

  TempDir folder;
  std::string file;
  Diagnostics diagnostics;
  AppModel model;
};

}  // namespace lambent::config
