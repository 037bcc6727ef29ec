// Amazon Resource Names: arn:partition:service:region:account:resource. The resource part keeps its colons and slashes.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace lambent {

struct Arn {
  std::string partition = "aws";
  std::string service, region, account, resource;

  static std::optional<Arn> parse(std::string_view text);
  std::string text() const;
};

std::string make_arn(std::string_view service, std::string_view region, std::string_view account, std::string_view resource);

}  // namespace lambent
