#include "http/routes.h"

#include <gtest/gtest.h>

namespace lambent {
namespace {

Route route(std::string method, std::string pattern) { return Route{std::move(method), std::move(pattern), {}}; }

struct Found {
  std::string pattern, method;
  std::map<std::string, std::string> captured;
  bool path_known = false;
};
Found look(const Routes& routes, std::string method, std::string target) {
  HttpRequest request;
  request.method = std::move(method);
  request.target = std::move(target);
  Found out;
  const Route* found = routes.find(request, out.captured, out.path_known);
  if (found) {
    out.pattern = found->pattern;
    out.method = found->method;
  }
  return out;
}

TEST(Routes, TheMostLiteralPatternWins) {
  Routes routes;
  routes.add({route("GET", "/a/{rest+}"), route("GET", "/a/{x}/c"), route("GET", "/a/b/c"), route("GET", "/a/b/{y}")});
  EXPECT_EQ(look(routes, "GET", "/a/b/c").pattern, "/a/b/c");
  EXPECT_EQ(look(routes, "GET", "/a/b/d?q=1").pattern, "/a/b/{y}");
  EXPECT_EQ(look(routes, "GET", "/a/z/c").pattern, "/a/{x}/c");
  EXPECT_EQ(look(routes, "GET", "/a/z/c/d").pattern, "/a/{rest+}");
}

TEST(Routes, CapturesAreDecoded) {
  Routes routes;
  routes.add(route("*", "/restapis/{api}/{stage}/_user_request_/{path+}"));
  auto found = look(routes, "PUT", "/restapis/a%20b/dev/_user_request_/x/y%2Fz/");
  EXPECT_EQ(found.captured["api"], "a b");
  EXPECT_EQ(found.captured["stage"], "dev");
  EXPECT_EQ(found.captured["path"], "x/y/z/");
}

TEST(Routes, TellsAWrongMethodFromAWrongPath) {
  Routes routes;
  routes.add({route("GET", "/x"), route("DELETE", "/x"), route("*", "/any"), route("POST", "/any")});
  EXPECT_TRUE(look(routes, "PUT", "/x").pattern.empty());
  EXPECT_TRUE(look(routes, "PUT", "/x").path_known);
  EXPECT_FALSE(look(routes, "GET", "/y").path_known);
  EXPECT_EQ(look(routes, "HEAD", "/x").method, "GET");
  EXPECT_EQ(look(routes, "POST", "/any").method, "POST");
  EXPECT_EQ(look(routes, "PATCH", "/any").method, "*");
}

TEST(Routes, EmptySegmentsAreNotCaptured) {
  Routes routes;
  routes.add({route("GET", "/a/{x}"), route("GET", "/b/{rest+}"), route("GET", "/c")});
  EXPECT_TRUE(look(routes, "GET", "/a/").pattern.empty());
  EXPECT_TRUE(look(routes, "GET", "/b/").pattern.empty());
  EXPECT_EQ(look(routes, "GET", "/c/").pattern, "/c");
}

TEST(Routes, RefusesPatternsThatCannotWork) {
  Routes routes;
  EXPECT_THROW(routes.add(route("GET", "x")), std::logic_error);
  EXPECT_THROW(routes.add(route("GET", "/{all+}/x")), std::logic_error);
}

}  // namespace
}  // namespace lambent
