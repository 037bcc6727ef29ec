// The resource types a template may use, in one table: how AWS names one, what Ref and Fn::GetAtt give, and who reads
// its properties. Adding a type: a row in resource_types.cpp and its reader.
//
// Names that AWS would make up are the logical ids here, so that they can be guessed and stay the same.
#pragma once
#include <span>
#include <string>
#include <vector>

#include "config/node.h"
#include "config/template.h"

namespace lambent::config {

struct Resource {
  std::string id;                    // logical
  std::string type;
  const Node* properties = nullptr;  // as written; null: there are none, or SAM makes this resource by itself
  Place place;                       // of the logical id
};

class Reader;

struct ResourceType {
  const char* name;
  const char* name_property;  // "": it cannot be named
  const char* path_property;  // "": none; else what stands before the name in the ARN, "/" unless given
  const char* service;        // of the ARN; "": it has no ARN
  const char* region;         // "": the ARN has none
  const char* arn_prefix;     // "function:"
  const char* arn_attribute;  // what Fn::GetAtt calls the ARN; "": nothing
  enum class Ref { name, arn, queue_url } ref;
  void (Reader::*read)(const Resource&);
};

std::span<const ResourceType> resource_types();
const ResourceType* find_resource_type(const std::string& name);

// The id of an API made from a template: ten characters of [a-z0-9], the same each time.
std::string api_id(const std::string& stack_name, const std::string& logical_id);

}  // namespace lambent::config
