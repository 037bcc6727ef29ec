// A mail that AWS itself sends (SNS to its subscribers, notices): no identity, no quota, straight into the inbox.
#pragma once
#include <functional>
#include <string>

#include "aws/call.h"

namespace lambent {

struct OwnMail {
  std::string from, to, subject, text;
};
using MailDrop = std::function<void(const Scope&, OwnMail)>;

}  // namespace lambent
