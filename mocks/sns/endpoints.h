// Where a subscription delivers to: what each protocol takes for an endpoint, in SNS's words. Pure.
#pragma once
#include <string>

#include "aws/call.h"

namespace lambent::sns {

// Throws InvalidParameter for a protocol there is none of, an endpoint that is none of that protocol, one a topic of this
// kind cannot have.
void check_endpoint(const std::string& protocol, const std::string& endpoint, bool fifo_topic);

// Whether nobody has to confirm: the queue is of the subscriber's own account; functions, phones, apps and streams never ask.
bool confirmed_at_once(const std::string& protocol, const std::string& endpoint, const std::string& account);

// The digits of a phone as an SMS endpoint may have them, "+12/34-567.890" as "+1234567890"; empty if it is none.
std::string phone_of_endpoint(const std::string& endpoint);

}  // namespace lambent::sns
