#include "aws/service.h"

#include <stdexcept>

#include "aws/model.h"

namespace lambent {

std::vector<Need> Service::needs(const Call& call) const {
  const model::Service* m = model::find(name());
  std::string prefix = m ? m->signing_name : std::string(name());
  std::vector<Need> out;
  out.emplace_back(prefix + ":" + call.operation, "*");
  return out;
}

AwsError Service::refused(const Call&, const Denial& denial) const {
  const model::Service* m = model::find(name());
  bool query = m && !m->protocols.empty() && m->protocols.front() == model::Protocol::query;
  return AwsError(query ? "AccessDenied" : "AccessDeniedException", 403, denial_text(denial, denial.action));
}

void Service::seed(const Scope&, const Json& given) {
  if (given.is_object() && !given.empty())
    throw std::invalid_argument(std::string(name()) + " takes no initial state, found '" + given.begin().key() + "'");
}

}  // namespace lambent
