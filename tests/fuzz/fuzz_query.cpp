// Form parameters of the query protocol against the shapes of IAM, SNS and SES: any bytes are an input that fits the shapes
// or a refusal. The first line names the operation ("sns Publish"), the rest is the body.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "aws/validate.h"
#include "aws/wire.h"
#include "base/text.h"

using namespace lambent;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto line = text.find('\n');
  if (line == std::string::npos) return 0;
  const auto names = split(text.substr(0, line), ' ');
  const model::Service* service = names.size() == 2 ? model::find(names[0]) : nullptr;
  const model::Operation* operation = service ? service->find(names[1]) : nullptr;
  if (!operation || service->protocols.front() != model::Protocol::query) return 0;
  Identified what;
  what.service = service;
  what.operation = operation;
  what.protocol = model::Protocol::query;
  HttpRequest request;
  request.method = "POST";
  request.target = "/";
  request.headers.set("Content-Type", "application/x-www-form-urlencoded");
  request.body = text.substr(line + 1);
  try {
    Json input = parse_input(what, request);
    if (!input.is_object()) std::abort();
    for (const auto& [name, value] : input.items())
      if (!operation->input->find(name)) std::abort();  // nothing that the shape has not
    validate_input(*service, *operation, input);
  } catch (const AwsError&) {
    // refused
  }
  return 0;
}
