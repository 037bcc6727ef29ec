#include "config/upstream_settings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lambent::config {
namespace {

const Environment kNone = [](const std::string&) { return std::optional<std::string>(); };

TEST(Upstreams, ServicesAndWhereTheyAre) {
  Diagnostics diagnostics;
  EXPECT_TRUE(read_upstreams({}, kNone, diagnostics).empty());
  Upstreams two = read_upstreams({{"upstream", "dynamodb=http://127.0.0.1:8000, events=https://e:1/x"}}, kNone, diagnostics);
  EXPECT_FALSE(diagnostics.has_errors());
  EXPECT_EQ(two, (Upstreams{{"dynamodb", "http://127.0.0.1:8000"}, {"events", "https://e:1/x"}}));
}

TEST(Upstreams, WhatIsNone) {
  for (const char* text : {"dynamodb", "dynamodb=localhost", "s3=http://localhost:1", "=http://localhost:1"}) {
    Diagnostics diagnostics;
    read_upstreams({{"upstream", text}}, kNone, diagnostics);
    EXPECT_THAT(diagnostics.text(), testing::HasSubstr(std::string("--upstream is '") + text + "'")) << text;
  }
}

}  // namespace
}  // namespace lambent::config
