// What becomes of each recipient of a mail that was accepted. Pure functions.
//
// Addresses at simulator.amazonses.com, with or without a +label, have the fate of their name; all others are delivered
// unless they are on the suppression list or have opted out. (SES developer guide, "Using the mailbox simulator")
#pragma once
#include <string>
#include <vector>

#include "mocks/ses/address.h"

namespace lambent::ses {

enum class Fate {
  delivered,
  auto_reply,            // delivered, and an out-of-office mail comes back
  bounced,               // hard bounce of the receiver
  complained,            // delivered, and reported as unwanted
  globally_suppressed,   // SES's own list
  suppressed_bounce,     // the account's list: was put there for a bounce,
  suppressed_complaint,  // for a complaint
  unsubscribed           // of the topic
};

struct RecipientFate {
  std::string mailbox;
  Fate fate = Fate::delivered;
  bool simulated = false;
};

Fate fate_in_simulator(const Address& address);
inline bool reaches(Fate fate) { return fate == Fate::delivered || fate == Fate::auto_reply || fate == Fate::complained; }
const char* why_undelivered(Fate fate);  // Bounce, Suppressed, Unsubscribed

// The EICAR test string, which stands for a virus: SES accepts such a mail and then rejects it.
bool has_test_virus(std::string_view text);

}  // namespace lambent::ses
