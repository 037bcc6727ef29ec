// AWS Security Token Service. AWS source: STS API reference 2011-06-15.
#pragma once
#include "access/credentials.h"
#include "aws/aws.h"
#include "mocks/iam/entities.h"

namespace lambent::iam {

class Sts final : public Service {
 public:
  Sts(Aws& aws, Entities& entities, access::Credentials& credentials) : aws_(aws), entities_(entities), credentials_(credentials) {}

  std::string_view name() const override { return "sts"; }
  std::vector<std::string_view> operations() const override;
  Task<Json> handle(Call call) override;
  std::vector<Need> needs(const Call& call) const override;
  AwsError refused(const Call& call, const Denial& denial) const override;
  void reset() override { credentials_.clear(); }
  Touch touch(std::string_view) const override { return Touch::reads; }  // credentials are for the caller alone

 private:
  struct Operations;
  Json assume_role(const Call& call);
  Json get_caller_identity(const Call& call);
  Json get_session_token(const Call& call);
  Json get_access_key_info(const Call& call);
  const EntityRow* find_role(const std::string& arn) const;

  Aws& aws_;
  Entities& entities_;
  access::Credentials& credentials_;
};

}  // namespace lambent::iam
