// A service that lambent has not and somebody else has: DynamoDB Local, LocalStack, … Calls that were allowed are signed and
// passed on; their answers are this service's.
//
//   Upstream upstream(aws, "dynamodb", "http://127.0.0.1:8000");   aws.add(upstream);
//
// For services whose API model is here and whose protocol is JSON. Signed with the key `test` / `test` for the emulator's own
// account, with the account's number as the key for others. What is no answer of the upstream is a 503 that says why.
#pragma once
#include "aws/aws.h"
#include "aws/model.h"

namespace lambent {

class Upstream final : public Service {
 public:
  Upstream(Aws& aws, std::string service, std::string url);  // throws std::invalid_argument for a service it cannot pass on

  static std::vector<std::string> services();  // those it can be for

  std::string_view name() const override { return api_.name; }
  std::vector<std::string_view> operations() const override;
  Task<Json> handle(Call call) override;
  std::vector<Need> needs(const Call& call) const override;

 private:
  Aws& aws_;
  const model::Service& api_;
  const std::string url_;
};

}  // namespace lambent
