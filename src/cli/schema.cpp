// lambent schema: the JSON Schemas of the files that people write, for their editors.
#include <iostream>

#include "cli/command.h"
#include "ipo/case/reader.h"

namespace lambent::cli {

void add_schema(CLI::App& app, int& code) {
  auto* command = app.add_subcommand("schema", "Print the JSON Schema of a kind of file");
  auto kind = std::make_shared<std::string>();
  command->add_option("kind", *kind, "ipo: test cases")->required()->check(CLI::IsMember({"ipo"}))->type_name("KIND");
  command->callback([&code] {
    std::cout << ipo::case_schema();
    code = kDone;
  });
}

}  // namespace lambent::cli
