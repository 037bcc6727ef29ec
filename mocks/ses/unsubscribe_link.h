// The link by which the recipient of a mail of a contact list leaves it. Pure.
//
// A mail to one recipient gets the header fields List-Unsubscribe and List-Unsubscribe-Post, in place of its own, and the
// link where its texts have {{amazonSESUnsubscribeUrl}}, the first two times. A mail to several gets neither. (SES developer
// guide, "Using subscription management")
#pragma once
#include "mocks/ses/rows.h"

namespace lambent::ses {

void add_unsubscribe_link(MailRow& row, const std::string& link);

}  // namespace lambent::ses
