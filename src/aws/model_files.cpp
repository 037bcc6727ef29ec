#include "aws/model_files.h"

#include "base/embedded.h"

LAMBENT_EMBEDDED(model_apigateway)
LAMBENT_EMBEDDED(model_iam)
LAMBENT_EMBEDDED(model_lambda)
LAMBENT_EMBEDDED(model_s3)
LAMBENT_EMBEDDED(model_ses)
LAMBENT_EMBEDDED(model_sesv2)
LAMBENT_EMBEDDED(model_sns)
LAMBENT_EMBEDDED(model_sqs)
LAMBENT_EMBEDDED(model_sqs_query)
LAMBENT_EMBEDDED(model_stepfunctions)
LAMBENT_EMBEDDED(model_sts)

namespace lambent::model {
namespace {

std::unique_ptr<Service> parse(const char* name, std::string_view bytes) {
  try {
    return from_json(name, parse_json(bytes));
  } catch (const JsonError& e) {
    throw std::logic_error(std::string("model ") + name + " is broken: " + e.what());
  }
}

#define LAMBENT_MODEL(name)                                                      \
  File {                                                                         \
    #name, []() -> const Service* {                                              \
      static const std::unique_ptr<Service> made = parse(#name, embedded_model_##name()); \
      return made.get();                                                         \
    }                                                                            \
  }

const File kFiles[] = {LAMBENT_MODEL(apigateway), LAMBENT_MODEL(iam), LAMBENT_MODEL(lambda), LAMBENT_MODEL(s3),        LAMBENT_MODEL(ses),           LAMBENT_MODEL(sesv2),
                       LAMBENT_MODEL(sns),        LAMBENT_MODEL(sqs), LAMBENT_MODEL(sqs_query), LAMBENT_MODEL(stepfunctions), LAMBENT_MODEL(sts)};

#undef LAMBENT_MODEL

}  // namespace

std::span<const File> files() { return kFiles; }

}  // namespace lambent::model
