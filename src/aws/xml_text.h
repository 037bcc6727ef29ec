// Writes XML text. Characters XML 1.0 cannot carry become U+FFFD, so that the answer can always be read back.
#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lambent {

class XmlText {
 public:
  using Attributes = std::vector<std::pair<std::string, std::string>>;
  void open(std::string_view name, std::string_view xml_namespace = "", const Attributes& attributes = {});
  void close(std::string_view name);
  void element(std::string_view name, std::string_view text, std::string_view xml_namespace = "");
  std::string take() { return std::move(out_); }

 private:
  void escape(std::string_view text);
  std::string out_;
};

}  // namespace lambent
