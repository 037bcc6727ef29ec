// A question to the real evaluator about policies that need not be attached to anybody.
#pragma once
#include <memory>

#include "access/evaluate.h"
#include "aws/call.h"
#include "mocks/iam/positions.h"

namespace lambent::iam {

// A document that takes part, and how the answer names it.
struct PolicySource {
  std::string id;    // "PolicyInputList.1", "user_ann_inline", "AdministratorAccess"
  std::string text;
};

Json checked_for_simulation(const std::string& text);  // throws InvalidInput for what IAM would not save

class Simulation {
 public:
  // Reads CallerArn, ResourceOwner, ResourcePolicy and ContextEntries. `caller`: who is simulated if the call names nobody.
  // Throws InvalidInput.
  Simulation(const Call& call, const std::vector<PolicySource>& identity, const std::vector<PolicySource>& boundary, Principal caller);

  // An EvaluationResult. `specific`: with a ResourceSpecificResult too, because the call names resources.
  Json result(const std::string& action, const std::string& resource, bool specific) const;

 private:
  struct Part {
    std::string id, type;
    std::shared_ptr<const access::Policy> policy;
    std::vector<Span> spans;
  };
  class Told;  // the context keys that were given

  static Part part(const PolicySource& source, const char* type);
  std::vector<std::string> missing(const Need& need, const access::Context& context) const;
  Json matched(const Need& need, const access::Context& context, bool denied) const;
  void read_context(const Json& input);

  Call call_;  // as the simulated one
  std::vector<Part> identity_, boundary_, resource_;
  access::Entity entity_;
  std::optional<Json> resource_policy_;
  std::string owner_;
  std::vector<std::pair<std::string, access::Values>> told_;  // keys in lower case
};

}  // namespace lambent::iam
