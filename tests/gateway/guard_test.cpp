#include "gateway/guard.h"

#include <gtest/gtest.h>

#include "gateway/api_host.h"

namespace lambent {
namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;

HttpRequest request(std::string method, std::string target, Fields fields) {
  HttpRequest r;
  r.method = std::move(method);
  r.target = std::move(target);
  for (auto& [name, value] : fields) r.headers.add(name, value);
  return r;
}
int verdict(const HttpRequest& r, const GuardSettings& settings = {"127.0.0.1", {}, {}}) {
  auto refused = refuse_foreign(r, settings);
  return refused ? refused->status : 200;
}
int host(std::string target, std::string name, const GuardSettings& settings = {"127.0.0.1", {}, {}}) {
  return verdict(request("GET", std::move(target), {{"Host", std::move(name)}}), settings);
}

TEST(Guard, HostsThatCannotBeRebound) {
  for (std::string path : {"/_lambent/health", "/"}) {
    for (std::string ok : {"localhost:4566", "LOCALHOST", "api.localhost:4566", "127.0.0.1:4566", "[::1]:4566", "192.168.1.7", "localhost."})
      EXPECT_EQ(host(path, ok), 200) << path << ok;
    for (std::string bad : {"rebind.test:4566", "evil.com", "localhost.evil.com", "127.0.0.1.evil.com", "notlocalhost.com", "1.2.3.4.5"})
      EXPECT_EQ(host(path, bad), 403) << path << bad;
  }
}

TEST(Guard, AwsEndpointsAlsoAnswerToContainerAndAmazonNames) {
  for (std::string name : {"lambent:4566", "host.docker.internal:4566", "sns.us-east-1.amazonaws.com", "sync-localhost:4566", "sync-127.0.0.1:4566",
                           "b.s3.localhost.localstack.cloud:4566"}) {
    EXPECT_EQ(host("/", name), 200) << name;
    EXPECT_EQ(host("/_lambent/health", name), 403) << name;
  }
  EXPECT_EQ(host("/", "amazonaws.com.evil.com"), 403);
  EXPECT_EQ(host("/", "sync-127.0.0.1.evil.com"), 403);
}

TEST(Guard, AllowedHostsAreAllowedAndNamedInTheRefusal) {
  GuardSettings settings{"0.0.0.0", {"dev.example.org", "*.lan"}, {}};
  EXPECT_EQ(host("/_lambent/health", "dev.example.org:80", settings), 200);
  EXPECT_EQ(host("/_lambent/health", "box.lan", settings), 200);
  EXPECT_EQ(host("/_lambent/health", "evillan", settings), 403);
  auto refused = refuse_foreign(request("GET", "/", {{"Host", "a.b.c"}}), settings);
  EXPECT_NE(refused->body.find("--allowed-host a.b.c"), std::string::npos);
}

TEST(Guard, OriginMustBeOurOwn) {
  auto from = [](std::string origin) { return request("POST", "/", {{"Host", "localhost:4566"}, {"Origin", std::move(origin)}}); };
  EXPECT_EQ(verdict(from("http://localhost:4566")), 200);
  for (std::string bad : {"http://localhost:3000", "null", "https://evil.com", "http://localhost:4566.evil.com", ""}) EXPECT_EQ(verdict(from(bad)), 403) << bad;
  GuardSettings settings{"127.0.0.1", {}, {"http://localhost:3000"}};
  EXPECT_EQ(verdict(from("http://localhost:3000"), settings), 200);
  auto console = from("http://localhost:3000");
  console.target = "/_lambent/health";
  EXPECT_EQ(verdict(console, settings), 403);
}

TEST(Guard, PagesOfOtherSitesAreRefusedEvenWithoutOrigin) {
  auto fetched = [](std::string method, std::string target, std::string site, std::string mode, std::string dest) {
    return request(std::move(method), std::move(target), {{"Host", "localhost:4566"}, {"Sec-Fetch-Site", std::move(site)}, {"Sec-Fetch-Mode", std::move(mode)}, {"Sec-Fetch-Dest", std::move(dest)}});
  };
  EXPECT_EQ(verdict(fetched("GET", "/_lambent/api/v1/emails", "cross-site", "no-cors", "script")), 403);
  EXPECT_EQ(verdict(fetched("GET", "/_lambent/", "cross-site", "navigate", "iframe")), 403);
  EXPECT_EQ(verdict(fetched("GET", "/_lambent/ses/verify/x", "cross-site", "navigate", "document")), 200);
  EXPECT_EQ(verdict(fetched("GET", "/?Action=Publish", "cross-site", "navigate", "document")), 403);
  EXPECT_EQ(verdict(fetched("POST", "/", "same-site", "no-cors", "empty")), 403);
  EXPECT_EQ(verdict(fetched("GET", "/_lambent/health", "same-origin", "cors", "empty")), 200);
  EXPECT_EQ(verdict(fetched("GET", "/_lambent/health", "none", "navigate", "document")), 200);
}

TEST(Guard, WhatAnAllowedPageShowsAndLinksToIsServed) {
  GuardSettings settings;
  settings.allowed_origins = {"http://localhost:3000"};
  auto shown_on = [&](const std::string& method, const std::string& target, const std::string& referer) {
    return verdict(request(method, target, {{"Host", "localhost:4566"}, {"Sec-Fetch-Site", "same-site"}, {"Sec-Fetch-Mode", "no-cors"}, {"Sec-Fetch-Dest", "image"}, {"Referer", referer}}), settings);
  };
  EXPECT_EQ(shown_on("GET", "/bucket/image.png", "http://localhost:3000/"), 200);
  EXPECT_EQ(shown_on("GET", "/bucket/image.png", "http://localhost:3000"), 200);
  for (const char* other : {"", "http://localhost:30001/", "http://localhost:3000.evil.example/", "http://evil.example/http://localhost:3000/", "localhost:3000"})
    EXPECT_EQ(shown_on("GET", "/bucket/image.png", other), 403) << other;
  EXPECT_EQ(shown_on("POST", "/bucket/image.png", "http://localhost:3000/"), 403);
  EXPECT_EQ(shown_on("GET", "/_lambent/api/v1/emails", "http://localhost:3000/"), 403);
}

TEST(Guard, DeployedApisFollowTheirOwnCors) {
  Fields foreign{{"Host", "localhost:4566"}, {"Origin", "http://localhost:3000"}, {"Sec-Fetch-Site", "same-site"}};
  EXPECT_EQ(verdict(request("POST", "/restapis/abc/dev/_user_request_/sending", foreign)), 200);
  EXPECT_EQ(verdict(request("POST", "/restapis/abc/resources", foreign)), 403);
  foreign[0].second = "abc.execute-api.localhost:4566";
  EXPECT_EQ(verdict(request("POST", "/dev/sending", foreign)), 200);
  foreign[0].second = "abc.execute-api.evil.com";
  EXPECT_EQ(verdict(request("POST", "/dev/sending", foreign)), 403);
}

TEST(Guard, WhatOnlyLooksLikeAnApisPathIsNone) {
  const Fields evil = {{"Host", "localhost:4566"}, {"Origin", "https://evil.example"}};
  EXPECT_EQ(verdict(request("POST", "/restapis/a/prod/_user_request_", evil)), 200);
  for (const char* path : {"/restapis/a/b/c/_user_request_", "/restapis//prod/_user_request_", "/restapis/a//_user_request_", "/restapis/a/prod/_user_request_x", "/x/restapis/a/prod/_user_request_"})
    EXPECT_EQ(verdict(request("POST", path, evil)), 403) << path;
}

TEST(Guard, APathIsWhatItSaysHoweverItIsSpelled) {
  for (const char* path : {"/_lambent/reset", "/%5Flambent/reset", "/_%6cambent/reset"})
    EXPECT_EQ(verdict(request("POST", path, {{"Host", "localhost:4566"}})), 403) << path;
  EXPECT_EQ(verdict(request("POST", "/_lambent/reset", {{"Host", "localhost:4566"}, {"X-Lambent", "1"}})), 200);
}

TEST(Guard, OnlyPeopleWhoFollowALinkUnsubscribe) {
  const Fields click = {{"Host", "localhost:4566"}, {"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Mode", "navigate"}, {"Sec-Fetch-Dest", "document"}};
  EXPECT_EQ(verdict(request("GET", "/_aws/ses/unsubscribe/id", click)), 200);
  EXPECT_EQ(verdict(request("GET", "/_aws/ses", click)), 403);
  EXPECT_EQ(verdict(request("GET", "/_aws/ses/unsubscribe/id", {{"Host", "localhost:4566"}, {"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Mode", "no-cors"}, {"Sec-Fetch-Dest", "image"}})), 403);
}

TEST(Guard, ChangesNeedTheHeaderAndJson) {
  Fields fields{{"Host", "localhost"}};
  auto plain = request("POST", "/_lambent/reset", fields);
  EXPECT_EQ(verdict(plain), 403);
  plain.headers.add("X-Lambent", "1");
  EXPECT_EQ(verdict(plain), 200);
  plain.body = "{}";
  EXPECT_EQ(verdict(plain), 415);
  plain.headers.add("Content-Type", "application/json");
  EXPECT_EQ(verdict(plain), 200);
  auto mail = request("POST", "/_lambent/mail/receive?to=a", fields);
  mail.headers.add("Content-Type", "message/rfc822");
  mail.body = "From: a";
  EXPECT_EQ(verdict(mail), 403);
  mail.headers.add("X-Lambent", "1");
  EXPECT_EQ(verdict(mail), 200);
  mail.target = "/_lambent/reset";
  EXPECT_EQ(verdict(mail), 415);
}

TEST(ApiHost, BecomesTheRouteOfTheApi) {
  auto r = request("POST", "/dev/a%2Fb/c?x=1", {{"Host", "abc.execute-api.localhost:4566"}});
  ASSERT_EQ(api_of_host(r.headers.get("Host")), "abc");
  EXPECT_TRUE(rewrite_to_api(r, "abc"));
  EXPECT_EQ(r.target, "/restapis/abc/dev/_user_request_/a%2Fb/c?x=1");
  r.target = "/dev";
  EXPECT_TRUE(rewrite_to_api(r, "abc"));
  EXPECT_EQ(r.target, "/restapis/abc/dev/_user_request_");
  r.target = "/?a";
  EXPECT_FALSE(rewrite_to_api(r, "abc"));
  EXPECT_FALSE(api_of_host("localhost:4566"));
  EXPECT_FALSE(api_of_host("execute-api.localhost:4566"));
  EXPECT_EQ(api_of_host("x1.execute-api.eu-west-1.amazonaws.com"), "x1");
}

}  // namespace
}  // namespace lambent
