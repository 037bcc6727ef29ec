#include "config/names.h"

#include "aws/arn.h"
#include "base/text.h"
#include "config/app_model.h"

namespace lambent::config {

TemplateNames::TemplateNames(const TemplateOptions& options, Diagnostics& diagnostics) : options_(options), diagnostics_(diagnostics) {}

void TemplateNames::add_parameter(const std::string& name, Node value) { parameters_[name] = std::move(value); }
void TemplateNames::add_resource(Resource resource) { resources_.try_emplace(resource.id, std::move(resource)); }

const Resource* TemplateNames::find_resource(const std::string& id) const {
  auto it = resources_.find(id);
  return it == resources_.end() ? nullptr : &it->second;
}

Node TemplateNames::broken(const Place& place) const {
  Node out;
  out.kind = Node::Kind::broken;
  out.place = place;
  return out;
}

Node TemplateNames::text_or_broken(std::string text, const Place& place) const {
  return text.empty() ? broken(place) : text_node(std::move(text), place);
}

Node TemplateNames::unknown(const std::string& name, const Place& place) {
  std::vector<std::string> known;
  for (const auto& [one, value] : parameters_) known.push_back(one);
  for (const auto& [one, value] : resources_) known.push_back(one);
  std::string near = nearest(name, known);
  diagnostics_.error(place, "the template has no resource or parameter '" + printable(name) + "'", near.empty() ? "" : "did you mean " + near + "?");
  return broken(place);
}

Node TemplateNames::ref(const std::string& name, const Place& place) {
  if (name == "AWS::AccountId") return text_node(options_.account, place);
  if (name == "AWS::Region") return text_node(options_.region, place);
  if (name == "AWS::Partition") return text_node("aws", place);
  if (name == "AWS::URLSuffix") return text_node("amazonaws.com", place);
  if (name == "AWS::StackName") return text_node(options_.stack_name, place);
  if (name == "AWS::StackId") {
    std::string stack = make_arn("cloudformation", options_.region, options_.account, "stack/" + options_.stack_name + "/00000000-0000-0000-0000-000000000000");
    return text_node(stack, place);
  }
  if (name == "AWS::NoValue") {
    Node out;
    out.place = place;
    return out;
  }
  if (name.starts_with("AWS::")) {
    diagnostics_.error(place, "there is no pseudo parameter " + printable(name));
    return broken(place);
  }
  if (auto it = parameters_.find(name); it != parameters_.end()) {
    Node out = it->second;
    out.place = place;
    return out;
  }
  const Resource* resource = find_resource(name);
  if (!resource) return unknown(name, place);
  const ResourceType* type = find_resource_type(resource->type);
  if (!type) return broken(place);  // its type has been reported
  if (resource->type == "AWS::Serverless::Api") return text_node(api_id(options_.stack_name, resource->id), place);
  switch (type->ref) {
    case ResourceType::Ref::arn: return text_or_broken(arn(*resource), place);
    case ResourceType::Ref::queue_url: return text_or_broken(queue_url(*resource), place);
    case ResourceType::Ref::name: break;
  }
  return text_or_broken(physical_name(*resource), place);
}

Node TemplateNames::attribute(const std::string& id, const std::string& attribute, const Place& place) {
  const Resource* resource = find_resource(id);
  if (!resource) {
    if (!parameters_.contains(id)) return unknown(id, place);
    diagnostics_.error(place, "'" + printable(id) + "' is a parameter and has no attributes");
    return broken(place);
  }
  const ResourceType* type = find_resource_type(resource->type);
  if (!type) return broken(place);
  if (*type->arn_attribute && attribute == type->arn_attribute) return text_or_broken(arn(*resource), place);
  if (std::string_view(type->service) == "states" && attribute == "Name") return text_or_broken(physical_name(*resource), place);
  if (std::string_view(type->service) == "sqs" && attribute == "QueueName") return text_or_broken(physical_name(*resource), place);
  if (std::string_view(type->service) == "sqs" && attribute == "QueueUrl") return text_or_broken(queue_url(*resource), place);
  if (resource->type == "AWS::S3::Bucket" && (attribute == "DomainName" || attribute == "RegionalDomainName")) {
    std::string name = physical_name(*resource);
    std::string domain = attribute == "DomainName" ? ".s3.amazonaws.com" : ".s3." + options_.region + ".amazonaws.com";
    return text_or_broken(name.empty() ? "" : name + domain, place);
  }
  if (std::string_view(type->service) == "sns" && attribute == "TopicName") return text_or_broken(physical_name(*resource), place);
  std::string hint = *type->arn_attribute ? std::string("it has ") + type->arn_attribute : "Ref gives its id";
  diagnostics_.error(place, resource->type + " has no attribute '" + printable(attribute) + "' here", hint);
  return broken(place);
}

std::string TemplateNames::text_property(const Resource& resource, const char* key, const std::string& fallback) {
  const Node* given = resource.properties && *key ? resource.properties->find(key) : nullptr;
  if (!given) return fallback;
  if (!asking_.insert(resource.id).second) {
    diagnostics_.error(given->place, "the name of " + printable(resource.id) + " depends on itself");
    return "";
  }
  Diagnostics unheard;  // the resource's own reader resolves the property again and reports what is wrong
  Node value = resolve(*given, *this, unheard);
  asking_.erase(resource.id);
  if (value.is(Node::Kind::absent)) return fallback;
  return value.is(Node::Kind::text) ? value.text : "";
}

std::string TemplateNames::physical_name(const Resource& resource) {
  const ResourceType* type = find_resource_type(resource.type);
  if (!type) return "";
  const Node* fifo = resource.type == "AWS::SQS::Queue" && resource.properties ? resource.properties->find("FifoQueue") : nullptr;
  if (resource.type == "AWS::S3::Bucket") return text_property(resource, type->name_property, lower(resource.id));
  return text_property(resource, type->name_property, resource.id + (fifo && iequals(fifo->text, "true") ? ".fifo" : ""));
}

std::string TemplateNames::queue_url(const Resource& resource) {
  std::string name = physical_name(resource);
  return name.empty() ? "" : std::string(kHomeUrl) + "/" + options_.account + "/" + name;
}

std::string TemplateNames::machine_version_arn(const Resource& resource) {
  std::string machine = text_property(resource, "StateMachineArn", "");
  return machine.empty() ? "" : machine + ":" + version_stand_in(resource.id);
}

// An alias stands beside the versions it routes to.
std::string TemplateNames::machine_alias_arn(const Resource& resource) {
  const Node* routes = resource.properties ? resource.properties->find("RoutingConfiguration") : nullptr;
  const Node* version = routes && !routes->items.empty() ? routes->items.front().find("StateMachineVersionArn") : nullptr;
  std::string name = physical_name(resource);
  if (!version || name.empty() || !asking_.insert(resource.id).second) return "";
  Diagnostics unheard;
  Node value = resolve(*version, *this, unheard);
  asking_.erase(resource.id);
  if (!value.is(Node::Kind::text)) return "";
  return value.text.substr(0, value.text.rfind(':')) + ":" + name;
}

std::string TemplateNames::arn(const Resource& resource) {
  const ResourceType* type = find_resource_type(resource.type);
  if (!type) return "";
  if (resource.type == "AWS::StepFunctions::StateMachineVersion") return machine_version_arn(resource);
  if (resource.type == "AWS::StepFunctions::StateMachineAlias") return machine_alias_arn(resource);
  std::string name = physical_name(resource);
  std::string path = *type->path_property ? text_property(resource, type->path_property, "/") : "";
  if (name.empty()) return "";
  const bool bucket = resource.type == "AWS::S3::Bucket";  // its name alone says which one
  std::string end = resource.type == "AWS::Logs::LogGroup" ? ":*" : "";  // its streams, too
  return make_arn(type->service, *type->region ? options_.region : "", bucket ? "" : options_.account, type->arn_prefix + path + name + end);
}

}  // namespace lambent::config
