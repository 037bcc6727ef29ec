// `given: {state: …}`: what the services hold at the start, in each service's own form.
#pragma once
#include "aws/aws.h"
#include "ipo/case/given.h"
#include "ipo/run/outcome.h"

namespace lambent::ipo {

// ses {identities, sandbox, autoVerify, quota, rate} and sns {optedOut, verified, sandbox} are turned into the names of
// Service::seed; what other services are given reaches their seed as it is. Refusals become problems.
void plant(Aws& aws, const Scope& scope, const Given& given, std::vector<Problem>& problems);

}  // namespace lambent::ipo
