// Function signatures: <s-nn?:s> says which arguments a function takes, which are optional, which default to the
// context. Letters: s n b l o a f j x, (choices), a<type>; after one: ? optional, + one or more, - context.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "mocks/states/jsonata/value.h"

namespace lambent::states::jsonata {

class Signature {
 public:
  Signature() = default;
  static Signature parse(std::string_view text);  // throws Fault S0401, S0402 at an offset in the text

  bool empty() const { return !present_; }
  // Checks the arguments, fills missing ones from the context and makes arrays of single values where an array is
  // wanted. Throws Fault T0410, T0411, T0412.
  void complete(Heap& heap, Arguments& arguments, const Value& context) const;

 private:
  struct Parameter {
    std::string accepts;  // letters of getSymbol
    char type = 0;
    std::string subtype;
    bool optional = false, repeated = false, context = false;
  };
  bool match(const std::string& given, size_t parameter, size_t at, std::vector<size_t>& taken, std::vector<bool>& failed) const;
  void take(Heap& heap, const Parameter& parameter, const Arguments& given, const std::string& kinds, size_t at, size_t count, Arguments& out) const;
  [[noreturn]] void refuse(const Arguments& arguments, const std::string& kinds) const;

  std::vector<Parameter> parameters_;
  bool present_ = false;
};

}  // namespace lambent::states::jsonata
