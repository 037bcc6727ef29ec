#include "aws/extended_request_id.h"

#include "base/digest.h"
#include "base/text.h"

namespace lambent {

std::string extended_request_id(const std::string& request_id) { return base64_encode(sha512(request_id).substr(0, 56)); }

}  // namespace lambent
