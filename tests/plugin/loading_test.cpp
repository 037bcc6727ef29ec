// What cannot be loaded is an init error that says why; what is only newer or older runs.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/files.h"
#include "base/json.h"
#include "host_run.h"
#include "lambent/plugin.h"
#include "plugin_host/plugin_host.h"

namespace lambent::test {
namespace {

using ::testing::HasSubstr;

// The init error of a plugin that must not load.
Json refused(const std::string& path) {
  ScriptedRuntime api({{"1"}});
  const auto run = run_host({path}, {{"AWS_LAMBDA_RUNTIME_API", api.server.address()}});
  api.server.stop();
  EXPECT_EQ(run.exit_code, plugin::kInitFailed);
  const auto all = api.all();
  EXPECT_EQ(all.size(), 1u);
  if (all.empty()) return nullptr;
  EXPECT_EQ(all[0].target, "/2018-06-01/runtime/init/error");
  EXPECT_THAT(run.out, HasSubstr("[ERROR]")) << "the log says it too";
  return Json::parse(all[0].body);
}

TEST(Loading, AnotherMajorVersionIsRefusedNamingBoth) {
  const Json error = refused(built_plugin("test_plugins/other_major.so"));
  EXPECT_EQ(error["errorType"], "Runtime.PluginVersionMismatch");
  EXPECT_THAT(error["errorMessage"].get<std::string>(), HasSubstr("is built for plugin interface 2.3, this host offers 1.0"));
}

TEST(Loading, ANewerMinorVersionRuns) {
  ScriptedRuntime api({{"1"}});
  api.run("test_plugins/newer_minor.so");
  ASSERT_EQ(api.posts().size(), 1u);
  EXPECT_EQ(api.posts()[0].body, "\"newer\"");
  EXPECT_EQ(api.posts()[0].headers.at("content-type"), "application/json");
}

// Version 1.0 as plugins in the world were built for it. If this fails, the change breaks them: append instead.
TEST(Loading, TheTablesOfVersionOneKeepTheirPlaces) {
  static_assert(LAMBENT_ABI_MAJOR == 1);
  static_assert(sizeof(lambent_text) == 16 && offsetof(lambent_text, size) == 8);
  static_assert(offsetof(lambent_plugin_table, size) == 0 && offsetof(lambent_plugin_table, major) == 4 && offsetof(lambent_plugin_table, minor) == 6);
  static_assert(offsetof(lambent_plugin_table, init) == 8 && offsetof(lambent_plugin_table, invoke) == 16);
  static_assert(offsetof(lambent_host, text) == 8 && offsetof(lambent_host, number) == 16 && offsetof(lambent_host, respond) == 24);
  static_assert(offsetof(lambent_host, fail) == 32 && offsetof(lambent_host, log) == 40 && offsetof(lambent_host, describe) == 48);
  static_assert(LAMBENT_PAYLOAD == 1 && LAMBENT_REQUEST_ID == 3 && LAMBENT_COGNITO_IDENTITY == 11 && LAMBENT_REMAINING_MS == 2 && LAMBENT_ERROR == 4);
}

TEST(Loading, ATableWithoutInvokeIsRefused) {
  EXPECT_THAT(refused(built_plugin("test_plugins/cut_table.so"))["errorMessage"].get<std::string>(), HasSubstr("has no invoke function"));
}

TEST(Loading, ALibraryThatIsNoPluginIsRefused) {
  const Json error = refused(built_plugin("test_plugins/no_entry.so"));
  EXPECT_EQ(error["errorType"], "Runtime.HandlerNotFound");
  EXPECT_THAT(error["errorMessage"].get<std::string>(), HasSubstr("'no_entry.so' is no lambent plugin"));
}

TEST(Loading, AMissingFileATextFileAndACutFileAreRefused) {
  const TempDir folder("loading");
  write_file(folder.path() / "text.so", "this is no ELF file");
  write_file(folder.path() / "cut.so", read_file(built_plugin("handlers/echo/echo.so")).substr(0, 9000));
  for (const auto& [name, says] : {std::pair{"missing.so", "cannot open shared object file: No such file or directory"}, {"text.so", "it is not an ELF file"}, {"cut.so", "it is cut short"}}) {
    const Json error = refused(folder.path() / name);
    EXPECT_EQ(error["errorType"], "Runtime.ImportModuleError") << name;
    EXPECT_THAT(error["errorMessage"].get<std::string>(), HasSubstr("Unable to load plugin '" + std::string(name) + "': ")) << name;
    EXPECT_THAT(error["errorMessage"].get<std::string>(), HasSubstr(says)) << name;
  }
}

TEST(Start, TheFunctionsHandlerNamesThePlugin) {
  ScriptedRuntime api({{"1"}});
  run_host({}, {{"AWS_LAMBDA_RUNTIME_API", api.server.address()}, {"_HANDLER", "echo.so"}, {"LAMBDA_TASK_ROOT", built_plugin("handlers/echo")}});
  api.server.stop();
  ASSERT_EQ(api.posts().size(), 1u);
  EXPECT_EQ(api.posts()[0].body, "1");
}

TEST(Start, APathPrefixOfTheRuntimeApiIsKept) {
  ScriptedRuntime api({{"1"}});
  run_host({built_plugin("handlers/echo/echo.so")}, {{"AWS_LAMBDA_RUNTIME_API", api.server.address() + "/some/prefix/"}});
  api.server.stop();
  ASSERT_EQ(api.posts().size(), 1u);
  EXPECT_EQ(api.posts()[0].target, "/some/prefix/2018-06-01/runtime/invocation/id-1/response");
}

TEST(Start, WithoutAnApiOrAPluginItSaysWhatIsMissing) {
  const auto no_api = run_host({"x.so"}, {});
  EXPECT_EQ(no_api.exit_code, plugin::kBadStart);
  EXPECT_THAT(no_api.err, HasSubstr("AWS_LAMBDA_RUNTIME_API is not set"));
  const auto no_file = run_host({}, {{"AWS_LAMBDA_RUNTIME_API", "127.0.0.1:1"}});
  EXPECT_EQ(no_file.exit_code, plugin::kBadStart);
  EXPECT_THAT(no_file.err, HasSubstr("usage: plugin-host FILE.so"));
}

TEST(Start, AnApiThatDoesNotListenOrIsNoAddressIsNamed) {
  const std::string echo = built_plugin("handlers/echo/echo.so");
  const auto closed = run_host({echo}, {{"AWS_LAMBDA_RUNTIME_API", "127.0.0.1:1"}});
  EXPECT_EQ(closed.exit_code, plugin::kApiLost);
  EXPECT_THAT(closed.err, HasSubstr("cannot connect to the Runtime API at 127.0.0.1:1: Connection refused"));
  const auto wrong = run_host({echo}, {{"AWS_LAMBDA_RUNTIME_API", "nowhere"}});
  EXPECT_EQ(wrong.exit_code, plugin::kApiLost);
  EXPECT_THAT(wrong.err, HasSubstr("is not host:port: nowhere"));
}

}  // namespace
}  // namespace lambent::test
