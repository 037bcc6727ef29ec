#include "config/template.h"

#include <algorithm>
#include <filesystem>
#include <functional>
#include <set>

#include "base/files.h"
#include "base/text.h"
#include "config/parameters.h"
#include "config/reader.h"
#include "config/yaml.h"

namespace lambent::config {
namespace {

constexpr const char* kSamTransform = "AWS::Serverless-2016-10-31";

const Node& member_or(const Node& map, const char* key, const Node& fallback) {
  const Node* found = map.find(key);
  return found && !found->is(Node::Kind::broken) ? *found : fallback;
}

class TemplateReader {
 public:
  TemplateReader(const std::string& file, const TemplateOptions& options, Diagnostics& diagnostics)
      : file_(file), options_(options), diagnostics_(diagnostics), names_(options, diagnostics) {
    none_.kind = Node::Kind::map;
    none_.place = {file, 0, 0};
  }

  AppModel read() {
    std::string text;
    try {
      text = read_file(file_);
    } catch (const FileError& e) {
      diagnostics_.error({}, printable(e.what()));
      return {};
    }
    auto root = read_yaml(text, file_, Tags::cloudformation, diagnostics_);
    if (!root) return {};
    root_ = std::move(*root);
    if (!root_.is(Node::Kind::map)) {
      diagnostics_.error(root_.place, std::string("a template is a map, not ") + root_.kind_name());
      return {};
    }
    sections();
    read_parameters(member_or(root_, "Parameters", none_), options_, names_, diagnostics_);
    declare();
    circles();
    const Node* globals = root_.find("Globals");
    if (globals) check_globals(*globals);
    Reader reader(options_, std::filesystem::absolute(file_).parent_path(), globals, names_, diagnostics_, out_);
    for (const auto& resource : resources_)
      if (const ResourceType* type = find_resource_type(resource.type)) (reader.*type->read)(resource);
    reader.finish();
    names_once(out_.functions, "function");
    names_once(out_.machines, "state machine");
    names_once(out_.roles, "role");
    names_once(out_.queues, "queue");
    seeds();
    outputs();
    return std::move(out_);
  }

 private:
  void sections() {
    Properties p(root_, "a template", diagnostics_);
    p.ignore({"Globals", "Parameters", "Metadata", "Outputs", "AWSTemplateFormatVersion", "Description"});
    p.map("Resources", Need::must);
    p.refuse({"Conditions", "Mappings", "Rules", "Hooks"});
    const Node* transform = p.any("Transform");
    p.done();
    if (!transform) return;
    std::vector<Node> all = transform->is(Node::Kind::list) ? transform->items : std::vector<Node>{*transform};
    for (const auto& one : all) {
      if (one.text == kSamTransform)
        sam_ = true;
      else
        diagnostics_.error(one.place, "the transform " + printable(one.text) + " is not emulated", std::string("there is ") + kSamTransform);
    }
  }

  void declare() {
    for (const auto& m : member_or(root_, "Resources", none_).members) {
      Properties p(m.value, "resource " + printable(m.key), diagnostics_);
      Resource resource;
      resource.id = m.key;
      resource.place = m.place;
      auto type = p.find_text("Type", Need::must);
      resource.properties = p.map("Properties");
      p.ignore({"DependsOn", "Metadata", "DeletionPolicy", "UpdateReplacePolicy"});
      p.refuse({"Condition", "CreationPolicy", "UpdatePolicy"});
      p.done();
      if (!type) continue;
      resource.type = *type;
      if (!find_resource_type(*type))
        unknown_type(*type, p.place_of("Type"));
      else if (type->starts_with("AWS::Serverless::") && !sam_)
        diagnostics_.error(p.place_of("Type"), *type + " needs the template's Transform: " + kSamTransform);
      names_.add_resource(resource);
      resources_.push_back(std::move(resource));
    }
    // What SAM makes by itself can be referred to.
    for (const auto& resource : resources_)
      if (resource.type == "AWS::Serverless::Function" || resource.type == "AWS::Serverless::StateMachine")
        names_.add_resource({resource.id + "Role", "AWS::IAM::Role", nullptr, resource.place});
    if (sam_) names_.add_resource({"ServerlessRestApi", "AWS::Serverless::Api", nullptr, none_.place});
  }

