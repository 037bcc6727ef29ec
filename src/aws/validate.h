// Checks values against the API model with AWS's own constraint messages (spec/wire.md section 4).
#pragma once
#include "aws/error.h"
#include "aws/model.h"
#include "base/json.h"

namespace lambent {

// Throws AwsError ValidationError (query) or ValidationException (json, rest-json), or the service's own code
// (SES v2: BadRequestException), listing every broken constraint.
void validate_input(const model::Service& service, const model::Operation& operation, const Json& input);

// What is wrong with an answer of ours, empty if nothing: members the model does not have, wrong types,
// missing required members (unless they are null, which the wire leaves out). Used by the door in debug builds and tests.
std::string output_fault(const model::Service& service, const model::Operation& operation, const Json& output);

}  // namespace lambent
