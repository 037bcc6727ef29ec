// Mail over SMTP, in and out: what the SMTP sessions decide by, and the relay of sent mail. It names SES, IAM and src/smtp,
// which know nothing of each other.
//
// Without AUTH a mail is received (mocks/ses/receiver.h). With AUTH it is a submission: the user is an access key, the
// password the one SES derives of its secret; it is sent by sesv2:SendEmail with raw content as the key's owner, who
// needs ses:SendRawEmail. STARTTLS shows a certificate of its own, made at the first one and kept like all other rows. What is true of keys that are unknown is true here too (access/caller.h): `open` takes them for
// the account's root, `strict` refuses them, `off` looks at no password. Temporary keys have no SMTP password.
#pragma once
#include <optional>
#include <string>

#include "app/emulator.h"
#include "base/table.h"
#include "mocks/ses/ses.h"
#include "smtp/relay.h"
#include "smtp/server.h"

namespace lambent {

struct MailDoorOptions {
  std::string host = "127.0.0.1";
  std::uint16_t smtp_port = 0;             // 0: no SMTP
  std::optional<smtp::RelayTarget> relay;  // sent mail goes on to it
};

class MailDoor {
 public:
  // The emulator is borrowed and outlives this. The destructor ends all sessions.
  MailDoor(Emulator& emulator, MailDoorOptions options);
  ~MailDoor();
  MailDoor(const MailDoor&) = delete;

  void open();  // once the emulator has been started; throws std::runtime_error

 private:
  std::string authenticate(const std::string& user, const std::string& password) const;
  std::string recipient(const smtp::Envelope& mail, const std::string& recipient, const std::string& peer) const;
  Task<std::string> message(smtp::Envelope mail, std::string peer);
  Task<std::string> submit(smtp::Envelope mail, std::string peer);
  Task<std::string> receive(smtp::Envelope mail, std::string peer);
  void relay(const ses::MailRow& mail);
  smtp::TlsKey tls_key();

  struct KeyRow {  // one row, key "key"
    smtp::TlsKey key;
    Json to_json() const;
    static KeyRow from_json(const Json& j);
  };
  Aws& aws_;
  ses::Ses& ses_;
  const access::Directory& directory_;
  const access::AuthLevel auth_;
  const MailDoorOptions options_;
  Table<KeyRow> keys_;
  std::unique_ptr<smtp::SmtpServer> server_;
  std::unique_ptr<smtp::Relay> relay_;
};

}  // namespace lambent
