// What calls need to be allowed, refusals, and what is to be seen besides the API: effects and seeds.
#include <stdexcept>

#include "tests/s3/world.h"

namespace lambent::s3 {
namespace {

struct Around : testing::Test {
  World w;
  Around() { w.make("abc"); }
  // "action resource; …"
  std::string needs(const std::string& operation, Json input) {
    Call call("s3", operation, std::move(input), Principal::root(kScope.account), kScope);
    std::string out;
    for (const auto& need : w.s3.needs(call)) out += (out.empty() ? "" : "; ") + need.action + " " + replace_all(need.resource, "arn:aws:s3:::", "");
    return out;
  }
  std::string key_of(const std::string& operation, Json input, const std::string& name) {
    Call call("s3", operation, std::move(input), Principal::root(kScope.account), kScope);
    const Need need = w.s3.needs(call).at(0);
    for (const auto& [key, values] : need.keys)
      if (key == name) return join(values, ",");
    return "none";
  }
};

TEST_F(Around, EachOperationNeedsItsActionOnBucketOrObject) {
  w.put("abc", "k", "x");
  EXPECT_EQ(needs("ListBuckets", Json::object()), "s3:ListAllMyBuckets *");
  EXPECT_EQ(needs("HeadBucket", object({{"Bucket", "abc"}})), "s3:ListBucket abc");
  EXPECT_EQ(needs("ListObjectsV2", object({{"Bucket", "abc"}})), "s3:ListBucket abc");
  EXPECT_EQ(needs("GetBucketPolicy", object({{"Bucket", "abc"}})), "s3:GetBucketPolicy abc");
  EXPECT_EQ(needs("GetObject", World::at("abc", "k")), "s3:GetObject abc/k");
  EXPECT_EQ(needs("HeadObject", World::at("abc", "none")), "s3:GetObject abc/none; s3:ListBucket abc");
  EXPECT_EQ(needs("GetObject", World::at("unknown", "k")), "s3:GetObject unknown/k");
  EXPECT_EQ(needs("PutObject", World::at("abc", "n", object({{"Tagging", "a=1"}}))), "s3:PutObject abc/n; s3:PutObjectTagging abc/n");
  EXPECT_EQ(needs("UploadPart", World::at("abc", "n")), "s3:PutObject abc/n");
  EXPECT_EQ(needs("ListParts", World::at("abc", "n")), "s3:ListMultipartUploadParts abc/n");
  EXPECT_EQ(needs("CopyObject", World::at("abc", "n", object({{"CopySource", "/abc/k"}}))), "s3:PutObject abc/n; s3:GetObject abc/k");
  w.put("abc", "tagged", "x", object({{"Tagging", "a=1"}}));
  EXPECT_EQ(needs("CopyObject", World::at("abc", "n", object({{"CopySource", "abc/tagged"}}))),
            "s3:PutObject abc/n; s3:GetObject abc/tagged; s3:GetObjectTagging abc/tagged; s3:PutObjectTagging abc/n");
  EXPECT_EQ(key_of("ListObjectsV2", object({{"Bucket", "abc"}, {"Prefix", "home/"}}), "s3:prefix"), "home/");
  EXPECT_EQ(key_of("GetObject", World::at("abc", "tagged"), "s3:ExistingObjectTag/a"), "1");
  EXPECT_EQ(key_of("PutObject", World::at("abc", "n", object({{"Tagging", "b=2"}})), "s3:RequestObjectTag/b"), "2");
}

TEST_F(Around, ARefusalSaysWhyToTheOwnersAccountOnly) {
  w.put("abc", "k", "x");
  w.caller = role("denied");
  EXPECT_EQ(w.get("abc", "k"), "AccessDenied: User: arn:aws:sts::000000000000:assumed-role/denied/s is not authorized to perform: s3:GetObject on resource: "
                               "\"arn:aws:s3:::abc/k\" because no identity-based policy allows the s3:GetObject action");
  w.caller = role("denied", "111111111111");
  EXPECT_EQ(w.get("abc", "k"), "AccessDenied: Access Denied");
}

TEST_F(Around, WhoMayNotListIsNotToldWhatIsMissing) {
  w.put("abc", "k", "x");
  w.caller = role("reader");
  EXPECT_EQ(w.get("abc", "k"), "x");
  EXPECT_EQ(w.code_of("GetObject", World::at("abc", "none")), "AccessDenied");
  EXPECT_EQ(w.code_of("HeadObject", World::at("abc", "none")), "AccessDenied");
  w.caller = role("other");
  EXPECT_EQ(w.code_of("GetObject", World::at("abc", "none")), "NoSuchKey");
}

TEST_F(Around, TheRootCanAlwaysPutAPolicyRight) {
  const std::string shut = R"({"Statement":{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":["arn:aws:s3:::abc","arn:aws:s3:::abc/*"]}})";
  w.call("PutBucketPolicy", object({{"Bucket", "abc"}, {"Policy", shut}}));
  ASSERT_EQ(w.fault(), "none");
  auto policy_for = [&](const std::string& operation, Principal who) {
    return w.s3.needs(Call("s3", operation, object({{"Bucket", "abc"}}), std::move(who), kScope)).at(0).resource_policy.has_value();
  };
  EXPECT_FALSE(policy_for("DeleteBucketPolicy", Principal::root(kScope.account)));
  EXPECT_TRUE(policy_for("DeleteBucketPolicy", role("any")));
  EXPECT_TRUE(policy_for("ListObjects", Principal::root(kScope.account)));
}

