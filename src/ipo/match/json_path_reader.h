// Reads JSONPath text. Internal: others use JsonPath::parse.
#pragma once
#include <string>
#include <string_view>

#include "ipo/match/json_path_filter.h"

namespace lambent::ipo {

// Thrown with what is wrong and at which byte (from 0).
struct PathSyntaxError {
  std::string what;
  size_t at;
};

class PathReader {
 public:
  explicit PathReader(std::string_view text) : text_(text) {}
  PathSegments read_all();

 private:
  // json_path_reader.cpp
  PathSegments segments();
  PathSegment bracketed();
  PathSelector selector();
  PathSelector index_or_slice();
  std::string shorthand();
  std::string quoted_text();
  void escape(std::string& out, char quote);
  std::uint32_t hex4();
  std::int64_t integer();

  // json_path_reader_filter.cpp
  std::shared_ptr<const PathFilter> any_of();
  std::shared_ptr<const PathFilter> all_of();
  std::shared_ptr<const PathFilter> basic();
  std::shared_ptr<const PathFilter> test_or_comparison();
  PathOperand operand();
  PathOperand call();
  void check_arguments(const PathCall& call);
  Json number();
  PathQuery query();

  bool at_end() const { return at_ >= text_.size(); }
  char peek(size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }
  bool take(std::string_view token);
  void want(std::string_view token);
  void blanks();
  [[noreturn]] void fail(std::string what) const { throw PathSyntaxError{std::move(what), at_}; }

  struct Deeper {
    explicit Deeper(PathReader& reader) : reader_(reader) {
      if (++reader_.depth_ > 32) reader_.fail("nested too deeply");
    }
    ~Deeper() { --reader_.depth_; }
    PathReader& reader_;
  };

  std::string_view text_;
  size_t at_ = 0;
  int depth_ = 0;
};

}  // namespace lambent::ipo
