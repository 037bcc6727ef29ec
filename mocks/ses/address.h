// Mail addresses: "a@example.com", "Name <a@example.com>", "\"Last, First\" <a@example.com>". Faults are worded as SES
// words them. Pure functions.
#pragma once
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace lambent::ses {

struct Address {
  std::string display;  // without quotes; empty if there is none
  std::string mailbox;  // local@domain
  std::string local, domain;
};

class BadAddress : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

Address parse_address(std::string_view text);  // throws BadAddress, e.g. "Missing final '@domain'"

// The addresses of a header field, each as written; commas in quotes and comments do not separate, the members of a group
// count one by one.
std::vector<std::string> split_addresses(std::string_view header);

// The form identities are compared in: the domain in lower case, the local part as it is.
std::string canonical(std::string_view mailbox_or_domain);

bool is_simulator(const Address& address);  // *@simulator.amazonses.com

}  // namespace lambent::ses
