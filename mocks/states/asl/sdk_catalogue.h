// How Step Functions names services and operations: as the AWS SDK for Java 2 does.
//
//   const SdkService* sfn = find_sdk_service("sfn");             // {"Sfn", "stepfunctions"}
//   const model::Operation* op = find_sdk_operation(*sfn, "sendTaskSuccess");
//   sdk_member("SSEKMSKeyId")                                    // "SsekmsKeyId"
//
// Every service of AWS is known by name (models/sdk_services.json); operations only of those with an API model here.
#pragma once
#include <string>
#include <string_view>

#include "aws/model.h"

namespace lambent::states::asl {

struct SdkService {
  std::string prefix;  // of error names: "Sfn"
  std::string model;   // of the API: "stepfunctions"; there may be none of that name here
};

const SdkService* find_sdk_service(std::string_view name);  // null: AWS has no such service
const model::Operation* find_sdk_operation(const SdkService& service, std::string_view action);  // null: no model, or no such operation

// "SSEKMSKeyId" as that SDK's method, "ssekmsKeyId": a row of capitals at the beginning becomes small.
std::string sdk_method(std::string_view name);
// The same with a capital at its head: how members are spelled in Parameters, Arguments and results.
std::string sdk_member(std::string_view name);

}  // namespace lambent::states::asl
