// Who a request comes from: keys of users and sessions are verified, the rest is the account's root, or nobody in `strict`.
#include "access/caller.h"

#include "aws/sigv4.h"
#include "world.h"

namespace lambent::access {
namespace {

using namespace std::chrono_literals;

struct Door : World {
  Door() {
    UserKey key;
    key.secret = "annsecret";
    key.principal = user();
    people.keys["AKIAANN"] = key;
  }

  static HttpRequest request() {
    HttpRequest r;
    r.method = "POST";
    r.target = "/";
    r.headers.set("Host", "localhost:4566");
    r.headers.set("Content-Type", "application/x-www-form-urlencoded");
    r.body = "Action=Publish&Version=2010-03-31&Message=hi&PhoneNumber=%2B1555";
    return r;
  }
  // "code: message", or the ARN of the caller.
  std::string who(HttpRequest r, AuthLevel level = AuthLevel::open) {
    std::optional<AwsError> error;
    Identified what = identify(r, error);
    try {
      return Callers(people, credentials, loop.clock(), level, kAccount).who_is(r, what).arn;
    } catch (const AwsError& e) {
      return e.code() + ": " + e.message();
    }
  }
  HttpRequest signed_with(const std::string& key, const std::string& secret, const std::string& token = "") {
    HttpRequest r = request();
    sign(r, key, secret, token, "us-east-1", "sns", loop.clock().now());
    return r;
  }
  HttpRequest signed_with(const Session& s) { return signed_with(s.access_key, s.secret, s.token); }

