// A SAM or CloudFormation template (YAML or JSON) as an AppModel.
//
//   AppModel model = read_template("template.yaml", options, diagnostics);
//   if (diagnostics.has_errors()) …   // the model means something only without errors
//
// Resources: AWS::Serverless::Function, ::StateMachine, ::Api, AWS::Lambda::Function, ::Permission,
// AWS::StepFunctions::StateMachine, AWS::IAM::Role, ::ManagedPolicy, AWS::SES::EmailIdentity,
// AWS::SQS::Queue, ::QueuePolicy; sections Globals,
// Parameters, Outputs, and Metadata.Lambent with the initial state of services. Functions: intrinsics.h. Everything else
// is refused by name. All mistakes are reported in one pass, each at its line and column, in the order of the file.
// Paths in the template are relative to its folder.
#pragma once
#include <map>
#include <string>

#include "base/diagnostics.h"
#include "config/app_model.h"

namespace lambent::config {

struct TemplateOptions {
  std::string account, region;
  std::string stack_name = "lambent";
  std::map<std::string, std::string> parameters;  // override the defaults
};

// Blocks: reads files. Never throws for a mistake of the user.
AppModel read_template(const std::string& file, const TemplateOptions& options, Diagnostics& diagnostics);

}  // namespace lambent::config
