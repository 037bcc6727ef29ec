#include "config/settings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lambent::config {
namespace {

struct Read {
  Read(std::map<std::string, std::string> given, std::map<std::string, std::string> environment) {
    auto find = [&](const std::string& name) -> std::optional<std::string> {
      auto it = environment.find(name);
      if (it == environment.end()) return std::nullopt;
      return it->second;
    };
    settings = read_settings(given, find, diagnostics);
  }
  Diagnostics diagnostics;
  Settings settings;
};

TEST(Settings, DefaultsAreLocal) {
  Read read({}, {});
  EXPECT_EQ(read.diagnostics.text(), "");
  EXPECT_EQ(read.settings.host, "127.0.0.1");
  EXPECT_EQ(read.settings.port, 4566);
  EXPECT_EQ(read.settings.account, "000000000000");
  EXPECT_EQ(read.settings.region, "us-east-1");
  EXPECT_EQ(read.settings.clock, ClockMode::real);
  EXPECT_EQ(read.settings.auth, Auth::open);
  EXPECT_EQ(read.settings.iam, Iam::enforce);
}

TEST(Settings, AFlagStandsOverAVariableOverTheDefault) {
  std::map<std::string, std::string> environment = {{"LAMBENT_PORT", "5000"}, {"LAMBENT_REGION", "eu-west-1"}, {"LAMBENT_ALLOWED_HOSTS", "a, b,,"}};
  Read read({{"port", "6000"}}, environment);
  EXPECT_EQ(read.settings.port, 6000);
  EXPECT_EQ(read.settings.region, "eu-west-1");
  EXPECT_THAT(read.settings.allowed_hosts, testing::ElementsAre("a", "b"));
}

TEST(Settings, AWrongValueNamesItsSourceAndWhatIsPossible) {
  struct {
    std::map<std::string, std::string> given, environment;
    const char* words;
  } rows[] = {
      {{{"port", "65536"}}, {}, "--port is '65536'; it must be a number from 0 to 65535"},
      {{{"port", "80x"}}, {}, "--port is '80x'"},
      {{}, {{"LAMBENT_PORT", ""}}, "LAMBENT_PORT is ''"},
      {{{"account", "12"}}, {}, "--account is '12'; it must be 12 digits"},
      {{}, {{"LAMBENT_CLOCK", "fast"}}, "LAMBENT_CLOCK is 'fast'; it must be one of real, skipping, frozen"},
      {{{"auth", "on"}}, {}, "--auth is 'on'; it must be one of open, strict, off"},
      {{{"iam", "maybe"}}, {}, "--iam is 'maybe'; it must be one of enforce, audit, off"},
      {{{"region", "Mars"}}, {}, "--region is 'Mars'"},
      {{{"log-level", "loud"}}, {}, "--log-level is 'loud'"},
      {{{"host", ""}}, {}, "--host is ''"},
  };
  for (const auto& row : rows) EXPECT_THAT(Read(row.given, row.environment).diagnostics.text(), testing::HasSubstr(row.words));
}

TEST(Settings, AllMistakesAreSaidAtOnce) {
  Read read({{"port", "x"}, {"account", "y"}, {"clock", "z"}}, {});
  EXPECT_EQ(read.diagnostics.all().size(), 3u);
}

}  // namespace
}  // namespace lambent::config