  void unknown_type(const std::string& type, const Place& place) {
    std::vector<std::string> known;
    for (const auto& one : resource_types()) known.push_back(one.name);
    std::string near = nearest(type, known);
    diagnostics_.error(place, "resources of type " + printable(type) + " are not emulated", near.empty() ? "" : "did you mean " + near + "?");
  }

  // As CloudFormation: resources that need each other cannot be made.
  void circles() {
    enum class Mark { fresh, open, done };
    std::map<std::string, Mark> marks;
    std::vector<std::string> way;
    std::function<void(const Resource&)> visit = [&](const Resource& resource) {
      marks[resource.id] = Mark::open;
      way.push_back(resource.id);
      if (resource.properties)
        each_reference(*resource.properties, [&](const std::string& name, const Place&) {
          const Resource* other = names_.find_resource(name);
          if (!other) return;
          if (marks[name] == Mark::fresh) {
            visit(*other);
          } else if (marks[name] == Mark::open) {
            std::vector<std::string> circle(std::find(way.begin(), way.end(), name), way.end());
            diagnostics_.error(other->place, "Circular dependency between resources: [" + join(circle, ", ") + "]");
          }
        });
      way.pop_back();
      marks[resource.id] = Mark::done;
    };
    for (const auto& resource : resources_)
      if (marks[resource.id] == Mark::fresh) visit(resource);
  }

  template <class Models>
  void names_once(const Models& models, const std::string& kind) {
    std::set<std::string> seen;
    for (const auto& model : models)
      if (!model.name.empty() && !seen.insert(model.name).second) diagnostics_.error(model.place, "a second " + kind + " is named '" + printable(model.name) + "'");
  }

  void check_globals(const Node& globals) {
    Properties p(globals, "Globals", diagnostics_);
    p.map("Function");
    p.map("Api");
    p.map("StateMachine");
    p.refuse({"HttpApi", "SimpleTable", "LayerVersion", "CapacityProvider", "WebSocketApi"});
    p.done();
  }

  // Metadata is nobody's but ours in its member Lambent; AWS ignores it.
  void seeds() {
    const Node* lambent = member_or(root_, "Metadata", none_).find("Lambent");
    if (!lambent) return;
    Node given = resolve(*lambent, names_, diagnostics_);
    Properties p(given, "Metadata.Lambent", diagnostics_);
    for (const auto& [key, service] : {std::pair{"SES", "ses"}, std::pair{"SNS", "sns"}, std::pair{"StepFunctions", "stepfunctions"}})
      if (const Node* state = p.map(key)) out_.seeds.push_back({service, to_json(*state, Scalars::typed), p.place_of(key)});
    p.done();
  }

  void outputs() {
    for (const auto& m : member_or(root_, "Outputs", none_).members) {
      Node given = resolve(m.value, names_, diagnostics_);
      Properties p(given, "output " + printable(m.key), diagnostics_);
      OutputModel output{m.key, p.must_text("Value"), p.text("Description")};
      p.ignore({"Export"});
      p.refuse({"Condition"});
      p.done();
      out_.outputs.push_back(std::move(output));
    }
  }

  const std::string& file_;
  const TemplateOptions& options_;
  Diagnostics& diagnostics_;
  TemplateNames names_;
  Node root_, none_;
  bool sam_ = false;
  std::vector<Resource> resources_;
  AppModel out_;
};

// In the order of the file, and each once: what stands in Globals is read with each resource.
void pass_on(const Diagnostics& found, Diagnostics& diagnostics) {
  std::vector<Diagnostic> all = found.all();
  auto at = [](const Diagnostic& d) { return std::tie(d.place.file, d.place.line, d.place.column); };
  std::stable_sort(all.begin(), all.end(), [&](const Diagnostic& a, const Diagnostic& b) { return at(a) < at(b); });
  for (size_t i = 0; i < all.size(); i++) {
    bool again = std::any_of(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(i), [&](const Diagnostic& d) { return at(d) == at(all[i]) && d.message == all[i].message; });
    if (again) continue;
    if (all[i].severity == Severity::error)
      diagnostics.error(all[i].place, all[i].message, all[i].hint);
    else
      diagnostics.warning(all[i].place, all[i].message, all[i].hint);
  }
}

}  // namespace

AppModel read_template(const std::string& file, const TemplateOptions& options, Diagnostics& diagnostics) {
  Diagnostics found;
  AppModel out = TemplateReader(file, options, found).read();
  pass_on(found, diagnostics);
  return out;
}

}  // namespace lambent::config
