// State machines: their definition from a file, a text or a map, with substitutions.
#include "aws/arn.h"
#include "base/files.h"
#include "base/text.h"
#include "config/reader.h"
#include "config/yaml.h"

namespace lambent::config {
namespace {

// ${name} becomes its value; what has none stays, as in AWS.
std::string substituted(std::string text, const std::map<std::string, std::string>& values) {
  for (const auto& [name, value] : values) text = replace_all(std::move(text), "${" + name + "}", value);
  return text;
}

void substitute(Node& node, const std::map<std::string, std::string>& values) {
  node.text = substituted(std::move(node.text), values);
  for (auto& item : node.items) substitute(item, values);
  for (auto& m : node.members) substitute(m.value, values);
}

}  // namespace

// The definition as JSON text, or empty with a diagnostic.
std::string Reader::definition_file(const Node& where) {
  if (!where.is(Node::Kind::text)) {
    diagnostics_.error(where.place, "a definition in a bucket is not emulated", "give a file");
    return "";
  }
  auto path = (folder_ / where.text).lexically_normal();
  out_.sources.push_back(path.string());
  std::string text;
  try {
    text = read_file(path);
  } catch (const FileError& e) {
    diagnostics_.error(where.place, printable(e.what()));
    return "";
  }
  if (path.extension() != ".yaml" && path.extension() != ".yml") return text;
  auto node = read_yaml(text, path.string(), Tags::none, diagnostics_);
  return node ? dump(to_json(*node, Scalars::typed)) : "";
}

void Reader::definition_of(Properties& p, MachineModel& m) {
  auto values = p.text_map("DefinitionSubstitutions");
  int given = 0;
  for (const char* key : {"DefinitionUri", "Definition", "DefinitionString"}) given += p.given(key);
  if (given != 1) diagnostics_.error(m.place, "a state machine needs one definition and has " + std::to_string(given));
  if (const Node* file = p.any("DefinitionUri")) m.definition = substituted(definition_file(*file), values);
  if (const Node* tree = p.map("Definition")) {
    Node copy = *tree;
    substitute(copy, values);
    m.definition = dump(to_json(copy, Scalars::typed));
  }
  if (auto text = p.find_text("DefinitionString")) m.definition = substituted(*text, values);
}

void Reader::serverless_machine(const Resource& resource) {
  Node given = properties(resource, "StateMachine");
  Properties p(given, resource.type, diagnostics_);
  MachineModel m;
  m.place = resource.place;
  m.name = p.text("Name", resource.id);
  m.type = p.text("Type", "STANDARD");
  m.tags = p.text_map("Tags");
  definition_of(p, m);
  m.role = made_role(resource, p, "states.amazonaws.com", "");
  m.logging = logging_of(p.map("Logging"));
  m.tracing = tracing_of(p.map("Tracing"));
  std::string alias = p.text("AutoPublishAlias");
  p.refuse({"Events", "DeploymentPreference", "UseAliasAsEventTarget", "PropagateTags"});
  p.done();
  if (!alias.empty()) published(alias, m, resource.id);
  out_.machines.push_back(std::move(m));
}

void Reader::machine(const Resource& resource) {
  Node given = properties(resource);
  Properties p(given, resource.type, diagnostics_);
  MachineModel m;
  m.place = resource.place;
  m.name = p.text("StateMachineName", resource.id);
  m.type = p.text("StateMachineType", "STANDARD");
  m.role = p.must_text("RoleArn");
  m.tags = p.tag_list("Tags");
  definition_of(p, m);
  m.logging = logging_of(p.map("LoggingConfiguration"));
  m.tracing = tracing_of(p.map("TracingConfiguration"));
  p.refuse({"DefinitionS3Location", "EncryptionConfiguration"});
  p.done();
  out_.machines.push_back(std::move(m));
}

Json Reader::logging_of(const Node* given) {
  if (!given) return Json();
  Properties p(*given, "a logging configuration", diagnostics_);
  Json out = object({{"level", p.text("Level", "OFF")}, {"includeExecutionData", p.boolean("IncludeExecutionData", false)}});
  if (const Node* list = p.list("Destinations")) {
    Json destinations = array();
    for (const auto& item : list->items) {
      Properties destination(item, "a log destination", diagnostics_);
      const Node* group = destination.map("CloudWatchLogsLogGroup", Need::must);
      destination.done();
      if (!group) continue;
      Properties inside(*group, "a log group", diagnostics_);
      destinations.push_back(object({{"cloudWatchLogsLogGroup", object({{"logGroupArn", inside.must_text("LogGroupArn")}})}}));
      inside.done();
    }
    set(out, "destinations", std::move(destinations));
  }
  p.done();
  return out;
}

bool Reader::tracing_of(const Node* given) {
  if (!given) return false;
  Properties p(*given, "a tracing configuration", diagnostics_);
  bool enabled = p.boolean("Enabled", false);
  p.done();
  return enabled;
}

// AutoPublishAlias: a version of what the template says, and an alias that leads to it.
void Reader::published(const std::string& alias, const MachineModel& machine, const std::string& id) {
  MachineVersionModel version;
  version.place = machine.place;
  version.id = id;
  version.machine = make_arn("states", options_.region, options_.account, "stateMachine:" + machine.name);
  MachineAliasModel leading;
  leading.place = machine.place;
  leading.name = alias;
  leading.routes.emplace_back(version.machine + ":" + version_stand_in(id), 100);
  out_.machine_versions.push_back(std::move(version));
  out_.machine_aliases.push_back(std::move(leading));
}

void Reader::machine_version(const Resource& resource) {
  Node given = properties(resource);
  Properties p(given, resource.type, diagnostics_);
  MachineVersionModel version;
  version.place = resource.place;
  version.id = resource.id;
  version.machine = p.must_text("StateMachineArn");
  version.description = p.text("Description");
  version.revision = p.text("StateMachineRevisionId");
  p.done();
  out_.machine_versions.push_back(std::move(version));
}

void Reader::machine_alias(const Resource& resource) {
  Node given = properties(resource);
  Properties p(given, resource.type, diagnostics_);
  MachineAliasModel alias;
  alias.place = resource.place;
  alias.name = p.text("Name", resource.id);
  alias.description = p.text("Description");
  if (const Node* routes = p.list("RoutingConfiguration", Need::must))
    for (const auto& item : routes->items) {
      Properties route(item, "a route", diagnostics_);
      std::string version = route.must_text("StateMachineVersionArn");
      alias.routes.emplace_back(std::move(version), route.integer("Weight").value_or(100));
      route.done();
    }
  p.refuse({"DeploymentPreference"});
  p.done();
  out_.machine_aliases.push_back(std::move(alias));
}

void Reader::activity(const Resource& resource) {
  Node given = properties(resource);
  Properties p(given, resource.type, diagnostics_);
  ActivityModel activity;
  activity.place = resource.place;
  activity.name = p.text("Name", resource.id);
  activity.tags = p.tag_list("Tags");
  p.refuse({"EncryptionConfiguration"});
  p.done();
  out_.activities.push_back(std::move(activity));
}

// There is nothing to make: what is written to a log group is in the journal.
void Reader::log_group(const Resource& resource) {
  Node given = properties(resource);
  Properties p(given, resource.type, diagnostics_);
  p.ignore({"LogGroupName"});
  p.without_effect({"RetentionInDays", "LogGroupClass", "Tags"});
  p.refuse({"KmsKeyId", "DataProtectionPolicy", "FieldIndexPolicies", "ResourcePolicyDocument"});
  p.done();
}

}  // namespace lambent::config
