#include "plugin_host/package.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/files.h"
#include "host_run.h"
#include "plugin_host/elf_file.h"

namespace lambent::test {
namespace {

using ::testing::HasSubstr;

TEST(Package, HoldsABootstrapThatRunsThePlugin) {
  Diagnostics diagnostics;
  const std::string zip = plugin::package_plugin(built_plugin("handlers/echo/echo.so"), diagnostics);
  ASSERT_FALSE(diagnostics.has_errors()) << diagnostics.text();
  EXPECT_THAT(diagnostics.text(), ::testing::Not(HasSubstr("glibc"))) << "what we build starts on Amazon Linux 2023";
  const TempDir folder("package");
  unzip(zip, folder.path());
  const auto permissions = std::filesystem::status(folder.path() / "bootstrap").permissions();
  EXPECT_NE(permissions & std::filesystem::perms::owner_exec, std::filesystem::perms::none);
  EXPECT_EQ(read_file(folder.path() / "bootstrap"), read_file(built_plugin("lambent-plugin-host")));
  EXPECT_EQ(read_file(folder.path() / "echo.so"), read_file(built_plugin("handlers/echo/echo.so")));
}

TEST(Package, WhatIsNoPluginIsRefused) {
  const TempDir folder("package");
  write_file(folder.path() / "text.so", "text");
  for (const auto& [path, says] : {std::pair<std::string, const char*>{folder.path() / "text.so", "it is not an ELF file"},
                                   {folder.path() / "none.so", "none.so"},
                                   {built_plugin("test_plugins/no_entry.so"), "exports no function lambent_plugin"}}) {
    Diagnostics diagnostics;
    EXPECT_EQ(plugin::package_plugin(path, diagnostics), "");
    EXPECT_TRUE(diagnostics.has_errors());
    EXPECT_THAT(diagnostics.text(), HasSubstr(says));
  }
}

TEST(Package, APluginThatNeedsANewerGlibcIsWarnedOf) {
  // The real file with the version it needs renamed: GLIBC_2.34 exists in both tables of names as plain text.
  std::string bytes = read_file(built_plugin("handlers/echo/echo.so"));
  for (size_t at = 0; (at = bytes.find("GLIBC_2.", at)) != std::string::npos; at += 8)
    if (bytes[at + 9] != '\0' && bytes[at + 10] == '\0') bytes.replace(at + 8, 2, "99");
  const TempDir folder("package");
  write_file(folder.path() / "newer.so", bytes);
  Diagnostics diagnostics;
  EXPECT_NE(plugin::package_plugin(folder.path() / "newer.so", diagnostics), "");
  EXPECT_THAT(diagnostics.text(), HasSubstr("newer.so: warning: needs glibc 2.99; provided.al2023 has 2.34"));
}

TEST(Elf, TheNewestGlibcNeededIsRead) {
  const auto needed = plugin::needed_glibc(read_file(built_plugin("test_plugin")));
  ASSERT_TRUE(needed);
  EXPECT_GE(*needed, (plugin::GlibcVersion{2, 2}));
  EXPECT_FALSE(plugin::needed_glibc("\x7f" "ELF"));
  EXPECT_LT((plugin::GlibcVersion{2, 9}), (plugin::GlibcVersion{2, 34}));
}

TEST(Elf, NoPrefixOfAFileIsReadBeyondItsEnd) {
  const std::string whole = read_file(built_plugin("test_plugins/c_plugin.so"));
  for (size_t size = 0; size < whole.size(); size += size < 600 ? 1 : 501) {
    const std::string cut = whole.substr(0, size);
    plugin::needed_glibc(cut);
    plugin::functions(cut);
  }
  EXPECT_FALSE(plugin::functions(whole).empty());
}

}  // namespace
}  // namespace lambent::test
