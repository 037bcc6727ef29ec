// What goes wrong inside an evaluation, on its way out: outer places add where it happened if nothing nearer did.
// The border makes a JsonataError of it, with the reference's text of the code.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lambent::states::jsonata {

class Value;

struct Fault {
  explicit Fault(std::string c) : code(std::move(c)) {}
  Fault&& at(std::int64_t where) &&;
  Fault&& of(std::string_view what) &&;                                   // the token
  Fault&& with(const char* field, const Value& value) &&;                 // shown as JSON
  Fault&& with(const char* field, double number) &&;
  Fault&& with_text(const char* field, std::string_view text) &&;         // shown quoted
  Fault&& raw(const char* field, std::string text) &&;                    // shown as it is

  std::string message() const;

  std::string code;
  std::int64_t position = -1;  // bytes
  std::optional<std::string> token;
  bool bare_token = false;  // shown without quotes: a number, true, false, null
  std::vector<std::pair<const char*, std::string>> fields;  // ready to show
};

[[noreturn]] void fail_steps();
[[noreturn]] void fail_depth();
[[noreturn]] void fail_memory();

}  // namespace lambent::states::jsonata
