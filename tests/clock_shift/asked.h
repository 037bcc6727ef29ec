// A program that is asked line by line: started with an environment of its own, ended with this.
#pragma once
#include <gtest/gtest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <string>
#include <vector>

namespace lambent {

class Asked {
 public:
  Asked(std::vector<std::string> argv, std::vector<std::string> environment) {
    // Children built with AddressSanitizer: the preloaded library comes before the sanitizer's own, which is as it must be.
    environment.push_back("ASAN_OPTIONS=verify_asan_link_order=0");
    environment.push_back("PATH=/usr/local/bin:/usr/bin:/bin");
    int in[2], out[2];
    if (pipe2(in, O_CLOEXEC) != 0 || pipe2(out, O_CLOEXEC) != 0) throw std::runtime_error("pipe");
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, in[0], 0);
    posix_spawn_file_actions_adddup2(&actions, out[1], 1);
    auto arguments = pointers(argv), variables = pointers(environment);
    EXPECT_EQ(posix_spawn(&pid_, argv[0].c_str(), &actions, nullptr, arguments.data(), variables.data()), 0) << argv[0];
    posix_spawn_file_actions_destroy(&actions);
    close(in[0]);
    close(out[1]);
    to_ = fdopen(in[1], "w");
    from_ = fdopen(out[0], "r");
  }
  ~Asked() {
    fclose(to_);
    fclose(from_);
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
  }
  Asked(const Asked&) = delete;

  std::string ask(const std::string& line) {
    std::fprintf(to_, "%s\n", line.c_str());
    std::fflush(to_);
    char answer[1024] = {};
    EXPECT_NE(std::fgets(answer, sizeof answer, from_), nullptr) << "it has ended";
    std::string out(answer);
    if (out.ends_with('\n')) out.pop_back();
    return out;
  }
  std::int64_t number(const std::string& line) { return std::strtoll(ask(line).c_str(), nullptr, 10); }

 private:
  static std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> out;
    for (auto& text : texts) out.push_back(text.data());
    out.push_back(nullptr);
    return out;
  }

  pid_t pid_ = 0;
  FILE *to_ = nullptr, *from_ = nullptr;
};

}  // namespace lambent
