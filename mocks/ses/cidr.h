// Ranges of IP addresses as receipt filters name them: "10.0.0.0/24", "10.0.0.1", "2001:db8::/32". Pure functions.
#pragma once
#include <string>

namespace lambent::ses {

bool is_cidr(const std::string& text);
bool in_cidr(const std::string& address, const std::string& cidr);  // false for what is no address

}  // namespace lambent::ses
