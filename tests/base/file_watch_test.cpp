// Real files, really written, renamed and removed. Events are there as soon as the call that causes them returns.
#include "base/file_watch.h"

#include <gmock/gmock.h>
#include <poll.h>

#include <filesystem>
#include <fstream>

namespace lambent {
namespace {

namespace fs = std::filesystem;
using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

struct Folder {
  std::string at(const std::string& name) const { return absolute_path(dir.path() / name); }
  void write(const std::string& name, const std::string& text = "x") const {
    fs::create_directories((dir.path() / name).parent_path());
    std::ofstream(dir.path() / name) << text;
  }
  std::set<std::string> changed() { return watch.changed().paths; }

  TempDir dir;
  FileWatch watch;
};

TEST(FileWatch, TellsOfAFileThatIsWritten) {
  Folder f;
  f.write("a.yaml");
  f.write("b.yaml");
  EXPECT_TRUE(f.watch.add(f.at("a.yaml")));
  EXPECT_FALSE(f.watch.add(f.at("a.yaml")));
  EXPECT_THAT(f.changed(), IsEmpty());
  f.write("a.yaml", "y");
  f.write("b.yaml", "y");  // beside it, and nobody's
  pollfd ready{f.watch.descriptor(), POLLIN, 0};
  EXPECT_EQ(::poll(&ready, 1, 0), 1);
  EXPECT_THAT(f.changed(), ElementsAre(f.at("a.yaml")));
  EXPECT_EQ(::poll(&ready, 1, 0), 0);
}

TEST(FileWatch, OfOneThatAnEditorReplaces) {
  Folder f;
  f.write("a.yaml");
  f.watch.add(f.at("a.yaml"));
  for (int i = 0; i < 2; ++i) {  // the second time it is another file already
    f.write("a.yaml~");
    f.write("4913");
    f.write(".a.yaml.new", "y");
    fs::rename(f.at(".a.yaml.new"), f.at("a.yaml"));
    EXPECT_THAT(f.changed(), ElementsAre(f.at("a.yaml")));
  }
}

TEST(FileWatch, OfOneThatGoesAndComesBack) {
  Folder f;
  f.write("a.yaml");
  f.watch.add(f.at("a.yaml"));
  fs::remove(f.at("a.yaml"));
  EXPECT_THAT(f.changed(), ElementsAre(f.at("a.yaml")));
  f.write("a.yaml");
  EXPECT_THAT(f.changed(), ElementsAre(f.at("a.yaml")));
}

TEST(FileWatch, OfAFileNotWrittenYetNothing) {
  Folder f;
  f.watch.add(f.at("a.yaml"));
  std::ofstream file(f.at("a.yaml"));
  file << "half" << std::flush;
  EXPECT_THAT(f.changed(), IsEmpty());
  file.close();
  EXPECT_THAT(f.changed(), ElementsAre(f.at("a.yaml")));
}

TEST(FileWatch, OfEverythingInAFolder) {
  Folder f;
  f.write("code/app.py");
  f.write("code/lib/deep/x.py");
  f.watch.add(f.at("code"));
  f.write("code/lib/deep/x.py", "y");
  EXPECT_THAT(f.changed(), ElementsAre(f.at("code/lib/deep/x.py")));
  f.write("code/new/deep/y.py");
  EXPECT_THAT(f.changed(), Contains(f.at("code/new/deep/y.py")));
  f.write("code/new/deep/y.py", "y");
  EXPECT_THAT(f.changed(), ElementsAre(f.at("code/new/deep/y.py")));
  fs::remove(f.at("code/app.py"));
  EXPECT_THAT(f.changed(), ElementsAre(f.at("code/app.py")));
}

TEST(FileWatch, NotOfWhatToolsWriteForThemselves) {
  Folder f;
  f.write("code/app.py");
  f.write("code/__pycache__/app.pyc");
  f.watch.add(f.at("code"));
  f.write("code/__pycache__/app.pyc", "y");
  f.write("code/node_modules/x/index.js");
  f.write("code/.git/index");
  f.write("code/.app.py.swp");
  EXPECT_THAT(f.changed(), IsEmpty());
}

TEST(FileWatch, OfWhatIsNotThereYet) {
  Folder f;
  f.watch.add(f.at("build/out/handler.so"));
  f.write("build/out/handler.so");
  EXPECT_THAT(f.changed(), Contains(f.at("build/out/handler.so")));
  f.write("build/out/handler.so", "y");
  EXPECT_THAT(f.changed(), ElementsAre(f.at("build/out/handler.so")));
}

TEST(FileWatch, OfAFileWhoseFolderWasMadeAnew) {
  Folder f;
  f.write("data/rows.csv");
  f.watch.add(f.at("data/rows.csv"));
  fs::remove_all(f.at("data"));
  EXPECT_THAT(f.changed(), Contains(f.at("data/rows.csv")));
  f.write("data/rows.csv");
  EXPECT_THAT(f.changed(), Contains(f.at("data/rows.csv")));
}

TEST(FileWatch, AFolderUnderAnotherNameIsAnother) {
  Folder f;
  f.write("code/app.py");
  f.watch.add(f.at("code"));
  fs::rename(f.at("code"), f.at("old"));
  EXPECT_THAT(f.changed(), ElementsAre(f.at("code")));
  f.write("old/app.py", "y");
  EXPECT_THAT(f.changed(), IsEmpty());
  f.write("code/app.py", "z");
  EXPECT_THAT(f.changed(), Contains(f.at("code/app.py")));
}

TEST(FileWatch, OneFolderUnderTwoNames) {
  Folder f;
  f.write("real/a.yaml");
  fs::create_directory_symlink(f.at("real"), f.at("link"));
  f.watch.add(f.at("real/a.yaml"));
  f.watch.add(f.at("link/a.yaml"));
  f.write("real/a.yaml", "y");
  EXPECT_THAT(f.changed(), UnorderedElementsAre(f.at("real/a.yaml"), f.at("link/a.yaml")));
}

TEST(FileWatch, PathsAreAbsoluteAndNormal) {
  EXPECT_EQ(absolute_path("/a/b/../c/"), "/a/c");
  EXPECT_EQ(absolute_path("/"), "/");
  EXPECT_EQ(absolute_path("x"), (fs::current_path() / "x").string());
}

}  // namespace
}  // namespace lambent
