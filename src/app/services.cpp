#include "app/services.h"

#include "mocks/apigateway/apigateway.h"
#include "mocks/iam/iam.h"
#include "mocks/iam/sts.h"
#include "mocks/s3/s3.h"
#include "mocks/ses/ses.h"
#include "mocks/ses/ses_v2.h"
#include "mocks/sns/sns.h"
#include "mocks/sqs/sqs.h"
#include "mocks/states/states.h"

namespace lambent {

Services::Services(Aws& aws, Workers& workers, iam::Entities& entities, access::Credentials& credentials, lambda::LambdaOptions options)
    : aws_(aws), lambda_(std::make_unique<lambda::LambdaService>(aws, workers, credentials, std::move(options))),
      sts_(std::make_unique<iam::Sts>(aws, entities, credentials)) {
  auto v1 = std::make_unique<ses::Ses>(aws);
  ses::Ses& mail = *v1;
  others_.push_back(std::make_unique<iam::Iam>(aws, entities));
  auto topics = std::make_unique<sns::Sns>(aws);
  topics->deliver_mail_by([&mail](const Scope& scope, OwnMail one) { mail.mailbox().drop(scope, std::move(one)); });
  others_.push_back(std::move(topics));
  others_.push_back(std::make_unique<s3::S3>(aws));
  others_.push_back(std::make_unique<sqs::Sqs>(aws));
  others_.push_back(std::move(v1));
  others_.push_back(std::make_unique<ses::SesV2>(aws, mail));
  others_.push_back(std::make_unique<states::States>(aws));
  others_.push_back(std::make_unique<apigateway::ApiGateway>(aws));
  aws.add(*lambda_);
  aws.add(*sts_);
  for (auto& service : others_) aws.add(*service);
}

Services::~Services() = default;

void Services::load() {
  for (Service* service : aws_.services()) service->load();
}
void Services::resume() {
  for (Service* service : aws_.services()) service->resume();
}

}  // namespace lambent
