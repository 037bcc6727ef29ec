// What `lambent mail` and `lambent sms` share: lists of a running emulator, printed once or as they grow.
//
// Nothing that a function wrote reaches the terminal as it is: texts pass printable(), on one line where one is meant.
#pragma once
#include <CLI/CLI.hpp>
#include <functional>
#include <string>

#include "base/json.h"

namespace lambent::cli {

struct SeenArguments {
  std::string endpoint;  // empty: usual_endpoint()
  std::string to, text;
  int count = 20;
  bool follow = false, json = false;

  std::string where() const;
};

void declare_list(CLI::App& command, SeenArguments& arguments, const std::string& to_help);
void declare_endpoint(CLI::App& command, SeenArguments& arguments);

// The list at `path` (/_lambent/api/v1/…), one line an item as `line` writes it, or one JSON text a line. With follow it
// goes on until the program is ended or the emulator is gone. `none` is said on standard error of an empty list.
int show_list(const SeenArguments& arguments, const std::string& path, const std::function<std::string(const Json&)>& line, const std::string& none);

// A command whose list is also what it does without a subcommand. Options of the list before a subcommand are refused.
void list_by_default(CLI::App& command, const std::function<void()>& list);

std::string one_line(const std::string& text);         // printable, and line feeds and tabs are blanks
std::string column(const std::string& text, size_t width);  // one_line, padded; longer ones are cropped with "…"
std::string clock_of(const std::string& at);           // "2026-01-02T03:04:05.678Z" as "2026-01-02 03:04:05"
std::string safe_json(const Json& value);              // pretty, and nothing in it that drives a terminal

}  // namespace lambent::cli
