// SMTP sessions: any bytes in any pieces end in replies, limits hold, and the pieces do not matter.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "smtp/session.h"

using namespace lambent::smtp;

namespace {

// Everything a session says and gives away when it gets its bytes in pieces of this size.
std::string played(const std::string& text, size_t piece) {
  Options options;
  options.max_mail = 4096;
  options.max_recipients = 3;
  Session session(options);
  std::string out;
  for (size_t at = 0; at < text.size() && !session.closed(); at += piece) {
    session.feed(std::string_view(text).substr(at, piece));
    while (session.asks() != Asks::nothing) {
      if (session.envelope().data.size() > options.max_mail || session.envelope().to.size() > 3) std::abort();
      if (session.asks() == Asks::message) {
        out += "[" + session.envelope().from + "|" + session.envelope().data + "]";
        session.answer("250 Ok id");
      } else if (session.asks() == Asks::recipient) {
        session.answer(session.candidate().size() % 2 ? "250 Ok" : "550 5.1.1 no");
      } else {
        session.answer(session.user() == session.password() ? "235 2.7.0 Authentication successful" : "535 Authentication Credentials Invalid");
      }
    }
  }
  return out + session.take_output();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const std::string whole = played(text, text.size() + 1);
  if (played(text, 1) != whole || played(text, 7) != whole) std::abort();
  return 0;
}
