// Finding values in a JSON text that is known to be valid, without making them.
#pragma once
#include <string_view>

namespace lambent::states::items {

size_t skip_blanks(std::string_view text, size_t at);
size_t skip_value(std::string_view text, size_t at);  // from a value's first character to behind its last

// Walks an array's elements or an object's members.
//
//   for (Elements each(text, at); each.next();) use(each.key(), each.value());
class Elements {
 public:
  Elements(std::string_view text, size_t at);  // at: the bracket or brace
  bool next();
  std::string_view key() const { return key_; }      // with its quotes; of objects
  std::string_view value() const { return value_; }
  size_t begin() const { return begin_; }            // of the value

 private:
  std::string_view text_, key_, value_;
  size_t at_, begin_ = 0;
  bool object_;
};

}  // namespace lambent::states::items
