// Looking up host names, with a resolver that hangs until it is told otherwise.
#include "base/name_lookup.h"

#include <dlfcn.h>
#include <gtest/gtest.h>
#include <netdb.h>

#include <map>

#include "base/loop.h"

namespace {

constexpr const char* kHanging = "hanging.example";
std::map<const gaicb*, bool> hanging;  // the questions of that name, and whether they have ended
int ends_seen = 0;

template <class F>
F next(const char* name) {
  return reinterpret_cast<F>(::dlsym(RTLD_NEXT, name));
}

}  // namespace

extern "C" int getaddrinfo_a(int mode, gaicb* list[], int count, sigevent* event) {
  if (std::string(list[0]->ar_name) != kHanging) return next<int (*)(int, gaicb**, int, sigevent*)>("getaddrinfo_a")(mode, list, count, event);
  hanging[list[0]] = false;
  return 0;
}
extern "C" int gai_error(gaicb* asked) noexcept {
  auto known = hanging.find(asked);
  if (known == hanging.end()) return next<int (*)(gaicb*)>("gai_error")(asked);
  ends_seen += known->second;
  return known->second ? EAI_NONAME : EAI_INPROGRESS;
}
extern "C" int gai_cancel(gaicb* asked) noexcept {
  return hanging.contains(asked) ? EAI_NOTCANCELED : next<int (*)(gaicb*)>("gai_cancel")(asked);
}

namespace lambent {
namespace {

struct Found {
  std::vector<std::string> addresses;
  std::string error;
  bool done = false;
};

Task<void> find(Loop& loop, std::string host, std::chrono::milliseconds limit, Found& out) {
  try {
    auto endpoints = co_await look_up(loop.executor(), host, 80, limit);
    for (const auto& one : endpoints) out.addresses.push_back(one.address().to_string());
  } catch (const LookupError& e) {
    out.error = e.what();
  }
  out.done = true;
}

Found found(Loop& loop, const std::string& host, int limit_ms) {
  Found out;
  loop.tasks().spawn("find", find(loop, host, std::chrono::milliseconds(limit_ms), out));
  loop.run_until([&] { return out.done; });
  return out;
}

TEST(Lookup, AddressesAndLocalhostNeedNoResolver) {
  Loop loop(ClockMode::real);
  EXPECT_EQ(found(loop, "127.0.0.9", 0).addresses, std::vector<std::string>{"127.0.0.9"});
  EXPECT_EQ(found(loop, "::1", 0).addresses, std::vector<std::string>{"::1"});
  EXPECT_EQ(found(loop, "queue.localhost", 0).addresses, (std::vector<std::string>{"127.0.0.1", "::1"}));
}

TEST(Lookup, ANameThatIsNone) {
  Loop loop(ClockMode::real);
  Found out = found(loop, "no host", 60'000);
  EXPECT_NE(out.error.find("the host name no host "), std::string::npos) << out.error;
}

// The library writes to a question until it has ended it, so it must be looked after.
void end_it(Loop& loop) {
  ASSERT_EQ(hanging.size(), 1u);
  hanging.begin()->second = true;
  ends_seen = 0;
  loop.run_until([] { return ends_seen > 0; });
  hanging.clear();
}

TEST(Lookup, AHangingResolverIsGivenUp) {
  Loop loop(ClockMode::real);
  Found out = found(loop, kHanging, 30);
  EXPECT_EQ(out.error, "the host name hanging.example could not be looked up within 30 ms");
  EXPECT_EQ(loop.tasks().running(), 0u) << "nobody waits for it";
  end_it(loop);
}

TEST(Lookup, WhoIsCancelledLeavesItToo) {
  Loop loop(ClockMode::real);
  Found out;
  std::uint64_t task = loop.tasks().spawn("find", find(loop, kHanging, std::chrono::minutes(1), out));
  loop.run_until([&] { return !hanging.empty(); });
  loop.tasks().cancel(task);
  loop.run_until([&] { return loop.tasks().running() == 0; });
  EXPECT_FALSE(out.done);
  end_it(loop);
}

}  // namespace
}  // namespace lambent
