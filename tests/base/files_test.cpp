#include "base/files.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "base/diagnostics.h"

namespace lambent {
namespace {

TEST(Files, ErrorsNameThePathAndTheReason) {
  try {
    read_file("/no/such/file");
    FAIL();
  } catch (const FileError& e) {
    EXPECT_STREQ(e.what(), "/no/such/file: cannot open: No such file or directory");
  }
  EXPECT_THROW(read_file("/tmp"), FileError);
}

TEST(Zip, RoundTripKeepsContentAndExecutableBit) {
  ZipWriter zip;
  zip.add("bootstrap", "#!/bin/sh\n", true);
  zip.add("lib/data.txt", std::string(100'000, 'x'), false);
  std::string bytes = zip.finish();
  TempDir dir;
  unzip(bytes, dir.path());
  EXPECT_EQ(read_file(dir.path() / "lib/data.txt").size(), 100'000u);
  struct stat st {};
  ASSERT_EQ(::stat((dir.path() / "bootstrap").c_str(), &st), 0);
  EXPECT_TRUE(st.st_mode & 0100);
}

TEST(Zip, RefusesEntriesThatWouldLeaveTheFolder) {
  for (const char* name : {"../evil", "a/../../evil", "/etc/evil", "a\\..\\evil"}) {
    ZipWriter zip;
    zip.add(name, "x", false);
    std::string bytes = zip.finish();
    TempDir dir;
    EXPECT_THROW(unzip(bytes, dir.path()), ArchiveError) << name;
  }
}

TEST(Zip, RefusesWhatIsNotAZipAndWhatIsTooLarge) {
  TempDir dir;
  EXPECT_THROW(unzip("not a zip", dir.path()), ArchiveError);
  ZipWriter zip;
  zip.add("big", std::string(1 << 20, '0'), false);
  std::string bytes = zip.finish();
  EXPECT_THROW(unzip(bytes, dir.path(), Keep::scratch, {.total_bytes = 1000, .entries = 10}), ArchiveError);
}

TEST(Diagnostics, AreShownAllAtOnceWithTheirPlaces) {
  Diagnostics d;
  d.error({"t.yaml", 3, 5}, "unknown key 'Handeler'", "did you mean 'Handler'?");
  d.warning({"t.yaml", 0, 0}, "no outputs");
  EXPECT_TRUE(d.has_errors());
  EXPECT_EQ(d.text(), "t.yaml:3:5: error: unknown key 'Handeler' (did you mean 'Handler'?)\nt.yaml: warning: no outputs\n");
}

}  // namespace
}  // namespace lambent
