// Bytes of a pipe to lines. A line longer than kLongest is cut: the rest of it is dropped and the cut is marked.
#pragma once
#include <string>
#include <string_view>

namespace lambent::lambda {

class LineSplitter {
 public:
  static constexpr size_t kLongest = 256 * 1024;

  template <class OnLine>
  void feed(std::string_view bytes, OnLine on_line) {
    while (!bytes.empty()) {
      const size_t end = bytes.find('\n');
      keep(bytes.substr(0, end));
      if (end == std::string_view::npos) return;
      give(on_line);
      bytes.remove_prefix(end + 1);
    }
  }
  // The last line, if it had no line feed.
  template <class OnLine>
  void finish(OnLine on_line) {
    if (!line_.empty()) give(on_line);
  }

 private:
  void keep(std::string_view part) {
    const size_t room = kLongest - line_.size();
    if (part.size() > room) cut_ = true;
    line_.append(part.substr(0, room));
  }
  template <class OnLine>
  void give(OnLine& on_line) {
    if (cut_) line_.append(" [line cut]");
    cut_ = false;
    std::string line;
    line.swap(line_);
    on_line(std::move(line));
  }

  std::string line_;
  bool cut_ = false;
};

}  // namespace lambent::lambda
