// The two versions of the API: what is the same fault has a code and a status in each.
#pragma once
#include <string>

#include "aws/error.h"

namespace lambent::ses {

enum class Dialect { v1, v2 };
enum class Fault { parameter, rejected, unknown_set, set_paused, account_paused, rate, daily, mail_from };
AwsError mail_error(Dialect dialect, Fault fault, const std::string& message);

}  // namespace lambent::ses
