// `given: {app: {functions: {name: {…}}}}`: functions without a template.
#pragma once
#include "aws/call.h"
#include "config/app_model.h"
#include "ipo/case/given.h"
#include "ipo/run/outcome.h"

namespace lambent::ipo {

// Adds the function, and its role if it names none or one that the model does not have. Code that is no folder, .zip or
// readable source becomes a problem.
void add_inline(config::AppModel& model, const InlineFunction& function, const Scope& scope, std::vector<Problem>& problems);

}  // namespace lambent::ipo
