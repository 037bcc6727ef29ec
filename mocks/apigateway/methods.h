// How methods and integrations are shown.
#pragma once
#include "mocks/apigateway/rows.h"

namespace lambent::apigateway {

Json method_json(const Method& method, const std::string& resource_id);
Json integration_json(const Integration& integration, const std::string& resource_id);

}  // namespace lambent::apigateway
