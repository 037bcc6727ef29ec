// lambent mail: what was mailed, by an emulator that runs.
#include <spawn.h>
#include <unistd.h>

#include <cstdlib>
#include <iostream>

#include "base/text.h"
#include "cli/command.h"
#include "cli/remote.h"
#include "cli/seen.h"

extern char** environ;

namespace lambent::cli {
namespace {

constexpr const char* kMails = "/_lambent/api/v1/emails";

struct MailArguments {
  SeenArguments seen;
  std::string id = "latest";
  bool html = false, raw = false, remote = false, print = false;

  std::string path() const { return std::string(kMails) + "/" + percent_encode(id); }
};

std::string line_of(const Json& mail) {
  return clock_of(text_at(mail, "at")) + "  " + column(text_at(mail, "from"), 28) + "  " + column(join(texts_at(mail, "to"), ", "), 28) + "  " +
         one_line(text_at(mail, "subject"));
}

std::string addresses(const Json& mail, const char* member) { return one_line(join(texts_at(mail, member), ", ")); }

void print_mail(const Json& mail) {
  std::cout << "Id:      " << one_line(text_at(mail, "id")) << "\nDate:    " << clock_of(text_at(mail, "at")) << "\nFrom:    " << one_line(text_at(mail, "from")) << "\n";
  for (auto [member, label] : {std::pair("to", "To:      "), std::pair("cc", "Cc:      "), std::pair("bcc", "Bcc:     "), std::pair("replyTo", "Reply:   ")})
    if (std::string all = addresses(mail, member); !all.empty()) std::cout << label << all << "\n";
  std::cout << "Subject: " << one_line(text_at(mail, "subject")) << "\n";
  if (const Json* parts = find(mail, "parts"))
    for (const auto& part : *parts)
      if (bool_at(part, "attachment"))
        std::cout << "Part " << int_at(part, "n") << ":  " << one_line(text_at(part, "name")) << " (" << one_line(text_at(part, "type")) << ", " << int_at(part, "size") << " bytes)\n";
  auto text = find_text(mail, "text");
  if (text) std::cout << "\n" << printable(*text) << (text->ends_with('\n') ? "" : "\n");
  else if (find_text(mail, "html")) std::cout << "\n(HTML only: lambent mail open, or show --html)\n";
}

int run_show(const MailArguments& arguments) {
  const std::string endpoint = arguments.seen.where();
  if (arguments.raw || arguments.html) {
    HttpResponse response = ask(endpoint, arguments.path() + (arguments.raw ? "/raw" : "/body.html"));
    auto refused = response.status == 200 ? std::nullopt : try_parse_json(response.body);
    if (response.status != 200) throw Stop(kMistake, refused ? printable(text_at(*refused, "message")) : "the emulator answers " + std::to_string(response.status));
    // Into a file or a pipe byte for byte; a terminal gets no bytes that drive it.
    std::cout << (::isatty(STDOUT_FILENO) ? printable(response.body) : response.body);
    return kDone;
  }
  Json mail = ask_json(endpoint, arguments.path());
  if (arguments.seen.json) std::cout << safe_json(mail) << "\n";
  else print_mail(mail);
  return kDone;
}

int run_open(const MailArguments& arguments) {
  const std::string endpoint = arguments.seen.where();
  Json mail = ask_json(endpoint, arguments.path());
  MailArguments one = arguments;
  one.id = text_at(mail, "id");
  std::string url = endpoint + one.path() + (find_text(mail, "html") ? "/body.html" : "/body.txt") + (arguments.remote ? "?remote=1" : "");
  std::cout << one_line(url) << "\n";
  if (arguments.print) return kDone;
  const char* browser = std::getenv("BROWSER");
  std::string program = browser && *browser ? browser : "xdg-open";
  char* words[] = {program.data(), url.data(), nullptr};
  pid_t child = 0;
  int failed = ::posix_spawnp(&child, program.c_str(), nullptr, nullptr, words, environ);
  if (failed) throw Stop(kCannotRun, "'" + printable(program) + "' cannot be started; open the address above");
  return kDone;
}

}  // namespace

void add_mail(CLI::App& app, int& code) {
  auto* command = app.add_subcommand("mail", "Show what a running emulator has mailed");
  auto arguments = std::make_shared<MailArguments>();
  auto list = [arguments, &code] { code = show_list(arguments->seen, kMails, line_of, "no mail was sent"); };
  declare_list(*command, arguments->seen, "only mail to this address, or a part of it");
  list_by_default(*command, list);
  auto* listing = command->add_subcommand("list", "List mails, oldest first; also what `lambent mail` does");
  declare_list(*listing, arguments->seen, "only mail to this address, or a part of it");
  listing->callback(list);

  auto* show = command->add_subcommand("show", "Print a mail: its heads, its text and its attachments");
  declare_endpoint(*show, arguments->seen);
  show->add_option("id", arguments->id, "its id")->capture_default_str()->type_name("ID");
  auto* json = show->add_flag("--json", arguments->seen.json, "all that is known of it, as JSON");
  auto* html = show->add_flag("--html", arguments->html, "the source of its HTML body");
  show->add_flag("--raw", arguments->raw, "the message as it goes over the wire")->excludes(json)->excludes(html);
  html->excludes(json);
  show->callback([arguments, &code] { code = run_show(*arguments); });

  auto* open = command->add_subcommand("open", "Open a mail's body in a browser");
  declare_endpoint(*open, arguments->seen);
  open->add_option("id", arguments->id, "its id")->capture_default_str()->type_name("ID");
  open->add_flag("--remote", arguments->remote, "let it load images from elsewhere");
  open->add_flag("--print", arguments->print, "only print the address");
  open->footer("The browser is $BROWSER, else xdg-open. The page runs no script and loads nothing from elsewhere.");
  open->callback([arguments, &code] { code = run_open(*arguments); });
}

}  // namespace lambent::cli
