// Signature Version 4 as AWS checks it, written apart from the product's own: for what libcurl signs.
#pragma once
#include <string>

#include "fake_server.h"

namespace lambent::test {

// "" if the request is signed rightly with `secret` and every header AWS demands is signed; else what is wrong.
std::string signature_fault(const SeenRequest& request, const std::string& secret, const std::string& scope_region, const std::string& scope_service);

}  // namespace lambent::test
