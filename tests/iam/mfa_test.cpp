// MFA devices: codes computed from the seed enable them, and let their users through where policies ask for it.
#include "mocks/iam/one_time_code.h"
#include "world.h"

namespace lambent::iam {
namespace {

using namespace std::chrono_literals;

TEST(OneTimeCode, AsTheRfcHasIt) {
  // RFC 6238 appendix B, SHA-1, the last six of its eight digits.
  const std::string secret = "12345678901234567890";
  EXPECT_EQ(one_time_code(secret, TimePoint(59s)), "287082");
  EXPECT_EQ(one_time_code(secret, TimePoint(1111111109s)), "081804");
  EXPECT_EQ(one_time_code(secret, TimePoint(1111111110s - 1ns)), one_time_code(secret, TimePoint(1111111110s), -1));
  EXPECT_EQ(base32_encode("12345678901234567890"), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
  EXPECT_EQ(base32_encode("f"), "MY");
}

struct Phone {
  explicit Phone(World& w) : w(w) {
    Json made = w.make("CreateVirtualMFADevice", object({{"VirtualMFADeviceName", "phone"}}))["VirtualMFADevice"];
    serial = text_at(made, "SerialNumber");
    secret = w.entities.mfa_devices.find(serial)->secret;
    EXPECT_EQ(text_at(made, "Base32StringSeed"), base32_encode(secret));
  }
  std::string code(int steps = 0) const { return one_time_code(secret, w.loop.clock().now(), steps); }
  Json enable(int first, int second) const {
    return user("ann", object({{"SerialNumber", serial}, {"AuthenticationCode1", code(first)}, {"AuthenticationCode2", code(second)}}));
  }
  World& w;
  std::string serial, secret;
};

TEST(MfaDevices, AreEnabledByTwoCodes) {
  World w;
  w.make("CreateUser", user("ann"));
  Phone phone(w);
  EXPECT_EQ(phone.serial, "arn:aws:iam::123456789012:mfa/phone");
  EXPECT_EQ(w.fault_of("CreateVirtualMFADevice", object({{"VirtualMFADeviceName", "phone"}})), "EntityAlreadyExists: MFADevice entity at the same path and name already exists.");
  EXPECT_EQ(w.fault_of("EnableMFADevice", phone.enable(0, 0)), "InvalidAuthenticationCode: Authentication code for device is not valid.");
  EXPECT_EQ(w.make("ListVirtualMFADevices", object({{"AssignmentStatus", "Assigned"}}))["VirtualMFADevices"].size(), 0u);
  w.make("EnableMFADevice", phone.enable(0, 1));
  EXPECT_EQ(World::names(w.make("ListMFADevices", user("ann"))["MFADevices"], "SerialNumber"), phone.serial);
  EXPECT_EQ(text_at(w.make("GetMFADevice", object({{"SerialNumber", phone.serial}})), "UserName"), "ann");
  Json assigned = w.make("ListVirtualMFADevices", object({{"AssignmentStatus", "Assigned"}}))["VirtualMFADevices"];
  ASSERT_EQ(assigned.size(), 1u);
  EXPECT_EQ(text_at(assigned[0]["User"], "UserName"), "ann");
  w.make("ResyncMFADevice", phone.enable(1, 2));
  EXPECT_EQ(w.fault_of("DeleteVirtualMFADevice", object({{"SerialNumber", phone.serial}})), "DeleteConflict: MFA VirtualDevice is currently assigned to a user.");
  EXPECT_EQ(w.fault_of("DeleteUser", user("ann")), "DeleteConflict: Cannot delete entity, must remove referenced objects first.");
  w.make("DeactivateMFADevice", user("ann", object({{"SerialNumber", phone.serial}})));
  w.make("DeleteVirtualMFADevice", object({{"SerialNumber", phone.serial}}));
  EXPECT_EQ(w.fault_of("GetMFADevice", object({{"SerialNumber", phone.serial}})), "NoSuchEntity: VirtualMFADevice with serial number " + phone.serial + " does not exist.");
}

TEST(MfaDevices, OpenWhatPoliciesCloseWithoutThem) {
  World w;
  Principal ann = w.make_user("ann", allow("iam:List*"));
  w.make_role("vault", trust("{'AWS':'" + user_arn("ann") + "'}", ",'Condition':{'Bool':{'aws:MultiFactorAuthPresent':'true'}}"));
  Phone phone(w);
  w.make("EnableMFADevice", phone.enable(0, 1));
  auto with_code = [&](Json input, const std::string& code) {
    input["SerialNumber"] = phone.serial;
    input["TokenCode"] = code;
    return input;
  };
  Json assume = object({{"RoleArn", role_arn("vault")}, {"RoleSessionName", "job"}});
  EXPECT_NE(w.fault_as(ann, "AssumeRole", assume), "none");
  std::string wrong = phone.code(0) == "000000" ? "000001" : "000000";
  EXPECT_EQ(w.fault_as(ann, "AssumeRole", with_code(assume, wrong)), "AccessDenied: MultiFactorAuthentication failed with invalid MFA one time pass code. ");
  EXPECT_EQ(w.fault_as(ann, "AssumeRole", with_code(assume, phone.code())), "none");
  w.loop.clock().advance(5min);
  Json answer = w.call_as(ann, "GetSessionToken", with_code(Json::object(), phone.code()));
  EXPECT_EQ(w.fault(), "none");
  Principal temporary = w.credentials.find(text_at(answer["Credentials"], "AccessKeyId"))->principal;
  EXPECT_EQ(w.fault_as(temporary, "ListUsers"), "none") << "IAM takes them, with a code";
  Principal bob = w.make_user("bob");
  EXPECT_EQ(w.fault_as(bob, "GetSessionToken", with_code(Json::object(), phone.code())).substr(0, 12), "AccessDenied") << "another's device";
}

}  // namespace
}  // namespace lambent::iam
