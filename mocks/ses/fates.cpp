#include "mocks/ses/fates.h"

#include "base/text.h"

namespace lambent::ses {

Fate fate_in_simulator(const Address& address) {
  if (!is_simulator(address)) return Fate::delivered;
  const std::string name = lower(address.local.substr(0, address.local.find('+')));
  if (name == "bounce") return Fate::bounced;
  if (name == "complaint") return Fate::complained;
  if (name == "ooto") return Fate::auto_reply;
  if (name == "suppressionlist") return Fate::globally_suppressed;
  return Fate::delivered;
}

const char* why_undelivered(Fate fate) {
  switch (fate) {
    case Fate::bounced: return "Bounce";
    case Fate::globally_suppressed:
    case Fate::suppressed_bounce:
    case Fate::suppressed_complaint: return "Suppressed";
    case Fate::unsubscribed: return "Unsubscribed";
    default: return "";
  }
}

// In two pieces, so that this file is no virus itself.
bool has_test_virus(std::string_view text) {
  static const std::string kEicar = std::string("X5O!P%@AP[4\\PZX54(P^)7CC)7}$") + "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*";
  return text.find(kEicar) != std::string_view::npos;
}

}  // namespace lambent::ses