TEST_F(Around, WritesAndDeletionsAreEffects) {
  w.put("abc", "k", "hello", object({{"ContentType", "text/plain"}, {"Metadata", object({{"a", "1"}})}}));
  w.put("abc", "raw", "\xFF");
  w.get("abc", "k");
  w.call("DeleteObject", World::at("abc", "k"));
  w.call("DeleteObject", World::at("abc", "none"));
  std::vector<SeenEffect> seen;
  for (const auto& entry : w.journal.entries())
    if (auto effect = w.s3.effect(w.journal, entry)) seen.push_back(*effect);
  ASSERT_EQ(seen.size(), 3u);
  EXPECT_EQ(seen[0].kind, "object");
  EXPECT_EQ(seen[0].fields, parse_json(R"({"bucket":"abc","key":"k","body":"hello","metadata":{"a":"1"}})"));
  EXPECT_EQ(seen[0].details, parse_json(R"({"contentType":"text/plain"})"));
  EXPECT_EQ(text_at(seen[1].fields, "body"), "/w==") << "bytes that are no text are base64";
  EXPECT_EQ(seen[2].fields, parse_json(R"({"bucket":"abc","key":"k","deleted":true})"));
  EXPECT_EQ(w.s3.touch("PutObject"), Touch::told);
  EXPECT_EQ(w.s3.touch("GetObject"), Touch::reads);
  EXPECT_EQ(w.s3.touch("CreateBucket"), Touch::writes);
}

TEST_F(Around, ATestMayBeginWithObjects) {
  const size_t before = w.journal.entries().size();
  w.s3.seed(kScope, parse_json(R"({"abc":{"a":"1"},"new-one":{"b/c":"2"},"empty":null})"));
  EXPECT_EQ(w.journal.entries().size(), before);
  EXPECT_EQ(w.get("abc", "a"), "1");
  EXPECT_EQ(w.get("new-one", "b/c"), "2");
  EXPECT_EQ(w.fault_of("HeadBucket", object({{"Bucket", "empty"}})), "none");
  EXPECT_THROW(w.s3.seed(kScope, parse_json(R"({"B":{}})")), std::invalid_argument);
  EXPECT_THROW(w.s3.seed(kScope, parse_json(R"({"abc":["a"]})")), std::invalid_argument);
}

}  // namespace
}  // namespace lambent::s3
