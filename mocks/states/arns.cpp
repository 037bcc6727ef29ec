#include "aws/arn.h"
#include "base/text.h"
#include "mocks/states/states.h"

namespace lambent::states {

void check_name(const std::string& name) {
  static const std::string banned = "<>{}[]?*\"#%\\^|~`$&,;:/";
  bool good = !name.empty() && name.size() <= 80;
  for (size_t i = 0; i < name.size() && good; ++i) {
    auto c = static_cast<unsigned char>(name[i]);
    good = c > 0x20 && c != 0x7f && banned.find(name[i]) == std::string::npos;
    if (c == 0xc2 && i + 1 < name.size()) good = good && static_cast<unsigned char>(name[i + 1]) > 0xa0;  // U+0080 to U+00A0
  }
  if (!good) throw AwsError("InvalidName", 400, "Invalid Name: '" + name + "'");
}

std::string machine_arn(const Scope& scope, const std::string& name) { return make_arn("states", scope.region, scope.account, "stateMachine:" + name); }

std::string execution_arn(const Scope& scope, const std::string& machine, const std::string& name) {
  return make_arn("states", scope.region, scope.account, "execution:" + machine + ":" + name);
}

std::string express_arn(const Scope& scope, const std::string& machine, const std::string& name, const std::string& id) {
  return make_arn("states", scope.region, scope.account, "express:" + machine + ":" + name + ":" + id);
}

bool is_version(const std::string& qualifier) {
  return !qualifier.empty() && qualifier.size() <= 18 && qualifier.front() != '0' && qualifier.find_first_not_of("0123456789") == std::string::npos;
}

Named parse_arn(const std::string& text, std::string_view kind) {
  auto arn = Arn::parse(text);
  if (!arn || arn->service != "states") throw AwsError("InvalidArn", 400, "Invalid Arn: 'Invalid ARN prefix: " + text + "'");
  Named out;
  out.scope = Scope{arn->account, arn->region};
  out.parts = split(arn->resource, ':');
  out.kind = out.parts.front();
  out.parts.erase(out.parts.begin());
  if (out.kind != kind) throw AwsError("InvalidArn", 400, "Invalid Arn: 'Resource type not valid in this context: " + out.kind + "'");
  return out;
}

}  // namespace lambent::states
