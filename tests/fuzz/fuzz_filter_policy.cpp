// A filter policy, a line feed, a message: whatever is read can be asked about the message in both scopes.
#include <cstdint>
#include <string>

#include "base/text.h"
#include "mocks/sns/filter/filter_policy.h"

using namespace lambent;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string all(reinterpret_cast<const char*>(data), size);
  auto cut = std::min(all.find('\n'), all.size());
  std::string policy = all.substr(0, cut), message = cut < all.size() ? all.substr(cut + 1) : "";
  for (auto scope : {sns::FilterScope::attributes, sns::FilterScope::body}) {
    try {
      auto read = sns::read_filter_policy(policy, scope);
      // What the policy reader takes is JSON. Lone surrogates and broken UTF-8 apart, about which it does not care.
      if (valid_utf8(policy) && policy.find('\\') == policy.npos && !try_parse_json(policy)) __builtin_trap();
      sns::matches_body(read, message);
      auto attributes = try_parse_json(message);
      if (attributes && attributes->is_object()) sns::matches_attributes(read, *attributes);
    } catch (const sns::FilterFault&) {
    }
  }
  return 0;
}
