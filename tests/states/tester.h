// Asks TestState and tells the answer line by line: "SUCCEEDED -> Next", output, error, cause, then the inspection data.
#pragma once
#include "tests/states/world.h"

namespace lambent::states {

struct Tester {
  World world;
  std::string level = "DEBUG", role;
  std::vector<std::pair<std::string, Json>> more;  // further members of the request

  std::string ask(const std::string& definition, const std::string& input) {
    Json request = object({{"definition", definition}});
    if (!input.empty()) set_text(request, "input", input);
    if (!level.empty()) set_text(request, "inspectionLevel", level);
    if (!role.empty()) set_text(request, "roleArn", role);
    for (const auto& [name, value] : more) set(request, name, value);
    Json answer = world.call("TestState", std::move(request));
    if (world.error) return world.fault();
    std::string out = text_at(answer, "status");
    if (auto next = find_text(answer, "nextState")) out += " -> " + *next;
    out += "\n";
    for (const char* name : {"output", "error", "cause"})
      if (auto text = find_text(answer, name)) out += std::string(name) + " " + *text + "\n";
    if (const Json* data = find(answer, "inspectionData"))
      for (const auto& [name, value] : data->items()) out += name + " " + (value.is_string() ? value.get<std::string>() : dump(value)) + "\n";
    return out;
  }
};

}  // namespace lambent::states
