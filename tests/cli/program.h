// The program itself, started as a person would start it: from a folder, at a terminal.
//
//   Program run({"test", "--watch"}, folder);
//   run.until("waiting for changes");      // reads what it writes; blocks, and the test's own limit ends what never comes
//   run.type("q");
//   EXPECT_EQ(run.ends(), 0);
#pragma once
#include <filesystem>
#include <string>
#include <vector>

namespace lambent::cli {

class Program {
 public:
  Program(const std::vector<std::string>& arguments, const std::filesystem::path& folder);
  ~Program();  // ends it
  Program(const Program&) = delete;

  // Everything up to and with `text`, since the last call. Fails the test if the program ends first.
  std::string until(const std::string& text);
  void type(const std::string& keys) const;
  void signal(int number) const;
  // The exit code, or 1000 + the signal that killed it; what it still wrote is in rest().
  int ends();
  const std::string& rest() const { return rest_; }
  // Whether single keys reach the program: line editing is off.
  bool takes_keys() const;

 private:
  bool read_some();

  int terminal_ = -1, pid_ = -1;
  std::string rest_;  // read, not asked for yet
};

// Runs it to its end; both outputs in one text.
struct Ran {
  int code = 0;
  std::string text;
};
Ran ran(const std::vector<std::string>& arguments, const std::filesystem::path& folder);

}  // namespace lambent::cli
