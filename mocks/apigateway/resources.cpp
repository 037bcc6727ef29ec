#include "mocks/apigateway/apigateway.h"
#include "mocks/apigateway/methods.h"
#include "mocks/apigateway/path_match.h"

namespace lambent::apigateway {
namespace {

enum class Embed { nothing, methods };

Embed embed_of(const Call& call) {
  for (const auto& one : texts_at(call.input, "embed"))
    if (one == "methods") return Embed::methods;
  return Embed::nothing;
}

Json shown(const ResourceRow& row, Embed embed) {
  Json out = object({{"id", row.id}});
  if (!row.parent.empty()) {
    set_text(out, "parentId", row.parent);
    set_text(out, "pathPart", row.part);
  }
  set_text(out, "path", row.path);
  Json methods = Json::object();
  for (const auto& [verb, method] : row.methods) methods[verb] = embed == Embed::methods ? method_json(method, row.id) : Json::object();
  if (!methods.empty()) set(out, "resourceMethods", methods);
  return out;
}

}  // namespace

Json ApiGateway::create_resource(const Call& call) {
  const ResourceRow parent = resource(call, "parentId");
  std::string part = text_at(call.input, "pathPart");
  if (!valid_path_part(part))
    throw bad_request("Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable and curly braces at the beginning and the end.");
  if (is_greedy(parent.part)) throw bad_request("Cannot create a child of a resource with a greedy path variable.");
  for (const auto& row : resources_of(call)) {
    if (row.parent != parent.id) continue;
    if (row.part == part) throw conflict("Another resource with the same parent already has this name: " + part);
    if (is_variable(part) && is_variable(row.part) && is_greedy(part) == is_greedy(row.part))
      throw bad_request("A sibling (" + row.part + ") of this resource already has a variable path part -- only one is allowed");
  }
  ResourceRow row;
  row.id = new_id(6);
  row.parent = parent.id;
  row.part = part;
  row.path = parent.path == "/" ? "/" + part : parent.path + "/" + part;
  return shown(resources_.put(child_key(call, row.id), row), Embed::nothing);
}

Json ApiGateway::get_resource(const Call& call) { return shown(resource(call), embed_of(call)); }

Json ApiGateway::get_resources(const Call& call) {
  api(call);
  std::vector<std::pair<std::string, Json>> rows;
  for (const auto& row : resources_of(call)) rows.emplace_back(row.path, shown(row, embed_of(call)));
  return paged(call, std::move(rows));
}

Json ApiGateway::delete_resource(const Call& call) {
  const ResourceRow row = resource(call);
  if (row.parent.empty()) throw bad_request("Root resource cannot be deleted.");
  for (const auto& other : resources_of(call))
    if (other.id == row.id || other.path.starts_with(row.path + "/")) resources_.erase(child_key(call, other.id));
  return Json::object();
}

}  // namespace lambent::apigateway
