#include "config/reader.h"

#include "base/text.h"

namespace lambent::config {
namespace {

// SAM's rule: the resource's own value stands over the global one, maps are joined, lists are put one after the other.
Node merged(const Node& global, const Node& own) {
  auto is_function = [](const Node& n) { return n.members.size() == 1 && (n.members[0].key == "Ref" || n.members[0].key.starts_with("Fn::")); };
  if (global.is(Node::Kind::map) && own.is(Node::Kind::map) && !is_function(global) && !is_function(own)) {
    Node out = own;
    for (const auto& m : global.members) {
      bool there = false;
      for (auto& mine : out.members)
        if (mine.key == m.key) {
          mine.value = merged(m.value, mine.value);
          there = true;
        }
      if (!there) out.members.push_back(m);
    }
    return out;
  }
  if (global.is(Node::Kind::list) && own.is(Node::Kind::list)) {
    Node out = own;
    out.items.insert(out.items.begin(), global.items.begin(), global.items.end());
    return out;
  }
  return own;
}

}  // namespace

Reader::Reader(const TemplateOptions& options, std::filesystem::path folder, const Node* globals, TemplateNames& names, Diagnostics& diagnostics, AppModel& out)
    : options_(options), folder_(std::move(folder)), globals_(globals), names_(names), diagnostics_(diagnostics), out_(out) {}

Node Reader::properties(const Resource& resource, const char* globals_section) {
  Node own;
  own.kind = Node::Kind::map;
  own.place = resource.place;
  if (resource.properties) own = *resource.properties;
  const Node* global = globals_ && *globals_section ? globals_->find(globals_section) : nullptr;
  return resolve(global ? merged(*global, own) : own, names_, diagnostics_);
}

void Reader::finish() {
  for (auto& event : events_) {
    ApiModel* api = nullptr;
    for (auto& one : out_.apis)
      if (one.id == event.api) api = &one;
    if (!api && event.api == api_id(options_.stack_name, "ServerlessRestApi")) {
      ApiModel made;
      made.id = event.api;
      made.name = options_.stack_name;
      made.stage = "Prod";
      made.place = event.route.place;
      out_.apis.push_back(std::move(made));
      api = &out_.apis.back();
    }
    if (!api) {
      diagnostics_.error(event.route.place, "RestApiId names no AWS::Serverless::Api of this template");
      continue;
    }
    for (const auto& route : api->routes)
      if (route.method == event.route.method && route.path == event.route.path)
        diagnostics_.error(event.route.place, "API method \"" + lower(route.method) + "\" defined multiple times for path \"" + printable(route.path) + "\"");
    PermissionModel permission;
    permission.function = event.function;
    permission.action = "lambda:InvokeFunction";
    permission.principal = "apigateway.amazonaws.com";
    permission.statement_id = event.permission_id;
    std::string method = event.route.method == "ANY" ? "*" : event.route.method;
    std::string path;  // a parameter in a path may be anything
    for (const auto& part : split(event.route.path, '/'))
      if (!part.empty()) path += "/" + (part.starts_with('{') ? std::string("*") : part);
    permission.source_arn = "arn:aws:execute-api:" + options_.region + ":" + options_.account + ":" + event.api + "/*/" + method + (path.empty() ? "/" : path);
    permission.place = event.route.place;
    out_.permissions.push_back(std::move(permission));
    api->routes.push_back(std::move(event.route));
  }
}

}  // namespace lambent::config
