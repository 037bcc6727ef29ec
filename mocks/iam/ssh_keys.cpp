// SSH keys of users, for CodeCommit: RSA only, given and answered as an SSH line or as PEM.
#include "base/digest.h"
#include "base/public_key.h"
#include "base/text.h"
#include "mocks/iam/iam.h"

namespace lambent::iam {
namespace {

constexpr size_t kSshKeysPerUser = 5;

AwsError no_ssh_key(const std::string& id) { return no_such_entity("The Public Key with id " + id + " cannot be found."); }

// RFC 4251: strings and numbers with their length before them; a number whose top bit is set has a zero in front.
void put_field(std::string& out, std::string bytes, bool number) {
  if (number && !bytes.empty() && (bytes[0] & 0x80)) bytes.insert(bytes.begin(), '\0');
  for (int shift = 24; shift >= 0; shift -= 8) out.push_back(static_cast<char>(bytes.size() >> shift & 0xFF));
  out += bytes;
}

std::optional<std::string> take_field(std::string_view& in) {
  if (in.size() < 4) return std::nullopt;
  size_t size = 0;
  for (int i = 0; i < 4; ++i) size = size << 8 | static_cast<unsigned char>(in[static_cast<size_t>(i)]);
  if (in.size() - 4 < size) return std::nullopt;
  std::string out(in.substr(4, size));
  in.remove_prefix(4 + size);
  return out;
}

std::string ssh_blob(const RsaKey& key) {
  std::string out;
  put_field(out, "ssh-rsa", false);
  put_field(out, key.exponent, true);
  put_field(out, key.modulus, true);
  return out;
}

std::optional<RsaKey> key_of_line(const std::string& line) {
  auto parts = split(trim(line), ' ');
  auto blob = parts.size() >= 2 && parts[0] == "ssh-rsa" ? base64_decode(parts[1]) : std::nullopt;
  if (!blob) return std::nullopt;
  std::string_view rest = *blob;
  auto kind = take_field(rest), exponent = take_field(rest), modulus = take_field(rest);
  if (!kind || *kind != "ssh-rsa" || !exponent || !modulus || !rest.empty()) return std::nullopt;
  auto number = [](const std::string& bytes) { return bytes.substr(std::min(bytes.find_first_not_of('\0'), bytes.size())); };
  return RsaKey{number(*modulus), number(*exponent)};
}

std::string fingerprint(const std::string& blob) {
  std::string hex = hex_encode(md5(blob)), out;
  for (size_t i = 0; i < hex.size(); i += 2) out += (i ? ":" : "") + hex.substr(i, 2);
  return out;
}

Json key_json(const EntityRow& user, const SshKeyRow& row, const std::string& body) {
  Json out = object({{"UserName", user.name}, {"SSHPublicKeyId", row.id}, {"Fingerprint", row.fingerprint}, {"SSHPublicKeyBody", body},
                     {"Status", row.status}, {"UploadDate", row.uploaded}});
  return object({{"SSHPublicKey", out}});
}

}  // namespace

Json Iam::upload_ssh_key(const Call& call) {
  const EntityRow& user = get(kUser, call);
  std::string body = text_at(call.input, "SSHPublicKeyBody");
  auto key = body.find("-----BEGIN") != std::string::npos ? rsa_from_pem(body) : key_of_line(body);
  if (!key || rsa_to_pem(*key).empty()) throw AwsError("InvalidPublicKey", 400, "The public key is not a valid RSA key in SSH or PEM form.");
  constexpr size_t kLeastBytes = 256;  // 2048 bits
  if (key->modulus.size() < kLeastBytes) throw AwsError("InvalidPublicKey", 400, "The RSA key must have at least 2048 bits.");
  SshKeyRow row;
  std::string blob = ssh_blob(*key);
  row.body = "ssh-rsa " + base64_encode(blob);
  row.fingerprint = fingerprint(blob);
  size_t count = 0;
  entities_.ssh_keys.each(owned_prefix(user), [&](const std::string&, const SshKeyRow& other) {
    ++count;
    if (other.fingerprint == row.fingerprint) throw AwsError("DuplicateSSHPublicKey", 400, "The SSH public key is already associated with the specified IAM user.");
  });
  if (count >= kSshKeysPerUser) throw limit_exceeded("Cannot exceed quota for SSHPublicKeysPerUser: 5");
  row.id = "APKA" + aws_.ids().upper_base32(16);
  row.uploaded = now();
  entities_.ssh_keys.put(owned_key(user, row.id), row);
  return key_json(user, row, row.body);
}

Json Iam::get_ssh_key(const Call& call) {
  const EntityRow& user = get(kUser, call);
  std::string id = text_at(call.input, "SSHPublicKeyId");
  const SshKeyRow* row = entities_.ssh_keys.find(owned_key(user, id));
  if (!row) throw no_ssh_key(id);
  return key_json(user, *row, text_at(call.input, "Encoding") == "PEM" ? rsa_to_pem(*key_of_line(row->body)) : row->body);
}

Json Iam::list_ssh_keys(const Call& call) {
  const EntityRow& user = get_user_or_caller(call);
  std::vector<Json> items;
  entities_.ssh_keys.each(owned_prefix(user), [&](const std::string&, const SshKeyRow& row) {
    items.push_back(object({{"UserName", user.name}, {"SSHPublicKeyId", row.id}, {"Status", row.status}, {"UploadDate", row.uploaded}}));
  });
  return paged(call, "SSHPublicKeys", std::move(items));
}

Json Iam::update_ssh_key(const Call& call) {
  std::string id = text_at(call.input, "SSHPublicKeyId"), status = text_at(call.input, "Status");
  if (!entities_.ssh_keys.update(owned_key(get(kUser, call), id), [&](SshKeyRow& row) { row.status = status; })) throw no_ssh_key(id);
  return nullptr;
}

Json Iam::delete_ssh_key(const Call& call) {
  std::string id = text_at(call.input, "SSHPublicKeyId");
  if (!entities_.ssh_keys.erase(owned_key(get(kUser, call), id))) throw no_ssh_key(id);
  return nullptr;
}

}  // namespace lambent::iam
