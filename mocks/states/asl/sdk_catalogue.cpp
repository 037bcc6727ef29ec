#include "mocks/states/asl/sdk_catalogue.h"

#include <map>

#include "base/embedded.h"
#include "base/json.h"

LAMBENT_EMBEDDED(model_sdk_services)

namespace lambent::states::asl {
namespace {

using Services = std::map<std::string, SdkService, std::less<>>;

Services read() {
  Services out;
  const Json table = parse_json(embedded_model_sdk_services());
  for (const auto& [name, row] : table.items()) out[name] = SdkService{row[0].get<std::string>(), row[1].get<std::string>()};
  return out;
}

bool capital(char c) { return c >= 'A' && c <= 'Z'; }
bool small(char c) { return c >= 'a' && c <= 'z'; }

}  // namespace

// Made once and constant from then on, as the API models are: emulators on several threads may ask first together.
const SdkService* find_sdk_service(std::string_view name) {
  static const Services services = read();
  auto it = services.find(name);
  return it == services.end() ? nullptr : &it->second;
}

const model::Operation* find_sdk_operation(const SdkService& service, std::string_view action) {
  const model::Service* api = model::find(service.model);
  if (!api) return nullptr;
  for (const auto& [name, operation] : api->operations)
    if (sdk_method(name) == action) return &operation;
  return nullptr;
}

std::string sdk_method(std::string_view name) {
  std::string out(name);
  for (size_t i = 0; i < out.size(); ++i) {
    bool begins_word = i > 0 && i + 1 < name.size() && small(name[i + 1]);
    if (!capital(name[i]) || begins_word) break;
    out[i] = static_cast<char>(name[i] - 'A' + 'a');
  }
  return out;
}

std::string sdk_member(std::string_view name) {
  std::string out = sdk_method(name);
  if (!out.empty() && small(out[0])) out[0] = static_cast<char>(out[0] - 'a' + 'A');
  return out;
}

}  // namespace lambent::states::asl
