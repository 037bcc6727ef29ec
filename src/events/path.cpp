#include "events/path.h"

#include <charconv>

#include "base/text.h"
#include "events/events.h"

namespace lambent::events {
namespace {

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  Path read() {
    Path out;
    while (at_ < text_.size()) {
      if (text_[at_] == '[') {
        out.push_back(bracket());
      } else {
        if (!out.empty() && text_[at_++] != '.') fault("wants '.' or '[' here");
        out.push_back(name());
      }
    }
    if (out.empty()) fault("is empty");
    return out;
  }

 private:
  Step name() {
    const size_t end = std::min(text_.find_first_of(".[", at_), text_.size());
    Step step;
    step.name = text_.substr(at_, end - at_);
    if (step.name.empty()) fault("wants a member's name here");
    at_ = end;
    return step;
  }

  Step bracket() {
    ++at_;
    Step step;
    const char quote = at_ < text_.size() ? text_[at_] : '\0';
    if (quote == '"' || quote == '\'') {
      const size_t end = text_.find(quote, at_ + 1);
      if (end == std::string_view::npos) fault("has a quote that is not closed");
      step.name = text_.substr(at_ + 1, end - at_ - 1);
      at_ = end + 1;
    } else {
      step.element = true;
      const auto [end, error] = std::from_chars(text_.data() + at_, text_.data() + text_.size(), step.index);
      if (error != std::errc()) fault("wants a number or a quoted name after '['");
      at_ = static_cast<size_t>(end - text_.data());
    }
    if (at_ >= text_.size() || text_[at_] != ']') fault("has a '[' that is not closed");
    ++at_;
    return step;
  }

  [[noreturn]] void fault(const std::string& what) const {
    throw OverrideError(std::string(text_), "the path '" + printable(text_) + "' " + what + " (character " + std::to_string(at_ + 1) + ")");
  }

  std::string_view text_;
  size_t at_ = 0;
};

template <class J>
J* walk(J& root, const Path& path) {
  J* here = &root;
  for (const Step& step : path) {
    if (step.element) {
      if (!here->is_array() || step.index >= here->size()) return nullptr;
      here = &(*here)[step.index];
    } else {
      if (!here->is_object()) return nullptr;
      const auto found = here->find(step.name);
      if (found == here->end()) return nullptr;
      here = &*found;
    }
  }
  return here;
}

}  // namespace

Path parse_path(std::string_view text) { return Reader(text).read(); }

std::string path_text(const Path& path, size_t steps) {
  std::string out;
  for (size_t i = 0; i < steps; ++i) {
    const Step& step = path[i];
    if (step.element)
      out += "[" + std::to_string(step.index) + "]";
    else if (step.name.find_first_of(".[") != std::string::npos)
      out += "[\"" + step.name + "\"]";
    else
      out += (out.empty() ? "" : ".") + step.name;
  }
  return out;
}

const Json* follow(const Json& root, const Path& path) { return walk(root, path); }
Json* follow(Json& root, const Path& path) { return walk(root, path); }

}  // namespace lambent::events
