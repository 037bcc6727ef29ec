#include "ipo/run/inline_app.h"

#include <filesystem>

#include "aws/arn.h"
#include "base/files.h"
#include "ipo/run/apps.h"

namespace lambent::ipo {
namespace {

namespace fs = std::filesystem;

Json statement(const char* action, const char* resource) {
  return object({{"Effect", "Allow"}, {"Action", action}, {"Resource", resource}});
}

Json document(Json statements) { return object({{"Version", "2012-10-17"}, {"Statement", std::move(statements)}}); }

config::RoleModel logging_role(const std::string& name, const Place& place) {
  config::RoleModel out;
  out.name = name;
  out.place = place;
  Json trust = array();
  trust.push_back(object({{"Effect", "Allow"}, {"Principal", object({{"Service", "lambda.amazonaws.com"}})}, {"Action", "sts:AssumeRole"}}));
  out.trust = document(std::move(trust));
  Json logs = array();
  logs.push_back(statement("logs:*", "*"));
  out.inline_policies.emplace_back("logs", document(std::move(logs)));
  return out;
}

std::string runtime_of(const fs::path& code, const std::string& handler) {
  std::string ending = code.extension();
  if (ending == ".py") return "python3.12";
  if (ending == ".js" || ending == ".mjs" || ending == ".cjs") return "nodejs20.x";
  if (ending == ".so" || handler.ends_with(".so")) return "provided.al2023";
  return "";
}

}  // namespace

void add_inline(config::AppModel& model, const InlineFunction& f, const Scope& scope, std::vector<Problem>& problems) {
  config::FunctionModel out;
  out.id = out.name = f.name;
  out.place = f.place;
  out.handler = f.handler;
  out.environment = f.environment;
  out.timeout = f.timeout.value_or(3);
  out.memory = f.memory.value_or(128);

  fs::path code = f.code.empty() ? fs::path(f.place.file).parent_path() : fs::path(f.code);
  std::error_code ec;
  code = fs::absolute(code, ec).lexically_normal();
  out.runtime = f.runtime.empty() ? runtime_of(code, f.handler) : f.runtime;
  if (fs::is_directory(code, ec)) {
    out.folder = code;
  } else if (code.extension() == ".zip") {
    out.zip_file = code;
  } else if (code.extension() == ".so") {
    out.folder = code.parent_path();
    if (out.handler.empty()) out.handler = code.filename();
  } else {
    try {
      out.inline_code = read_file(code);
    } catch (const FileError& e) {
      problems.push_back(world_problem(f.place, e.what()));
      return;
    }
    out.inline_file = code.filename();
    if (out.handler.empty()) out.handler = code.stem().string() + ".handler";
  }

  std::string role = f.role.empty() ? f.name + "-role" : f.role;
  out.role = role;
  if (!role.starts_with("arn:")) {
    out.role = make_arn("iam", "", scope.account, "role/" + role);
    bool known = false;
    for (const auto& one : model.roles) known |= one.name == role;
    if (!known) model.roles.push_back(logging_role(role, f.place));
  }
  model.functions.push_back(std::move(out));
}

}  // namespace lambent::ipo
