// What Ref and Fn::GetAtt find in one template: parameters, pseudo parameters and resources.
//
// The name of a resource may itself be computed from others, so names are resolved when they are asked for; one that
// leads back to itself is a mistake.
#pragma once
#include <map>
#include <set>
#include <string>
#include <vector>

#include "config/intrinsics.h"
#include "config/resource_types.h"

namespace lambent::config {

class TemplateNames : public Names {
 public:
  // Both outlive this.
  TemplateNames(const TemplateOptions& options, Diagnostics& diagnostics);

  void add_parameter(const std::string& name, Node value);  // broken: reported, and silent ever after
  void add_resource(Resource resource);
  const Resource* find_resource(const std::string& id) const;

  Node ref(const std::string& name, const Place& place) override;
  Node attribute(const std::string& resource, const std::string& attribute, const Place& place) override;

  // Of a resource that has one; empty if it cannot be computed, which has been reported.
  std::string physical_name(const Resource& resource);
  std::string arn(const Resource& resource);
  std::string queue_url(const Resource& resource);  // at kHomeUrl

 private:
  Node broken(const Place& place) const;
  Node unknown(const std::string& name, const Place& place);
  Node text_or_broken(std::string text, const Place& place) const;
  std::string machine_version_arn(const Resource& resource);
  std::string machine_alias_arn(const Resource& resource);
  std::string text_property(const Resource& resource, const char* key, const std::string& fallback);

  const TemplateOptions& options_;
  Diagnostics& diagnostics_;
  std::map<std::string, Node> parameters_;
  std::map<std::string, Resource> resources_;
  std::set<std::string> asking_;  // resources whose name is being computed
};

}  // namespace lambent::config
