// The code of a function as a request gave it, made ready on disk.
#pragma once
#include "lambda/lambda_service.h"

namespace lambent::lambda {

struct LambdaService::Code {
  Package package = Package::zip;
  std::string folder, zip, sha256;
  std::int64_t size = 0;

  void apply(Function& function) const {
    function.package = package;
    function.code_folder = folder;
    function.code_zip = zip;
    function.code_sha256 = sha256;
    function.code_size = size;
  }
};

}  // namespace lambent::lambda
