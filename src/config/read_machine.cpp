// State machines: their definition from a file, a text or a map, with substitutions.
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
  p.without_effect({"Tracing"});
  p.refuse({"Events", "Logging", "AutoPublishAlias", "DeploymentPreference", "UseAliasAsEventTarget", "PropagateTags"});
  p.done();
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
  p.without_effect({"TracingConfiguration"});
  p.refuse({"DefinitionS3Location", "LoggingConfiguration", "EncryptionConfiguration"});
  p.done();
  out_.machines.push_back(std::move(m));
}

}  // namespace lambent::config
