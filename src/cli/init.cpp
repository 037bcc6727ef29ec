// lambent init: a template and a first test case for the functions of a folder; in an empty one a function too.
#include <filesystem>
#include <iostream>
#include <sstream>

#include "base/files.h"
#include "base/text.h"
#include "cli/command.h"

namespace lambent::cli {
namespace {

namespace fs = std::filesystem;

struct Found {
  std::string name, handler, runtime;  // of the function
};

constexpr const char* kSample = R"PY(def handler(event, context):
    name = event.get("name", "world")
    print("greeting", name)
    return {"greeting": f"Hello, {name}!"}
)PY";

std::string word_at(std::string_view text) {
  size_t n = 0;
  while (n < text.size() && (std::isalnum(static_cast<unsigned char>(text[n])) || text[n] == '_')) n++;
  return std::string(text.substr(0, n));
}

// The name of the function that a line of source offers as a handler, or nothing.
std::string python_handler(std::string_view line) {
  if (!line.starts_with("def ")) return "";
  std::string name = word_at(line.substr(4));
  std::string_view rest = line.substr(4 + name.size());
  return rest.starts_with("(event") && rest.find("context") != std::string_view::npos ? name : "";
}

std::string node_handler(std::string_view line) {
  for (std::string_view start : {"exports.", "module.exports.", "export const ", "export async function ", "export function "})
    if (line.starts_with(start)) return word_at(line.substr(start.size()));
  return "";
}

// A file's handler: the one called handler or lambda_handler, else the first there is.
std::string handler_in(const fs::path& file, std::string (*of_line)(std::string_view)) {
  std::istringstream source(read_file(file));
  std::string first;
  for (std::string line; std::getline(source, line);) {
    std::string name = of_line(line);
    if (name == "handler" || name == "lambda_handler") return name;
    if (first.empty()) first = name;
  }
  return first;
}

std::string function_name(std::string stem) {
  for (char& c : stem)
    if (!std::isalnum(static_cast<unsigned char>(c)) && c != '-' && c != '_') c = '-';
  return stem.substr(0, 64);
}

std::vector<Found> functions_in(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder))
    if (entry.is_regular_file()) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  std::vector<Found> out;
  for (const auto& file : files) {
    const std::string ending = file.extension().string(), stem = file.stem().string();
    std::string handler;
    const char* runtime = "python3.12";
    if (ending == ".py") {
      handler = handler_in(file, python_handler);
    } else if (ending == ".mjs" || ending == ".js" || ending == ".cjs") {
      handler = handler_in(file, node_handler);
      runtime = "nodejs22.x";
    } else if (ending == ".so") {
      out.push_back({function_name(stem), file.filename().string(), "provided.al2023"});
    }
    if (!handler.empty()) out.push_back({function_name(stem), stem + "." + handler, runtime});
  }
  return out;
}

std::string logical_id(const std::string& name) {
  std::string out;
  bool upper_next = true;
  for (char c : name) {
    if (std::isalnum(static_cast<unsigned char>(c))) out += upper_next ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : c;
    upper_next = !std::isalnum(static_cast<unsigned char>(c));
  }
  return out + "Function";
}

std::string template_of(const std::vector<Found>& functions) {
  std::string out =
      "AWSTemplateFormatVersion: \"2010-09-09\"\n"
      "Transform: AWS::Serverless-2016-10-31\n"
      "\n"
      "Resources:\n";
  for (const auto& f : functions)
    out += "  " + logical_id(f.name) + ":\n    Type: AWS::Serverless::Function\n    Properties:\n      FunctionName: " + f.name + "\n      CodeUri: .\n      Handler: " + f.handler +
           "\n      Runtime: " + f.runtime +
           "\n      # What it may do: AWS's names of managed policies, or documents.\n      # Policies: [AmazonSNSFullAccess]\n";
  return out;
}

std::string case_of(const Found& f) {
  return "# Given a world, when something arrives, then exactly this happens: what is not listed must not happen.\n"
         "app: ../template.yaml\n"
         "\n"
         "cases:\n"
         "  - name: " + f.name + " answers and does nothing else\n"
         "    when:\n"
         "      - invoke: " + f.name + "\n"
         "        event: {}\n"
         "    then:\n"
         "      response: $any       # write the answer here: anything but it then fails\n"
         "      effects: []          # no email, no SMS, no message …\n"
         "      denied: []           # and no call that the role does not allow\n";
}

void make(const fs::path& file, const std::string& text, const std::string& what) {
  if (fs::exists(file)) {
    std::cout << "kept  " << file.string() << "\n";
    return;
  }
  write_file(file, text);
  std::cout << "made  " << file.string() << "  " << what << "\n";
}

int run_init(const std::string& given) {
  const fs::path folder = given;
  try {
    fs::create_directories(folder);
    auto functions = functions_in(folder);
    if (functions.empty()) {
      make(folder / "app.py", kSample, "a function to begin with");
      functions = functions_in(folder);
    }
    if (functions.empty()) throw Stop(kMistake, (folder / "app.py").string() + " has no handler: def handler(event, context)");
    make(folder / "template.yaml", template_of(functions), std::to_string(functions.size()) + (functions.size() == 1 ? " function" : " functions"));
    for (const auto& f : functions) make(folder / "tests" / (f.name + ".ipo.yaml"), case_of(f), "a first case of " + f.name);
  } catch (const FileError& e) {
    throw Stop(kCannotRun, e.what());
  } catch (const fs::filesystem_error& e) {
    throw Stop(kCannotRun, e.what());
  }
  std::cout << "next  " << (given == "." ? "" : "cd " + given + " && ") << "lambent test\n";
  return kDone;
}

}  // namespace

void add_init(CLI::App& app, int& code) {
  auto* command = app.add_subcommand("init", "Make a template and a first test case for the functions of a folder");
  auto folder = std::make_shared<std::string>(".");
  command->add_option("folder", *folder, "where the functions are")->capture_default_str()->type_name("DIR");
  command->footer("Nothing is written over. Functions are Python and Node.js files with a handler, and C++ plugins (.so).");
  command->callback([folder, &code] { code = run_init(*folder); });
}

}  // namespace lambent::cli
