// `given: {iam: {roles: {name: {replace, add, remove}}}}`: a case's changes of what a template's roles may do.
#pragma once
#include "config/app_model.h"
#include "ipo/case/given.h"
#include "ipo/run/outcome.h"

namespace lambent::ipo {

// A role that the application does not have, and a statement to remove that it does not have, become problems.
void change_role(config::AppModel& model, const RoleChange& change, std::vector<Problem>& problems);

}  // namespace lambent::ipo
