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

std::optional<SeenEffect> Service::effect(const Journal&, const JournalEntry&) const { return std::nullopt; }

Touch touch_by_verb(std::string_view operation) {
  static constexpr std::string_view verbs[] = {"Get", "List", "Describe", "BatchGet", "Head", "Search", "Lookup", "Check", "Test", "Validate", "Simulate", "Query", "Scan"};
  for (std::string_view verb : verbs)
    if (operation.starts_with(verb)) return Touch::reads;
  return Touch::writes;
}

void Service::seed(const Scope&, const Json& given) {
  if (given.is_object() && !given.empty())
    throw std::invalid_argument(std::string(name()) + " takes no initial state, found '" + given.begin().key() + "'");
}

}  // namespace lambent
