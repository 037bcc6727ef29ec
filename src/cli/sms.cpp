// lambent sms: what phones got and sent, by an emulator that runs.
#include <iostream>

#include "base/text.h"
#include "cli/command.h"
#include "cli/remote.h"
#include "cli/seen.h"

namespace lambent::cli {
namespace {

struct SmsArguments {
  SeenArguments seen;
  std::string number;
};

// What a line says behind the text: why it did not arrive, and what it took.
std::string notes_of(const Json& sms) {
  std::string status = text_at(sms, "status");
  if (status == "failed") return "  (not delivered: " + one_line(text_at(sms, "reason")) + ")";
  std::int64_t parts = int_at(sms, "parts", 1);
  return parts > 1 ? "  (" + std::to_string(parts) + " parts, " + one_line(text_at(sms, "encoding")) + ")" : "";
}

std::string arrow_of(const Json& sms) {
  std::string status = text_at(sms, "status");
  return status == "received" ? "←" : status == "failed" ? "✗" : "→";
}

std::string line_of(const Json& sms) {
  std::string sender = text_at(sms, text_at(sms, "status") == "received" ? "to" : "sender");
  return clock_of(text_at(sms, "at")) + "  " + column(sender, 12) + " " + arrow_of(sms) + " " + column(text_at(sms, "number"), 16) + "  " + one_line(text_at(sms, "text")) + notes_of(sms);
}

int run_show(const SmsArguments& arguments) {
  Json phone = ask_json(arguments.seen.where(), "/_lambent/api/v1/phones/" + percent_encode(arguments.number));
  if (arguments.seen.json) {
    std::cout << safe_json(phone) << "\n";
    return kDone;
  }
  std::cout << one_line(text_at(phone, "number")) << (bool_at(phone, "optedOut") ? ", opted out" : "");
  if (auto sandbox = find_text(phone, "sandbox")) std::cout << ", in the sandbox: " << one_line(*sandbox);
  std::cout << "\n";
  for (const auto& sms : phone["messages"])
    std::cout << "  " << clock_of(text_at(sms, "at")) << " " << arrow_of(sms) << " " << replace_all(printable(text_at(sms, "text")), "\n", "\n" + std::string(24, ' ')) << notes_of(sms) << "\n";
  return kDone;
}

}  // namespace

void add_sms(CLI::App& app, int& code) {
  auto* command = app.add_subcommand("sms", "Show what a running emulator has sent to phones");
  auto arguments = std::make_shared<SmsArguments>();
  auto list = [arguments, &code] { code = show_list(arguments->seen, "/_lambent/api/v1/sms", line_of, "no SMS was sent"); };
  declare_list(*command, arguments->seen, "only those of this phone number");
  list_by_default(*command, list);
  auto* listing = command->add_subcommand("list", "List SMS, oldest first; also what `lambent sms` does");
  declare_list(*listing, arguments->seen, "only those of this phone number");
  listing->callback(list);

  auto* show = command->add_subcommand("show", "Print the conversation with one phone");
  declare_endpoint(*show, arguments->seen);
  show->add_option("number", arguments->number, "the phone's number")->required()->type_name("NUMBER");
  show->add_flag("--json", arguments->seen.json, "all that is known of it, as JSON");
  show->callback([arguments, &code] { code = run_show(*arguments); });
  command->footer("→ delivered, ← received from the phone, ✗ not delivered.");
}

}  // namespace lambent::cli
