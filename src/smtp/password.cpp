#include "smtp/password.h"

#include "base/digest.h"
#include "base/text.h"

namespace lambent::smtp {

std::string password_of(const std::string& secret, const std::string& region) {
  std::string key = "AWS4" + secret;
  for (const std::string& step : {std::string("11111111"), region, std::string("ses"), std::string("aws4_request"), std::string("SendRawEmail")}) key = hmac_sha256(key, step);
  return base64_encode(std::string(1, '\x04') + key);
}

}  // namespace lambent::smtp
