// The SMTP password of an IAM access key. AWS source: SES developer guide, "Obtaining Amazon SES SMTP credentials by
// converting existing AWS credentials".
#pragma once
#include <string>

namespace lambent::smtp {

std::string password_of(const std::string& secret, const std::string& region);

}  // namespace lambent::smtp
