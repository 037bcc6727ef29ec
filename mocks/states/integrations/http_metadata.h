// SdkHttpMetadata and SdkResponseMetadata: what results of optimized integrations tell about the HTTP answer.
#pragma once
#include "aws/model.h"
#include "mocks/states/integrations/integration.h"

namespace lambent::states {

// `answer`: the operation's, by the API's names; what the headers say follows from it.
void add_http_metadata(Json& result, const model::Service& api, const Json& answer, const About& about);

}  // namespace lambent::states
