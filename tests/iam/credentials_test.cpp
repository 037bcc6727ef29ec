// What users hold besides access keys: passwords, SSH keys, certificates, passwords for services.
#include "keys_for_tests.h"
#include "world.h"

namespace lambent::iam {
namespace {

TEST(Passwords, AreJudgedByTheAccountsPolicy) {
  World w;
  w.make("CreateUser", user("ann"));
  auto with = [](const std::string& password) { return user("ann", object({{"Password", password}})); };
  EXPECT_EQ(w.fault_of("GetLoginProfile", user("ann")), "NoSuchEntity: Login Profile for User ann cannot be found.");
  EXPECT_EQ(w.fault_of("CreateLoginProfile", with("short")).substr(0, 23), "PasswordPolicyViolation");
  EXPECT_EQ(w.fault_of("CreateLoginProfile", with("alllowercase")).substr(0, 23), "PasswordPolicyViolation");
  w.make("CreateLoginProfile", with("Good-enough"));
  EXPECT_EQ(w.fault_of("CreateLoginProfile", with("Good-enough")), "EntityAlreadyExists: Login Profile for user ann already exists.");
  EXPECT_EQ(w.fault_of("DeleteUser", user("ann")), "DeleteConflict: Cannot delete entity, must delete login profile first.");
  EXPECT_EQ(w.fault_of("GetAccountPasswordPolicy"), "NoSuchEntity: The Password Policy with domain name 123456789012 cannot be found.");
  w.make("UpdateAccountPasswordPolicy", object({{"MinimumPasswordLength", 14}, {"RequireNumbers", true}, {"PasswordReusePrevention", 2}, {"MaxPasswordAge", 90}}));
  Json policy = w.make("GetAccountPasswordPolicy")["PasswordPolicy"];
  EXPECT_EQ(int_at(policy, "MinimumPasswordLength"), 14);
  EXPECT_TRUE(bool_at(policy, "ExpirePasswords"));
  EXPECT_EQ(w.fault_of("UpdateLoginProfile", with("Good-enough-1")), "PasswordPolicyViolation: Password should have a minimum length of 14");
  EXPECT_EQ(w.fault_of("UpdateLoginProfile", with("Good-enough-long")), "PasswordPolicyViolation: Password should have at least one number");
  w.make("UpdateLoginProfile", with("Good-enough-long-1"));
  EXPECT_EQ(w.fault_of("UpdateLoginProfile", with("Good-enough-long-1")).substr(0, 23), "PasswordPolicyViolation") << "used before";
  w.make("UpdateLoginProfile", with("Good-enough-long-2"));
  w.make("UpdateLoginProfile", with("Good-enough-long-3"));
  w.make("UpdateLoginProfile", with("Good-enough-long-1"));
  w.make("DeleteAccountPasswordPolicy");
  EXPECT_EQ(w.fault_of("DeleteAccountPasswordPolicy").substr(0, 12), "NoSuchEntity");
  w.make("DeleteLoginProfile", user("ann"));
  w.make("DeleteUser", user("ann"));
}

TEST(Passwords, AreChangedByWhoKnowsThem) {
  World w;
  Principal ann = w.make_user("ann", allow("iam:ChangePassword"));
  w.make("CreateLoginProfile", user("ann", object({{"Password", "Good-enough"}, {"PasswordResetRequired", true}})));
  auto change = [](const std::string& from, const std::string& to) { return object({{"OldPassword", from}, {"NewPassword", to}}); };
  EXPECT_EQ(w.fault_as(ann, "ChangePassword", change("guess", "Better-one-1")), "AccessDenied: The old password was incorrect.");
  EXPECT_TRUE(bool_at(w.make("GetLoginProfile", user("ann"))["LoginProfile"], "PasswordResetRequired"));
  EXPECT_EQ(w.fault_as(ann, "ChangePassword", change("Good-enough", "Better-one-1")), "none");
  EXPECT_FALSE(bool_at(w.make("GetLoginProfile", user("ann"))["LoginProfile"], "PasswordResetRequired", true));
  EXPECT_EQ(w.fault_of("ChangePassword", change("a", "b")).substr(0, 15), "InvalidUserType") << "root has none here";
}

TEST(SshKeys, AreReadInBothForms) {
  World w;
  w.make("CreateUser", user("ann"));
  auto upload = [](const std::string& body) { return user("ann", object({{"SSHPublicKeyBody", body}})); };
  EXPECT_EQ(w.fault_of("UploadSSHPublicKey", upload("ssh-rsa nonsense")).substr(0, 16), "InvalidPublicKey");
  EXPECT_EQ(w.fault_of("UploadSSHPublicKey", upload("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGk=")).substr(0, 16), "InvalidPublicKey");
  Json made = w.make("UploadSSHPublicKey", upload(kSshKey + " ann@example.com"))["SSHPublicKey"];
  EXPECT_EQ(text_at(made, "SSHPublicKeyId").substr(0, 4), "APKA");
  EXPECT_EQ(text_at(made, "SSHPublicKeyBody"), kSshKey);
  EXPECT_EQ(text_at(made, "Fingerprint").size(), 47u);
  EXPECT_EQ(w.fault_of("UploadSSHPublicKey", upload(kRsaPem)).substr(0, 21), "DuplicateSSHPublicKey") << "the same key in its other form";
  Json id = object({{"SSHPublicKeyId", text_at(made, "SSHPublicKeyId")}, {"Encoding", "PEM"}});
  EXPECT_EQ(text_at(w.make("GetSSHPublicKey", user("ann", id))["SSHPublicKey"], "SSHPublicKeyBody"), kRsaPem);
  id["Status"] = "Inactive";
  id.erase("Encoding");
  w.make("UpdateSSHPublicKey", user("ann", id));
  EXPECT_EQ(World::names(w.make("ListSSHPublicKeys", user("ann"))["SSHPublicKeys"], "Status"), "Inactive");
  id.erase("Status");
  EXPECT_EQ(w.fault_of("DeleteUser", user("ann")), "DeleteConflict: Cannot delete entity, must remove referenced objects first.");
  w.make("DeleteSSHPublicKey", user("ann", id));
  EXPECT_EQ(w.fault_of("DeleteSSHPublicKey", user("ann", id)).substr(0, 12), "NoSuchEntity");
}

TEST(SigningCertificates, TwoToAUser) {
  World w;
  w.make("CreateUser", user("ann"));
  auto upload = [](const std::string& body) { return user("ann", object({{"CertificateBody", body}})); };
  EXPECT_EQ(w.fault_of("UploadSigningCertificate", upload("nonsense")).substr(0, 20), "MalformedCertificate");
  std::string id = text_at(w.make("UploadSigningCertificate", upload(kCertificate))["Certificate"], "CertificateId");
  EXPECT_EQ(w.fault_of("UploadSigningCertificate", upload(kCertificate)).substr(0, 20), "DuplicateCertificate");
  w.make("UploadSigningCertificate", upload(kSecondCertificate));
  EXPECT_EQ(w.fault_of("UploadSigningCertificate", upload(kThirdCertificate)), "LimitExceeded: Cannot exceed quota for CertificatesPerUser: 2");
  w.make("UpdateSigningCertificate", user("ann", object({{"CertificateId", id}, {"Status", "Inactive"}})));
  Json list = w.make("ListSigningCertificates", user("ann"))["Certificates"];
  ASSERT_EQ(list.size(), 2u);
  for (const auto& one : list) EXPECT_EQ(text_at(one, "Status"), text_at(one, "CertificateId") == id ? "Inactive" : "Active");
  w.make("DeleteSigningCertificate", user("ann", object({{"CertificateId", id}})));
  EXPECT_EQ(w.fault_of("DeleteSigningCertificate", user("ann", object({{"CertificateId", id}}))), "NoSuchEntity: The Certificate with id " + id + " cannot be found.");
}

TEST(ServerCertificates, MustFitTheirKey) {
  World w;
  auto named = [](const std::string& name, Json more = Json::object()) {
    more["ServerCertificateName"] = name;
    return more;
  };
  auto upload = [&](const std::string& name, const std::string& body, const std::string& key) { return named(name, object({{"CertificateBody", body}, {"PrivateKey", key}, {"Path", "/web/"}})); };
  EXPECT_EQ(w.fault_of("UploadServerCertificate", upload("one", "nonsense", kCertificateKey)).substr(0, 20), "MalformedCertificate");
  EXPECT_EQ(w.fault_of("UploadServerCertificate", upload("one", kCertificate, "nonsense")).substr(0, 20), "MalformedCertificate");
  EXPECT_EQ(w.fault_of("UploadServerCertificate", upload("one", kCertificate, kOtherKey)), "KeyPairMismatch: The certificate and the private key do not match.");
  Json made = w.make("UploadServerCertificate", upload("one", kCertificate, kCertificateKey))["ServerCertificateMetadata"];
  EXPECT_EQ(text_at(made, "Arn"), "arn:aws:iam::123456789012:server-certificate/web/one");
  EXPECT_GT(number_at(made, "Expiration"), 4e9);
  EXPECT_EQ(w.fault_of("UploadServerCertificate", upload("ONE", kCertificate, kCertificateKey)), "EntityAlreadyExists: The Server Certificate with name ONE already exists.");
  w.make("UpdateServerCertificate", named("one", object({{"NewServerCertificateName", "uno"}, {"NewPath", "/"}})));
  EXPECT_EQ(w.fault_of("GetServerCertificate", named("one")), "NoSuchEntity: The Server Certificate with name one cannot be found.");
  Json found = w.make("GetServerCertificate", named("uno"))["ServerCertificate"];
  EXPECT_EQ(text_at(found, "CertificateBody"), kCertificate);
  EXPECT_EQ(dump(found).find("PRIVATE"), std::string::npos);
  EXPECT_EQ(World::names(w.make("ListServerCertificates")["ServerCertificateMetadataList"], "Arn"), "arn:aws:iam::123456789012:server-certificate/uno");
  w.make("DeleteServerCertificate", named("uno"));
  EXPECT_EQ(w.make("ListServerCertificates")["ServerCertificateMetadataList"].size(), 0u);
}

TEST(ServiceCredentials, TwoToAUserAndService) {
  World w;
  w.make("CreateUser", user("ann"));
  auto of = [](const std::string& service, Json more = Json::object()) {
    more["ServiceName"] = service;
    return user("ann", more);
  };
  EXPECT_EQ(w.fault_of("CreateServiceSpecificCredential", of("s3.amazonaws.com")).substr(0, 19), "NotSupportedService");
  Json made = w.make("CreateServiceSpecificCredential", of("codecommit.amazonaws.com"))["ServiceSpecificCredential"];
  EXPECT_EQ(text_at(made, "ServiceUserName"), "ann-at-123456789012");
  w.make("CreateServiceSpecificCredential", of("codecommit.amazonaws.com"));
  EXPECT_EQ(w.fault_of("CreateServiceSpecificCredential", of("codecommit.amazonaws.com")).substr(0, 13), "LimitExceeded");
  Json key = w.make("CreateServiceSpecificCredential", of("bedrock.amazonaws.com", object({{"CredentialAgeDays", 30}})))["ServiceSpecificCredential"];
  EXPECT_TRUE(has(key, "ServiceCredentialSecret") && !has(key, "ServicePassword"));
  EXPECT_EQ(number_at(key, "ExpirationDate"), 1700000000 + 30 * 86400);
  EXPECT_EQ(w.fault_of("CreateServiceSpecificCredential", of("cassandra.amazonaws.com", object({{"CredentialAgeDays", 30}}))).substr(0, 12), "InvalidInput");
  Json id = object({{"ServiceSpecificCredentialId", text_at(made, "ServiceSpecificCredentialId")}});
  Json again = w.make("ResetServiceSpecificCredential", user("ann", id))["ServiceSpecificCredential"];
  EXPECT_NE(text_at(again, "ServicePassword"), text_at(made, "ServicePassword"));
  id["Status"] = "Inactive";
  w.make("UpdateServiceSpecificCredential", user("ann", id));
  Json list = w.make("ListServiceSpecificCredentials", of("codecommit.amazonaws.com"))["ServiceSpecificCredentials"];
  ASSERT_EQ(list.size(), 2u);
  EXPECT_EQ(dump(list).find("Password"), std::string::npos) << "told once only";
  EXPECT_EQ(w.make("ListServiceSpecificCredentials", object({{"AllUsers", true}}))["ServiceSpecificCredentials"].size(), 3u);
  id.erase("Status");
  w.make("DeleteServiceSpecificCredential", user("ann", id));
  EXPECT_EQ(w.fault_of("ResetServiceSpecificCredential", user("ann", id)).substr(0, 12), "NoSuchEntity");
}

}  // namespace
}  // namespace lambent::iam
