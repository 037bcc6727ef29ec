#include "program.h"

#include <gtest/gtest.h>
#include <pty.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include <csignal>

namespace lambent::cli {

Program::Program(const std::vector<std::string>& arguments, const std::filesystem::path& folder) {
  std::string program = std::string(LAMBENT_BINARY_DIR) + "/lambent";
  std::vector<char*> words = {program.data()};
  std::vector<std::string> kept = arguments;
  for (auto& word : kept) words.push_back(word.data());
  words.push_back(nullptr);
  winsize size{50, 200, 0, 0};
  pid_ = ::forkpty(&terminal_, nullptr, nullptr, &size);
  if (pid_ != 0) return;
  ::setenv("NO_COLOR", "1", 1);
  ::unsetenv("GITHUB_ACTIONS");
  if (::chdir(folder.c_str()) == 0) ::execv(program.c_str(), words.data());
  ::_exit(127);
}

Program::~Program() {
  if (pid_ > 0) {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
  ::close(terminal_);
}

// A terminal whose other end is closed gives EIO.
bool Program::read_some() {
  char buffer[4096];
  ssize_t got = ::read(terminal_, buffer, sizeof buffer);
  if (got <= 0) return false;
  for (ssize_t i = 0; i < got; ++i)
    if (buffer[i] != '\r') rest_ += buffer[i];
  return true;
}

std::string Program::until(const std::string& text) {
  for (;;) {
    if (auto at = rest_.find(text); at != std::string::npos) {
      std::string out = rest_.substr(0, at + text.size());
      rest_.erase(0, out.size());
      return out;
    }
    if (!read_some()) {
      ADD_FAILURE() << "ended before \"" << text << "\":\n" << rest_;
      return "";
    }
  }
}

void Program::type(const std::string& keys) const { ASSERT_EQ(::write(terminal_, keys.data(), keys.size()), static_cast<ssize_t>(keys.size())); }
void Program::signal(int number) const { ::kill(pid_, number); }

int Program::ends() {
  while (read_some()) {
  }
  int status = 0;
  ::waitpid(pid_, &status, 0);
  pid_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
}

bool Program::takes_keys() const {
  termios now{};
  return ::tcgetattr(terminal_, &now) == 0 && !(now.c_lflag & ICANON);
}

Ran ran(const std::vector<std::string>& arguments, const std::filesystem::path& folder) {
  Program program(arguments, folder);
  Ran out;
  out.code = program.ends();
  out.text = program.rest();
  return out;
}

}  // namespace lambent::cli
