// JSON and JSON Lines.
#include "base/text.h"
#include "mocks/states/asl/json_fault.h"
#include "mocks/states/items/json_scan.h"
#include "mocks/states/items/source.h"

namespace lambent::states::items {
namespace {

constexpr std::string_view kMark = "\xef\xbb\xbf";  // of UTF-8, at the head of a file

Json parsed(std::string_view text) {
  try {
    return parse_json(text);
  } catch (const JsonError& e) {
    auto fault = asl::find_json_fault(text);
    throw ReadFault(fault ? fault->message : e.what());
  }
}

std::string name_of(std::string_view quoted) { return parsed(quoted).get<std::string>(); }

// One step of a JSON Pointer: where the value stands that it leads to.
std::optional<size_t> step(std::string_view text, size_t at, const std::string& name) {
  std::optional<size_t> found;
  if (at >= text.size()) return found;
  if (text[at] == '{') {
    for (Elements each(text, at); each.next();)
      if (name_of(each.key()) == name) found = each.begin();
  } else if (text[at] == '[' && !name.empty() && name.find_first_not_of("0123456789") == std::string::npos && name.size() < 10) {
    size_t wanted = std::stoul(name), number = 0;
    for (Elements each(text, at); !found && each.next(); ++number)
      if (number == wanted) found = each.begin();
  }
  return found;
}

class JsonItems final : public Source {
 public:
  JsonItems(Bytes bytes, const std::string& pointer, std::string source) : bytes_(std::move(bytes)), source_(std::move(source)) {
    text_ = *bytes_;
    if (text_.starts_with(kMark)) text_.remove_prefix(kMark.size());
    if (!Json::accept(text_)) {
      auto fault = asl::find_json_fault(text_);
      throw ReadFault(fault ? fault->message : "The text is not JSON.");
    }
    start_ = skip_blanks(text_, 0);
    auto steps = split(pointer, '/');
    bool leads = pointer.empty() || pointer[0] == '/';
    for (size_t i = 1; leads && i < steps.size(); ++i) {
      auto next = step(text_, start_, replace_all(replace_all(steps[i], "~1", "/"), "~0", "~"));
      leads = next.has_value();
      if (next) start_ = *next;
    }
    if (!leads) throw ReadFault("The provided ReaderConfig.ItemsPointer does not match any valid path in the JSON structure.");
    if (text_[start_] != '[' && text_[start_] != '{') throw ReadFault("Attempting to map over non-iterable node.");
    rewind();
  }
  bool next(Item& item) override {
    if (!each_->next()) return false;
    item.value = parsed(each_->value());
    item.key.reset();
    if (text_[start_] == '{') item.key = name_of(each_->key());
    item.source = source_;
    return true;
  }
  void rewind() override { each_.emplace(text_, start_); }

 private:
  const Bytes bytes_;
  const std::string source_;
  std::string_view text_;
  size_t start_ = 0;
  std::optional<Elements> each_;
};

class Lines final : public Source {
 public:
  Lines(Bytes bytes, std::string source) : bytes_(std::move(bytes)), source_(std::move(source)) { rewind(); }
  bool next(Item& item) override {
    while (at_ < bytes_->size()) {
      size_t end = std::min(bytes_->find('\n', at_), bytes_->size());
      std::string_view line = trim(std::string_view(*bytes_).substr(at_, end - at_));
      at_ = end + 1;
      if (line.empty()) continue;
      item.value = parsed(line);
      item.key.reset();
      item.source = source_;
      return true;
    }
    return false;
  }
  void rewind() override { at_ = bytes_->starts_with(kMark) ? kMark.size() : 0; }

 private:
  const Bytes bytes_;
  const std::string source_;
  size_t at_ = 0;
};

}  // namespace

SourcePtr json_items(Bytes text, const std::string& pointer, std::string source) {
  return std::make_unique<JsonItems>(std::move(text), pointer, std::move(source));
}

SourcePtr jsonl_items(Bytes text, std::string source) { return std::make_unique<Lines>(std::move(text), std::move(source)); }

}  // namespace lambent::states::items
