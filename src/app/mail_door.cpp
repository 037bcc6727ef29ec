#include "app/mail_door.h"

#include "base/digest.h"
#include "base/log.h"
#include "base/self_signed.h"
#include "base/text.h"
#include "mocks/ses/mime/compose.h"
#include "smtp/password.h"

namespace lambent {
namespace {

constexpr const char* kAuthenticated = "235 2.7.0 Authentication successful";
constexpr const char* kRefused = "535 Authentication Credentials Invalid";

bool is_temporary(const std::string& key) { return key.starts_with("ASIA") && key.size() >= 16; }
bool is_account(const std::string& key) { return key.size() == 12 && key.find_first_not_of("0123456789") == std::string::npos; }

// AWS source: SES developer guide, "Amazon SES SMTP issues" and "SMTP response codes returned by Amazon SES".
std::string reply_to(const AwsError& error) {
  std::string message = error.message();
  for (char& c : message) c = c == '\r' || c == '\n' ? ' ' : c;
  if (message.ends_with('.') && error.code() == "BadRequestException") message.pop_back();
  if (error.status() == 403) return "554 Access denied: " + message;
  if (error.code() == "MessageRejected") return "554 Message rejected: " + message;
  if (error.code() == "TooManyRequestsException" || error.code() == "LimitExceededException") return "454 Throttling failure: " + message;
  if (error.status() == 503) return "451 " + message;
  return "554 Transaction failed: " + message;
}

std::string bare(const std::string& address) {
  try {
    return ses::parse_address(address).mailbox;
  } catch (const ses::BadAddress&) {
    return address;
  }
}

bool goes_out(const std::string& address) {
  try {
    return !ses::is_simulator(ses::parse_address(address));
  } catch (const ses::BadAddress&) {
    return false;
  }
}

}  // namespace

MailDoor::MailDoor(Emulator& emulator, MailDoorOptions options)
    : aws_(emulator.aws()),
      ses_(dynamic_cast<ses::Ses&>(*aws_.find("ses"))),
      directory_(emulator.directory()),
      auth_(emulator.options().auth),
      options_(std::move(options)),
      keys_(aws_.store(), "smtp.tls_key") {}

MailDoor::~MailDoor() { ses_.mailbox().on_sent(nullptr); }

void MailDoor::open() {
  if (options_.relay) {
    auto failed = [this](const std::string& what) {
      log_warn("the relay lost the mail " + printable(what));
      LogEntry entry;
      entry.log_stream = "smtp-relay";
      entry.line = what;
      aws_.journal().add(0, "", std::move(entry));
    };
    relay_ = std::make_unique<smtp::Relay>(aws_.loop(), *options_.relay, failed);
    ses_.mailbox().on_sent([this](const ses::MailRow& mail) { relay(mail); });
  }
  if (options_.smtp_port == 0) return;
  keys_.load();
  smtp::Door door;
  door.authenticate = [this](const std::string& user, const std::string& password) { return authenticate(user, password); };
  door.recipient = [this](const smtp::Envelope& mail, const std::string& to, const std::string& peer) { return recipient(mail, to, peer); };
  door.message = [this](smtp::Envelope mail, std::string peer) { return message(std::move(mail), std::move(peer)); };
  door.tls_key = [this] { return tls_key(); };
  server_ = std::make_unique<smtp::SmtpServer>(aws_.loop(), smtp::Options{}, smtp::ServerLimits{}, std::move(door));
  server_->listen(options_.host == "localhost" ? "127.0.0.1" : options_.host, options_.smtp_port);
}

std::string MailDoor::authenticate(const std::string& user, const std::string& password) const {
  auto key = directory_.find_key(user);
  if (is_temporary(user)) return kRefused;
  if (auth_ == access::AuthLevel::off) return kAuthenticated;
  if (!key) return auth_ == access::AuthLevel::strict || user.empty() ? kRefused : kAuthenticated;
  const bool good = equal_in_constant_time(password, smtp::password_of(key->secret, aws_.home().scope.region));
  return key->active && good ? kAuthenticated : kRefused;
}

Json MailDoor::KeyRow::to_json() const { return object({{"key", key.private_pem}, {"certificate", key.certificate_pem}}); }
MailDoor::KeyRow MailDoor::KeyRow::from_json(const Json& j) { return {{text_at(j, "key"), text_at(j, "certificate")}}; }

smtp::TlsKey MailDoor::tls_key() {
  if (const KeyRow* known = keys_.find("key")) return known->key;
  SelfSigned made = make_self_signed("localhost");
  return keys_.put("key", KeyRow{{std::move(made.private_pem), std::move(made.certificate_pem)}}).key;
}

// Whoever submits is told of recipients after the message, as SES tells it.
std::string MailDoor::recipient(const smtp::Envelope& mail, const std::string& recipient, const std::string& peer) const {
  if (!mail.user.empty()) return "250 Ok";
  const std::string why = ses_.receiver().refusal(aws_.home().scope, recipient, peer, mail.tls);
  return why.empty() ? "250 Ok" : why;
}

Task<std::string> MailDoor::message(smtp::Envelope mail, std::string peer) {
  return mail.user.empty() ? receive(std::move(mail), std::move(peer)) : submit(std::move(mail), std::move(peer));
}

Task<std::string> MailDoor::receive(smtp::Envelope mail, std::string peer) {
  ses::InboundMail inbound;
  inbound.from = std::move(mail.from);
  inbound.to = std::move(mail.to);
  inbound.raw = std::move(mail.data);
  inbound.ip = std::move(peer);
  inbound.tls = mail.tls;
  ses::Received done = co_await ses_.receiver().receive(aws_.home().scope, std::move(inbound));
  co_return done.reply;
}

Task<std::string> MailDoor::submit(smtp::Envelope mail, std::string peer) {
  // The key may have gone since the login.
  auto key = directory_.find_key(mail.user);
  if (auth_ == access::AuthLevel::strict && !key) co_return kRefused;
  if (auth_ != access::AuthLevel::off && key && !key->active) co_return kRefused;
  Principal caller = key ? key->principal : Principal::root(is_account(mail.user) ? mail.user : aws_.home().scope.account);
  Json input = object({{"Destination", object({{"ToAddresses", text_array(mail.to)}})}, {"Content", object({{"Raw", object({{"Data", std::move(mail.data)}})}})}});
  if (!mail.from.empty()) set_text(input, "FromEmailAddress", mail.from);
  Scope scope{caller.account, aws_.home().scope.region};
  Call call("sesv2", "SendEmail", std::move(input), std::move(caller), std::move(scope));
  call.origin.access_key = mail.user;
  call.origin.source_ip = peer;
  call.origin.user_agent = "SMTP";
  std::optional<AwsError> failed;
  Json answer;
  try {
    answer = co_await aws_.call(std::move(call));
  } catch (const AwsError& e) {
    failed = e;
  }
  if (failed) co_return reply_to(*failed);
  co_return "250 Ok " + text_at(answer, "MessageId");
}

void MailDoor::relay(const ses::MailRow& mail) {
  smtp::RelayMail out;
  out.id = mail.id;
  out.from = mail.return_path.empty() ? bare(mail.source) : bare(mail.return_path);
  for (const auto* list : {&mail.to, &mail.cc, &mail.bcc})
    for (const auto& one : *list)
      if (goes_out(one) && !mail.undelivered.contains(bare(one))) out.to.push_back(bare(one));
  if (out.to.empty()) return;
  out.data = ses::mime::compose(mail);
  relay_->send(std::move(out));
}

}  // namespace lambent
