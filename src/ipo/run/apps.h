// The applications that cases run against: templates read once and shared by all their cases, functions given inline.
//
//   Apps apps(account, region, parameters);
//   for (const Case& one : file.cases) apps.read(one, diagnostics);   // blocks; before any case runs
//   config::AppModel model = apps.model(one, problems);                // a copy with the case's env and IAM changes
//
// Constant once everything is read, so that the threads of a run may share it.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "aws/call.h"
#include "config/app_model.h"
#include "config/template.h"
#include "ipo/case/case.h"
#include "ipo/run/outcome.h"

namespace lambent::ipo {

class Apps {
 public:
  // `parameters` override those of templates; a name that a template does not have is not given to it.
  Apps(std::string account, std::string region, std::map<std::string, std::string> parameters);

  // Mistakes of a template are reported once, at their places in it.
  void read(const Case& one, Diagnostics& diagnostics);

  // What the case's `given` names but the application does not have becomes a problem of the kind world.
  config::AppModel model(const Case& one, std::vector<Problem>& problems) const;
  Scope scope_of(const Case& one) const;
  // The application as its template has it, without what the case changes; null if the case names no template.
  const config::AppModel* template_of(const Case& one) const;

  // Which interpreters the functions need ("python3.12", "node").
  std::vector<std::string> interpreters() const;

 private:
  std::string key_of(const Case& one) const;

  const std::string account_, region_;
  const std::map<std::string, std::string> parameters_;
  std::map<std::string, config::AppModel> templates_;  // by file and scope
  std::vector<std::string> runtimes_;
};

// A problem of the world at a place of the case.
Problem world_problem(Place place, std::string what);

}  // namespace lambent::ipo
