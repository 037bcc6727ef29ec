// Every service there is, in one list, made by hand. Adding a service: its library in CMakeLists.txt, its member and
// its line here.
#pragma once
#include <memory>
#include <vector>

#include "access/credentials.h"
#include "aws/aws.h"
#include "lambda/lambda_service.h"
#include "mocks/iam/entities.h"

namespace lambent {

namespace iam {
class Sts;
}
namespace states {
class States;
}

class Services {
 public:
  // Adds all of them to the door. Everything given is borrowed.
  Services(Aws& aws, Workers& workers, iam::Entities& entities, access::Credentials& credentials, lambda::LambdaOptions options);
  ~Services();

  lambda::LambdaService& lambda() { return *lambda_; }
  iam::Sts& sts() { return *sts_; }
  states::States& machines() { return *machines_; }
  void pass_on(const std::string& service, const std::string& url);  // to an upstream; throws std::invalid_argument
  void load();    // rows of the data file
  void resume();  // what a restart interrupted

 private:
  Aws& aws_;
  std::unique_ptr<lambda::LambdaService> lambda_;
  std::unique_ptr<iam::Sts> sts_;
  std::unique_ptr<states::States> machines_;
  std::vector<std::unique_ptr<Service>> others_;
};

}  // namespace lambent
