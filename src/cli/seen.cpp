#include "cli/seen.h"

#include <iostream>

#include "base/text.h"
#include "cli/command.h"
#include "cli/remote.h"

namespace lambent::cli {
namespace {

constexpr int kWait = 20;  // seconds of one long poll

void print(const Json& item, const SeenArguments& arguments, const std::function<std::string(const Json&)>& line) {
  std::cout << (arguments.json ? printable(dump(item)) : line(item)) << "\n";
}

// Code points, close enough to columns.
size_t width_of(const std::string& text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

}  // namespace

std::string SeenArguments::where() const { return endpoint.empty() ? usual_endpoint() : endpoint; }

void declare_endpoint(CLI::App& command, SeenArguments& arguments) {
  command.add_option("--endpoint", arguments.endpoint, "where the emulator listens [AWS_ENDPOINT_URL, else http://127.0.0.1:4566]")->type_name("URL");
}

void declare_list(CLI::App& command, SeenArguments& arguments, const std::string& to_help) {
  declare_endpoint(command, arguments);
  command.add_option("--to", arguments.to, to_help)->type_name("TO");
  command.add_option("-q,--query", arguments.text, "only those with this text in them")->type_name("TEXT");
  command.add_option("-n,--count", arguments.count, "how many at most")->capture_default_str()->check(CLI::Range(1, 1000))->type_name("N");
  command.add_flag("-f,--follow", arguments.follow, "go on and print what comes");
  command.add_flag("--json", arguments.json, "one JSON text a line");
}

int show_list(const SeenArguments& arguments, const std::string& path, const std::function<std::string(const Json&)>& line, const std::string& none) {
  const std::string endpoint = arguments.where();
  std::string filters;
  if (!arguments.to.empty()) filters += "&to=" + percent_encode(arguments.to);
  if (!arguments.text.empty()) filters += "&q=" + percent_encode(arguments.text);
  Json page = ask_json(endpoint, path + "?limit=" + std::to_string(arguments.count) + filters);
  std::int64_t last = 0;
  auto show = [&](const Json& items) {
    for (const auto& item : items) {
      print(item, arguments, line);
      last = int_at(item, "seq");
    }
    std::cout.flush();
  };
  show(page["items"]);
  if (page["items"].empty() && !arguments.follow) std::cerr << none << "\n";
  while (arguments.follow) {
    page = ask_json(endpoint, path + "?after=" + std::to_string(last) + "&wait=" + std::to_string(kWait) + filters);
    show(page["items"]);
  }
  return kDone;
}

void list_by_default(CLI::App& command, const std::function<void()>& list) {
  CLI::App* self = &command;
  command.require_subcommand(0, 1);
  command.parse_complete_callback([self] {
    if (self->get_subcommands().empty()) return;
    for (const CLI::Option* option : self->get_options())
      if (option->count() > 0) throw Stop(kMistake, option->get_name() + " goes behind '" + self->get_subcommands().front()->get_name() + "'");
  });
  command.callback([self, list] {
    if (self->get_subcommands().empty()) list();
  });
}

std::string one_line(const std::string& text) {
  std::string out = printable(text);
  for (char& c : out)
    if (c == '\n' || c == '\t') c = ' ';
  return out;
}

std::string column(const std::string& text, size_t width) {
  std::string out = one_line(text);
  size_t wide = width_of(out);
  if (wide <= width) return out + std::string(width - wide, ' ');
  size_t end = 0;
  for (size_t shown = 0; shown < width; ++end)
    if ((out[end] & 0xC0) != 0x80) ++shown;
  return out.substr(0, end - 1) + "…";
}

std::string clock_of(const std::string& at) {
  std::string out = one_line(at).substr(0, 19);
  if (out.size() > 10 && out[10] == 'T') out[10] = ' ';
  return out;
}

std::string safe_json(const Json& value) { return printable(dump_pretty(value)); }

}  // namespace lambent::cli