  Ids ids{3};
  Credentials credentials{loop.clock(), ids};
};

const std::string kInvalid = "InvalidClientTokenId: The security token included in the request is invalid.";
const std::string kRoot = "arn:aws:iam::123456789012:root";

TEST(Caller, UnsignedAndUnknownKeysAreRootInOpenAndNobodyInStrict) {
  Door d;
  EXPECT_EQ(d.who(Door::request()), kRoot);
  EXPECT_EQ(d.who(d.signed_with("test", "test")), kRoot);
  EXPECT_EQ(d.who(d.signed_with("111122223333", "test")), "arn:aws:iam::111122223333:root");
  EXPECT_EQ(d.who(d.signed_with("11112222333", "test")), kRoot) << "eleven digits are no account";
  EXPECT_EQ(d.who(d.signed_with("11112222333a", "test")), kRoot);
  EXPECT_TRUE(d.who(Door::request(), AuthLevel::strict).starts_with("MissingAuthenticationToken")) << d.who(Door::request(), AuthLevel::strict);
  for (const char* key : {"test", "111122223333"}) EXPECT_EQ(d.who(d.signed_with(key, "test"), AuthLevel::strict), kInvalid) << key;
}

TEST(Caller, AUsersKeyIsVerifiedAtEveryLevel) {
  Door d;
  for (AuthLevel level : {AuthLevel::open, AuthLevel::strict}) {
    EXPECT_EQ(d.who(d.signed_with("AKIAANN", "annsecret"), level), kAnn);
    EXPECT_TRUE(d.who(d.signed_with("AKIAANN", "wrong"), level).starts_with("SignatureDoesNotMatch")) << d.who(d.signed_with("AKIAANN", "wrong"), level);
    HttpRequest changed = d.signed_with("AKIAANN", "annsecret");
    changed.body += "1";
    EXPECT_TRUE(d.who(changed, level).starts_with("SignatureDoesNotMatch"));
  }
}

TEST(Caller, AKeySetInactiveIsNotRoot) {
  Door d;
  d.people.keys["AKIAANN"].active = false;
  for (AuthLevel level : {AuthLevel::open, AuthLevel::strict}) EXPECT_EQ(d.who(d.signed_with("AKIAANN", "annsecret"), level), kInvalid);
}

TEST(Caller, ASessionUntilItExpiresOnTheEmulatedClock) {
  Door d;
  Session s = d.credentials.issue(d.session(), 1h);
  EXPECT_TRUE(s.access_key.starts_with("ASIA"));
  EXPECT_EQ(s.access_key.size(), 20u);
  EXPECT_EQ(s.secret.size(), 40u);
  for (AuthLevel level : {AuthLevel::open, AuthLevel::strict}) EXPECT_EQ(d.who(d.signed_with(s), level), kSession);
  d.loop.clock().advance(1h - 1s);
  EXPECT_EQ(d.who(d.signed_with(s)), kSession);
  d.loop.clock().advance(1s);
  EXPECT_EQ(d.who(d.signed_with(s)), "ExpiredToken: The security token included in the request is expired");
  EXPECT_EQ(d.who(d.signed_with(s), AuthLevel::strict), "ExpiredToken: The security token included in the request is expired");
}

TEST(Caller, ASessionNeedsItsTokenAndItsSecret) {
  Door d;
  Session s = d.credentials.issue(d.session(), 1h), other = d.credentials.issue(d.session(), 1h);
  EXPECT_NE(s.access_key, other.access_key);
  EXPECT_EQ(d.who(d.signed_with(s.access_key, s.secret)), kInvalid) << "no token";
  EXPECT_EQ(d.who(d.signed_with(s.access_key, s.secret, other.token)), kInvalid);
  EXPECT_TRUE(d.who(d.signed_with(s.access_key, other.secret, s.token)).starts_with("SignatureDoesNotMatch"));
}

TEST(Caller, ATemporaryKeyThatNobodyIssuedIsNotRoot) {
  Door d;
  for (AuthLevel level : {AuthLevel::open, AuthLevel::strict}) {
    EXPECT_EQ(d.who(d.signed_with("ASIAIOSFODNN7EXAMPLE", "secret", "token"), level), kInvalid);
    EXPECT_EQ(d.who(d.signed_with("ASIAIOSFODNN7EXAMPLE", "secret"), level), kInvalid);
  }
  EXPECT_EQ(d.who(d.signed_with("ASIA", "secret")), kRoot) << "a word, not a key";
}

TEST(Caller, AForgottenSessionIsStillExpired) {
  Door d;
  Session s = d.credentials.issue(d.session(), 1h);
  d.credentials.clear();  // as after a restart
  EXPECT_EQ(d.who(d.signed_with(s)), kInvalid) << "not over yet, but unknown";
  d.loop.clock().advance(1h);
  EXPECT_EQ(d.who(d.signed_with(s)), "ExpiredToken: The security token included in the request is expired");
  EXPECT_EQ(token_expiry(s.token), s.expires);
  EXPECT_EQ(token_expiry("FwoGZXIvYXdzE"), std::nullopt);
  EXPECT_EQ(token_expiry("IQoJb3JpZ2luX2Vj////////////"), std::nullopt);
}

TEST(Caller, ARevokedSessionIsUnknown) {
  Door d;
  Session s = d.credentials.issue(d.session(), 1h);
  d.credentials.revoke(s.access_key);
  EXPECT_EQ(d.credentials.find(s.access_key), nullptr);
  for (AuthLevel level : {AuthLevel::open, AuthLevel::strict}) EXPECT_EQ(d.who(d.signed_with(s), level), kInvalid);
}

TEST(Credentials, WhoIsKeptAndWhatIsForgotten) {
  Door d;
  auto activity = std::make_shared<Activity>();
  Session s = d.credentials.issue(d.session(), 1h, activity);
  ASSERT_NE(d.credentials.find(s.access_key), nullptr);
  EXPECT_EQ(d.credentials.find(s.access_key)->principal.activity, activity);
  EXPECT_EQ(d.credentials.find(s.access_key)->principal.arn, kSession);
  d.loop.clock().advance(1h);  // when it is over it may go, and goes when others are issued
  for (int i = 0; i < 256; ++i) d.credentials.issue(d.session(), 1h);
  EXPECT_EQ(d.credentials.find(s.access_key), nullptr);
  Session kept = d.credentials.issue(d.session(), 1h);
  d.credentials.clear();
  EXPECT_EQ(d.credentials.find(kept.access_key), nullptr);
}

}  // namespace
}  // namespace lambent::access
