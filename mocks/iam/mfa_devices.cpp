// Virtual MFA devices: a secret is made, a person (or a test) computes codes from it, and two that follow each other enable
// it for a user.
#include "aws/arn.h"
#include "base/text.h"
#include "mocks/iam/iam.h"
#include "mocks/iam/one_time_code.h"

namespace lambent::iam {
namespace {

constexpr size_t kSecretBytes = 40;
constexpr size_t kDevicesPerUser = 8;

AwsError no_device(const std::string& serial) { return no_such_entity("VirtualMFADevice with serial number " + serial + " does not exist."); }

}  // namespace

template <>
Table<MfaDeviceRow>& Iam::table_of() {
  return entities_.mfa_devices;
}
template <>
std::string Iam::key_in<MfaDeviceRow>(const Call& call) const {
  return get_device(call).serial;
}

const MfaDeviceRow& Iam::get_device(const Call& call) const {
  std::string serial = text_at(call.input, "SerialNumber");
  const MfaDeviceRow* row = entities_.mfa_devices.find(serial);
  if (!row || row->account != call.scope.account) throw no_device(serial);
  return *row;
}

// Without QRCodePNG: a code can be made from the seed.
Json Iam::create_virtual_mfa_device(const Call& call) {
  std::string path = text_at(call.input, "Path", "/"), name = text_at(call.input, "VirtualMFADeviceName");
  check_path(path);
  MfaDeviceRow row;
  row.account = call.scope.account;
  row.serial = make_arn("iam", "", row.account, "mfa" + path + name);
  if (entities_.mfa_devices.contains(row.serial)) throw already_exists("MFADevice entity at the same path and name already exists.");
  row.tags = tags_of(call.input);
  row.secret = aws_.ids().base64(kSecretBytes);
  const MfaDeviceRow& stored = entities_.mfa_devices.put(row.serial, row);
  Json out = object({{"SerialNumber", stored.serial}, {"Base32StringSeed", base32_encode(stored.secret)}});
  if (!stored.tags.empty()) set(out, "Tags", tags_json(stored.tags));
  return object({{"VirtualMFADevice", out}});
}

Json Iam::list_virtual_mfa_devices(const Call& call) {
  std::string status = text_at(call.input, "AssignmentStatus", "Any");
  std::vector<Json> items;
  for (const auto& [serial, row] : entities_.mfa_devices) {
    if (row.account != call.scope.account) continue;
    const EntityRow* user = row.user_id.empty() ? nullptr : entities_.find_by_id(row.user_id);
    if ((status == "Assigned" && !user) || (status == "Unassigned" && user)) continue;
    Json item = object({{"SerialNumber", serial}});
    if (user) {
      set(item, "User", user_json(*user));
      set(item, "EnableDate", row.enabled);
    }
    items.push_back(std::move(item));
  }
  return paged(call, "VirtualMFADevices", std::move(items));
}

Json Iam::delete_virtual_mfa_device(const Call& call) {
  const MfaDeviceRow& row = get_device(call);
  if (!row.user_id.empty()) throw delete_conflict("MFA VirtualDevice is currently assigned to a user.");
  entities_.mfa_devices.erase(std::string(row.serial));
  return nullptr;
}

Json Iam::enable_mfa_device(const Call& call) {
  const EntityRow& user = get(kUser, call);
  const MfaDeviceRow& row = get_device(call);
  if (!row.user_id.empty()) throw already_exists("MFADevice " + row.serial + " is already in use.");
  size_t count = 0;
  for (const auto& [serial, device] : entities_.mfa_devices) count += device.user_id == user.id;
  if (count >= kDevicesPerUser) throw limit_exceeded("Cannot exceed quota for MFADevicesPerUser: 8");
  check_codes(call, row);
  double when = now();
  entities_.mfa_devices.update(std::string(row.serial), [&](MfaDeviceRow& r) {
    r.user_id = user.id;
    r.enabled = when;
  });
  return nullptr;
}

void Iam::check_codes(const Call& call, const MfaDeviceRow& row) const {
  if (!codes_follow(row.secret, aws_.clock().now(), text_at(call.input, "AuthenticationCode1"), text_at(call.input, "AuthenticationCode2")))
    throw AwsError("InvalidAuthenticationCode", 403, "Authentication code for device is not valid.");
}

// The codes are checked; the drift of a device's clock is not kept, so that this changes nothing.
Json Iam::resync_mfa_device(const Call& call) {
  const EntityRow& user = get(kUser, call);
  const MfaDeviceRow& row = get_device(call);
  if (row.user_id != user.id) throw no_device(row.serial);
  check_codes(call, row);
  return nullptr;
}

Json Iam::deactivate_mfa_device(const Call& call) {
  const EntityRow& user = get_user_or_caller(call);
  const MfaDeviceRow& row = get_device(call);
  if (row.user_id != user.id) throw no_device(row.serial);
  entities_.mfa_devices.update(std::string(row.serial), [](MfaDeviceRow& r) {
    r.user_id.clear();
    r.enabled = 0;
  });
  return nullptr;
}

Json Iam::list_mfa_devices(const Call& call) {
  const EntityRow& user = get_user_or_caller(call);
  std::vector<Json> items;
  for (const auto& [serial, row] : entities_.mfa_devices)
    if (row.user_id == user.id) items.push_back(object({{"UserName", user.name}, {"SerialNumber", serial}, {"EnableDate", row.enabled}}));
  return paged(call, "MFADevices", std::move(items));
}

Json Iam::get_mfa_device(const Call& call) {
  const MfaDeviceRow& row = get_device(call);
  const EntityRow* user = row.user_id.empty() ? nullptr : entities_.find_by_id(row.user_id);
  if (auto name = find_text(call.input, "UserName"); name && (!user || !iequals(user->name, *name))) throw no_device(row.serial);
  Json out = object({{"SerialNumber", row.serial}});
  if (user) {
    set_text(out, "UserName", user->name);
    set(out, "EnableDate", row.enabled);
  }
  return out;
}

}  // namespace lambent::iam
