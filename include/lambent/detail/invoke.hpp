// Behind LAMBENT_HANDLER: turns a handler's result or exception into calls of the C interface.
#pragma once
#include <cxxabi.h>
#include <unwind.h>

#include <cstdlib>
#include <exception>
#include <typeinfo>

#include <lambent/handler.hpp>

namespace lambent::detail {

constexpr int kDeepest = 64;

// The return addresses at the latest throw of this thread, innermost first.
struct ThrowSite {
  const void* address[kDeepest];
  int depth = 0;
};
inline thread_local ThrowSite throw_site;

inline _Unwind_Reason_Code add_frame(_Unwind_Context* frame, void* into) {
  auto& site = *static_cast<ThrowSite*>(into);
  if (site.depth == kDeepest) return _URC_END_OF_STACK;
  site.address[site.depth++] = reinterpret_cast<const void*>(_Unwind_GetIP(frame));
  return _URC_NO_REASON;
}

inline std::string demangled(const char* name) {
  int status = 0;
  char* plain = abi::__cxa_demangle(name, nullptr, nullptr, &status);
  std::string text = status == 0 && plain ? plain : name;
  std::free(plain);
  return text;
}

inline lambent_text as_text(std::string_view s) { return {s.data(), s.size()}; }

// To be called in a catch block: reports the exception being handled. A name like std::runtime_error or the user's own
// type, without the inline namespace of the library's ABI.
inline void fail_with_current_exception(const lambent_host& host, lambent_call* call) {
  std::string type = "unknown", message = "an exception of a type that is no std::exception was thrown";
  if (const std::type_info* t = abi::__cxa_current_exception_type()) type = demangled(t->name());
  if (const auto at = type.find("__cxx11::"); at != std::string::npos) type.erase(at, 9);
  try {
    throw;
  } catch (const std::exception& e) {
    message = e.what();
  } catch (const std::string& s) {
    message = s;
  } catch (const char* s) {
    message = s ? s : "";
  } catch (...) {
  }
  // The first two frames are the recorder and the wrapped throw; what is below invoke() is the host.
  std::vector<std::string> lines;
  for (int i = 1; i < throw_site.depth; ++i) {
    const lambent_text line = host.describe(call, throw_site.address[i]);
    if (line.size == 0) break;  // left the plugin
    lines.emplace_back(line.data, line.size);
  }
  std::vector<lambent_text> stack;
  for (const auto& line : lines) stack.push_back(as_text(line));
  host.fail(call, as_text(type), as_text(message), stack.data(), stack.size());
}

template <auto Handler>
void invoke(const lambent_host* host, lambent_call* call) {
  throw_site.depth = 0;
  try {
    const Event event(*host, *call);
    const Context context(*host, *call);
    const Response response = Handler(event, context);
    if (response.ok())
      host->respond(call, as_text(response.payload()), as_text(response.content_type()));
    else
      host->fail(call, as_text(response.error_type()), as_text(response.message()), nullptr, 0);
  } catch (...) {
    fail_with_current_exception(*host, call);
  }
}

template <auto Initialise>
void init(const lambent_host* host, lambent_call* call) {
  throw_site.depth = 0;
  try {
    const Context context(*host, *call);
    Initialise(context);
  } catch (...) {
    fail_with_current_exception(*host, call);
  }
}

}  // namespace lambent::detail

// With -Wl,--wrap=__cxa_throw every throw of the plugin comes through here first; without it this is dead code.
extern "C" [[noreturn]] __attribute__((weak, visibility("hidden"))) void __real___cxa_throw(void*, void*, void (*)(void*));

#define LAMBENT_DETAIL_PLUGIN(handler, initialise)                                                              \
  extern "C" [[noreturn]] __attribute__((visibility("hidden"))) void __wrap___cxa_throw(void* thrown, void* type, \
                                                                                        void (*destroy)(void*)) { \
    ::lambent::detail::throw_site.depth = 0;                                                                    \
    _Unwind_Backtrace(&::lambent::detail::add_frame, &::lambent::detail::throw_site);                           \
    __real___cxa_throw(thrown, type, destroy);                                                                  \
  }                                                                                                             \
  extern "C" LAMBENT_EXPORT const lambent_plugin_table* lambent_plugin(void) {                                  \
    static const lambent_plugin_table table = {sizeof(lambent_plugin_table), LAMBENT_ABI_MAJOR, LAMBENT_ABI_MINOR, \
                                               initialise, &::lambent::detail::invoke<&(handler)>};             \
    return &table;                                                                                              \
  }
