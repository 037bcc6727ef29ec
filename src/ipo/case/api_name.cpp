#include "ipo/case/api_name.h"

#include <set>

#include "base/text.h"
#include "ipo/case/context.h"

namespace lambent::ipo {
namespace {

// The models `prefix` names: the one of that name, else all that sign with it.
std::vector<const model::Service*> models_of(std::string_view prefix) {
  std::vector<const model::Service*> out;
  const model::Service* own = model::find(prefix);
  if (own) out.push_back(own);
  for (auto name : model::names()) {
    const model::Service* other = model::find(name);
    if (other && other != own && other->signing_name == prefix) out.push_back(other);
  }
  return out;
}

}  // namespace

bool ApiName::covers(std::string_view other_service, std::string_view other_operation) const {
  if (operation != other_operation || service.empty()) return false;
  if (service == other_service) return true;
  const model::Service* model = model::find(other_service);
  return model && model->signing_name == std::string_view(text).substr(0, text.find(':'));
}

ApiName read_api_name(const std::string& text, const Place& place, Diagnostics& diagnostics) {
  ApiName out;
  out.text = text;
  out.place = place;
  size_t colon = text.find(':');
  if (colon == std::string::npos || colon == 0 || colon + 1 == text.size()) {
    diagnostics.error(place, "'" + printable(text) + "' does not name an operation", "write service:Operation, as in sns:Publish");
    return out;
  }
  std::string prefix = text.substr(0, colon), operation = text.substr(colon + 1);
  auto models = models_of(prefix);
  for (const model::Service* model : models)
    if (model->find(operation)) {
      out.service = model->name;
      out.operation = operation;
      return out;
    }
  std::vector<std::string> known;
  if (models.empty()) {
    std::set<std::string> services;
    for (auto name : model::names()) services.insert(model::find(name)->signing_name);
    known.assign(services.begin(), services.end());
    diagnostics.error(place, "there is no API model of a service '" + printable(prefix) + "'", Context::hint(prefix, known));
    return out;
  }
  for (const model::Service* model : models)
    for (const auto& [name, inside] : model->operations) known.push_back(name);
  diagnostics.error(place, printable(prefix) + " has no operation '" + printable(operation) + "'", Context::hint(operation, known));
  return out;
}

std::vector<const model::Operation*> operations_of(const ApiName& name) {
  std::vector<const model::Operation*> out;
  if (name.service.empty()) return out;
  for (const model::Service* model : models_of(std::string_view(name.text).substr(0, name.text.find(':'))))
    if (const model::Operation* operation = model->find(name.operation)) out.push_back(operation);
  return out;
}

}  // namespace lambent::ipo
