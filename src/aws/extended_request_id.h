// The second id of a request to S3: the header x-amz-id-2, HostId in errors, "Extended Request ID" in what SDKs say of them.
// Made of the request's first id, so that all who tell of one request tell the same.
#pragma once
#include <string>

namespace lambent {

std::string extended_request_id(const std::string& request_id);

}  // namespace lambent
