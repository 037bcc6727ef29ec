// Reads the resources of one template into an AppModel, after parameters and names are known. One member per resource
// type, in the file of its service; internal to config.
#pragma once
#include <filesystem>
#include <set>

#include "config/app_model.h"
#include "config/names.h"
#include "config/properties.h"

namespace lambent::config {

class Reader {
 public:
  // All outlive this. `globals` may be null.
  Reader(const TemplateOptions& options, std::filesystem::path folder, const Node* globals, TemplateNames& names, Diagnostics& diagnostics, AppModel& out);

  void serverless_function(const Resource& resource);
  void serverless_machine(const Resource& resource);
  void serverless_api(const Resource& resource);
  void lambda_function(const Resource& resource);
  void permission(const Resource& resource);
  void machine(const Resource& resource);
  void machine_version(const Resource& resource);
  void machine_alias(const Resource& resource);
  void activity(const Resource& resource);
  void log_group(const Resource& resource);
  void role(const Resource& resource);
  void managed_policy(const Resource& resource);
  void identity(const Resource& resource);
  void bucket(const Resource& resource);
  void bucket_policy(const Resource& resource);
  void queue(const Resource& resource);
  void queue_policy(const Resource& resource);
  void topic(const Resource& resource);
  void subscription(const Resource& resource);
  void topic_policy(const Resource& resource);

  // What functions said of APIs; after all resources.
  void finish();

 private:
  // The resource's properties, with the Globals of its section beneath them, resolved.
  Node properties(const Resource& resource, const char* globals_section = "");

  void function_code(Properties& p, const char* key, FunctionModel& function);
  void code_at(const Node& where, FunctionModel& function);
  void function_settings(Properties& p, FunctionModel& function);
  std::string made_role(const Resource& resource, Properties& p, const char* service, const char* basic_policy);
  void policies_of(const Node& given, RoleModel& role);

  void events_of(const Node& events, const FunctionModel& function);
  void api_event(const std::string& id, const Node& event, const FunctionModel& function);
  void topic_event(const std::string& id, const Node& event, const FunctionModel& function);
  void feedback(const Node& given, TopicModel& topic);

  void definition_of(Properties& p, MachineModel& machine);
  Json logging_of(const Node* given);
  bool tracing_of(const Node* given);
  void published(const std::string& alias, const MachineModel& machine, const std::string& id);
  std::string definition_file(const Node& where);

  struct Event {
    std::string api;  // id
    ApiRoute route;
    std::string function, permission_id;
  };

  const TemplateOptions& options_;
  const std::filesystem::path folder_;
  const Node* globals_;
  TemplateNames& names_;
  Diagnostics& diagnostics_;
  AppModel& out_;
  std::vector<Event> events_;
  bool implicit_api_ = false;
};

}  // namespace lambent::config
