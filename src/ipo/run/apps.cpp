#include "ipo/run/apps.h"

#include <algorithm>

#include "base/files.h"
#include "base/text.h"
#include "config/yaml.h"
#include "ipo/run/inline_app.h"
#include "ipo/run/role_changes.h"
#include "lambda/runtimes.h"

namespace lambent::ipo {
namespace {

// The parameters among `all` that the template declares.
std::map<std::string, std::string> declared(const std::string& file, const std::map<std::string, std::string>& all) {
  std::map<std::string, std::string> out;
  if (all.empty()) return out;
  Diagnostics ignored;  // read_template says all of it again
  std::optional<config::Node> root;
  try {
    root = config::read_yaml(read_file(file), file, config::Tags::cloudformation, ignored);
  } catch (const FileError&) {
    return out;
  }
  const config::Node* parameters = root ? root->find("Parameters") : nullptr;
  if (!parameters) return out;
  for (const auto& [name, value] : all)
    if (parameters->find(name)) out[name] = value;
  return out;
}

void put_environment(config::AppModel& model, const Given& given, std::vector<Problem>& problems) {
  std::vector<std::string> names;
  for (const auto& f : model.functions) names.push_back(f.name);
  for (const auto& one : given.environment) {
    auto at = std::find(names.begin(), names.end(), one.function);
    if (at == names.end()) {
      std::string near = nearest(one.function, names);
      problems.push_back(world_problem(one.place, "there is no function '" + printable(one.function) + "'" +
                                                      (near.empty() ? "; there are " + join(names, ", ") : "; did you mean '" + near + "'?")));
      continue;
    }
    for (const auto& [name, value] : one.variables) model.functions[static_cast<size_t>(at - names.begin())].environment[name] = value;
  }
}

}  // namespace

Problem world_problem(Place place, std::string what) {
  Problem out;
  out.kind = Problem::Kind::world;
  out.place = std::move(place);
  out.where = "given";
  out.what = std::move(what);
  return out;
}

Apps::Apps(std::string account, std::string region, std::map<std::string, std::string> parameters)
    : account_(std::move(account)), region_(std::move(region)), parameters_(std::move(parameters)) {}

Scope Apps::scope_of(const Case& one) const {
  return {one.account.empty() ? account_ : one.account, one.region.empty() ? region_ : one.region};
}

std::string Apps::key_of(const Case& one) const {
  return one.given.app ? scope_prefix(scope_of(one)) + one.given.app->file : "";
}

void Apps::read(const Case& one, Diagnostics& diagnostics) {
  if (!one.given.app) return;
  for (const auto& f : one.given.app->functions) runtimes_.push_back(f.runtime);
  if (one.given.app->file.empty()) return;
  auto [at, fresh] = templates_.try_emplace(key_of(one));
  if (!fresh) return;
  config::TemplateOptions options;
  Scope scope = scope_of(one);
  options.account = scope.account;
  options.region = scope.region;
  options.parameters = declared(one.given.app->file, parameters_);
  at->second = config::read_template(one.given.app->file, options, diagnostics);
  for (const auto& f : at->second.functions) runtimes_.push_back(f.runtime);
}

config::AppModel Apps::model(const Case& one, std::vector<Problem>& problems) const {
  config::AppModel out;
  auto shared = templates_.find(key_of(one));
  if (shared != templates_.end()) out = shared->second;
  if (one.given.app)
    for (const auto& f : one.given.app->functions) add_inline(out, f, scope_of(one), problems);
  put_environment(out, one.given, problems);
  for (const auto& change : one.given.roles) change_role(out, change, problems);
  return out;
}

const config::AppModel* Apps::template_of(const Case& one) const {
  auto at = templates_.find(key_of(one));
  return at == templates_.end() ? nullptr : &at->second;
}

std::vector<std::string> Apps::interpreters() const {
  std::vector<std::string> out;
  for (const auto& runtime : runtimes_) {
    std::string wanted = lambda::interpreter_for(runtime);
    if (!wanted.empty() && std::find(out.begin(), out.end(), wanted) == out.end()) out.push_back(wanted);
  }
  return out;
}

}  // namespace lambent::ipo
