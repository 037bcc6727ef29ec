// `sns:Publish`: an operation of an AWS API, named as IAM names actions.
//
// Before the colon stands the model's name ("sesv2") or the service's signing name ("ses", "states"). A signing name
// that several APIs share means all of them: `ses:SendEmail` is a call of SES v1 or of SES v2.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "aws/model.h"
#include "base/diagnostics.h"

namespace lambent::ipo {

struct ApiName {
  std::string text;       // as written
  std::string service;    // name of the first model that has it: "stepfunctions" for states:StartExecution
  std::string operation;
  Place place;

  // Is this the name of a call of `operation` of the model `service`?
  bool covers(std::string_view service, std::string_view operation) const;
};

// Looks `text` up in the models. What is wrong becomes a diagnostic with the nearest name; then service is empty.
ApiName read_api_name(const std::string& text, const Place& place, Diagnostics& diagnostics);

// Of each model the name covers, the first being that of `service`; empty only if it was refused.
std::vector<const model::Operation*> operations_of(const ApiName& name);

}  // namespace lambent::ipo
