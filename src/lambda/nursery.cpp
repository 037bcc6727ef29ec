#include "lambda/nursery.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <system_error>

#include "base/embedded.h"
#include "base/json.h"

namespace lambent {
LAMBENT_EMBEDDED(clock_shift_library)
LAMBENT_EMBEDDED(network_fence_library)
}  // namespace lambent

namespace lambent::lambda {
namespace {

constexpr int kListener = 3;  // of the process
constexpr int kWaiting = 256;

[[noreturn]] void fail(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

struct Descriptor {
  explicit Descriptor(int n, const char* what) : number(n) {
    if (n < 0) fail(what);
  }
  ~Descriptor() { close(number); }
  Descriptor(const Descriptor&) = delete;
  const int number;
};

sockaddr_un address_of(const std::filesystem::path& folder) {
  sockaddr_un out{};
  out.sun_family = AF_UNIX;
  const std::string path = (folder / "socket").string();
  if (path.size() >= sizeof out.sun_path) throw FileError(path + " is too long for a socket; set TMPDIR to a shorter one");
  std::memcpy(out.sun_path, path.c_str(), path.size());
  return out;
}

std::string request_text(const ProcessSpec& spec) {
  return dump(object({{"folder", spec.folder}, {"env", text_array(spec.env)}, {"supervisor", spec.supervisor}}));
}

template <size_t N>
struct Rights {  // room for descriptors beside a message
  alignas(cmsghdr) std::array<char, CMSG_SPACE(N * sizeof(int))> room{};
  iovec part{};
  msghdr message{};
  Rights(void* bytes, size_t size) {
    part = {bytes, size};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = room.data();
    message.msg_controllen = room.size();
  }
};

bool ask(int connection, const std::string& text, const std::array<int, 3>& descriptors) {
  std::uint32_t size = static_cast<std::uint32_t>(text.size());
  Rights<3> rights(&size, sizeof size);
  cmsghdr* header = CMSG_FIRSTHDR(&rights.message);
  header->cmsg_level = SOL_SOCKET;
  header->cmsg_type = SCM_RIGHTS;
  header->cmsg_len = CMSG_LEN(sizeof descriptors);
  std::memcpy(CMSG_DATA(header), descriptors.data(), sizeof descriptors);
  if (sendmsg(connection, &rights.message, MSG_NOSIGNAL) != sizeof size) return false;
  for (size_t sent = 0; sent < text.size();) {
    const ssize_t n = send(connection, text.data() + sent, text.size() - sent, MSG_NOSIGNAL);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    sent += static_cast<size_t>(n);
  }
  return true;
}

std::optional<Nursery::Started> answer(int connection) {
  char text[512];
  Rights<1> rights(text, sizeof text);
  ssize_t size;
  do size = recvmsg(connection, &rights.message, MSG_CMSG_CLOEXEC);
  while (size < 0 && errno == EINTR);
  if (size <= 0) return std::nullopt;
  Nursery::Started out;
  const cmsghdr* header = CMSG_FIRSTHDR(&rights.message);
  if (header && header->cmsg_type == SCM_RIGHTS) std::memcpy(&out.watch, CMSG_DATA(header), sizeof out.watch);
  const auto told = try_parse_json({text, static_cast<size_t>(size)});
  out.supervisor = told ? static_cast<int>(int_at(*told, "supervisor")) : 0;
  if (out.watch < 0 || out.supervisor == 0) return std::nullopt;
  return out;
}

}  // namespace

Nursery::Nursery(const Interpreter& interpreter, const std::filesystem::path& bootstraps)
    : clock_("lambent-clock.so", embedded_clock_shift_library()), network_("lambent-network.so", embedded_network_fence_library()), folder_("lambent-nursery") {
  const Descriptor listener(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0), "socket");
  const sockaddr_un address = address_of(folder_.path());
  if (bind(listener.number, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 || listen(listener.number, kWaiting) != 0) fail("bind");
  int life[2];
  if (pipe2(life, O_CLOEXEC) != 0) fail("pipe");
  const Descriptor read_end(life[0], "pipe");
  life_ = life[1];

  std::vector<std::string> argv = python_command(interpreter, bootstraps / "python_nursery.py");
  std::vector<std::string> env = {"LANG=C.UTF-8", "TZ=:UTC"};
  network_.add_to(env);
  clock_.add_to(env);
  std::vector<char*> argv_pointers, env_pointers;
  for (auto& text : argv) argv_pointers.push_back(text.data());
  for (auto& text : env) env_pointers.push_back(text.data());
  argv_pointers.push_back(nullptr);
  env_pointers.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  // A pipe as output as well, since a runtime will have one: Python makes its streams by what it finds at its start.
  for (int fd : {0, 1, 2}) posix_spawn_file_actions_adddup2(&actions, read_end.number, fd);
  posix_spawn_file_actions_adddup2(&actions, listener.number, kListener);
  posix_spawn_file_actions_addclosefrom_np(&actions, kListener + 1);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);  // Ctrl-C is ours to handle
  const int error = posix_spawn(&pid_, argv[0].c_str(), &actions, &attributes, argv_pointers.data(), env_pointers.data());
  posix_spawn_file_actions_destroy(&actions);
  posix_spawnattr_destroy(&attributes);
  if (error != 0) {
    close(life_);
    throw std::system_error(error, std::generic_category(), argv[0]);
  }
}

Nursery::~Nursery() {
  close(life_);
  kill(pid_, SIGKILL);  // it may be busy with its imports
  waitpid(pid_, nullptr, 0);
}

std::optional<Nursery::Started> Nursery::start(const ProcessSpec& spec, int output, int control, int status) {
  const Descriptor connection(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0), "socket");
  const sockaddr_un address = address_of(folder_.path());
  if (connect(connection.number, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) return std::nullopt;  // it has died
  if (!ask(connection.number, request_text(spec), {output, control, status})) return std::nullopt;
  return answer(connection.number);
}

}  // namespace lambent::lambda
