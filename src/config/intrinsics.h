// CloudFormation's functions in a template: Ref, Fn::GetAtt, Fn::Sub and Fn::Join are computed, the others refused by
// name.
//
//   Node value = resolve(node, names, diagnostics);
//
// The answer keeps the places of the question. A function that cannot be computed is one diagnostic and a `broken` node
// in its place; AWS::NoValue removes the member or item.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "base/diagnostics.h"
#include "config/node.h"

namespace lambent::config {

// What Ref and Fn::GetAtt find. Both answer a broken node, having reported it, for what is not there.
class Names {
 public:
  virtual ~Names() = default;
  virtual Node ref(const std::string& name, const Place& place) = 0;
  virtual Node attribute(const std::string& resource, const std::string& attribute, const Place& place) = 0;
};

// All of CloudFormation's: "Ref", "Condition", "Fn::GetAtt" …
const std::vector<std::string>& intrinsic_names();

Node resolve(const Node& node, Names& names, Diagnostics& diagnostics);

// The ${names} of a text, without those written ${!literal}. For Fn::Sub and for definition files.
std::vector<std::string> placeholders(const std::string& text);

// Calls `found(resource, place)` for each name a value refers to, resolved or not: Ref X, GetAtt X.Y, ${X.Y}.
void each_reference(const Node& node, const std::function<void(const std::string&, const Place&)>& found);

}  // namespace lambent::config
