// Between what a Task writes and what an API takes, by the API's own shapes.
//
//   std::vector<std::string> faults;
//   Json input = to_input(*operation.input, parameters, Spelling::sdk, faults);
//   Json result = to_result(*operation.output, answer, Spelling::sdk);
//
// Members are spelled with a capital whatever the API's casing, down to the last nested structure. Values given for text
// that are not text go in as JSON; so do those for blobs. Text for an attribute value of DynamoDB's optimized integration is
// its S: SDK 1 makes one of it. Of results: blobs are text (base64 if they are not UTF-8),
// members in alphabetical order, absent members absent. `faults` gets AWS's reasons, one each.
#pragma once
#include <string>
#include <vector>

#include "aws/model.h"
#include "base/json.h"

namespace lambent::states {

// How members are spelled, and times written: as the SDK for Java 2 does (aws-sdk integrations; ISO 8601), or with the API's
// name (optimized integrations; milliseconds since 1970).
enum class Spelling { sdk, api };

std::string spelled(const std::string& member, Spelling spelling);
Json to_input(const model::Shape& shape, const Json& given, Spelling spelling, std::vector<std::string>& faults);
Json to_result(const model::Shape& shape, const Json& answer, Spelling spelling);

}  // namespace lambent::states
