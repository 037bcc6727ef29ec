// The push services that SNS hands messages to, and what each takes. Pure functions and one table.
// AWS source: SNS developer guide, mobile push; texts as AWS answers.
#pragma once
#include <cstddef>
#include <string>

#include "base/json.h"

namespace lambent::sns {

enum class Credentials { both, credential_only, optional };

struct Platform {
  const char* name;    // as in ARNs and in MessageStructure json
  size_t largest;      // bytes of a notification
  Credentials needs;   // PlatformPrincipal and PlatformCredential
  bool hex_token;      // device tokens are hexadecimal
};

const Platform* find_platform(const std::string& name);  // null: not supported

// Throws AwsError InvalidParameter for a token that this platform's devices do not have.
void check_token(const Platform& platform, const std::string& token);
// Throws AwsError for a notification that the platform would not take.
void check_notification(const Platform& platform, const std::string& message, const Json& attributes);

}  // namespace lambent::sns
