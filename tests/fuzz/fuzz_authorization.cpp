// The Authorization header and presigned queries: any bytes are unsigned, refused in the protocol's words, or verified. The
// first line of the input is the target, the rest header fields.
#include <cstdint>
#include <string>

#include "aws/error.h"
#include "aws/sigv4.h"
#include "base/text.h"

using namespace lambent;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, size_t size) {
  HttpRequest request;
  request.method = "POST";
  request.body = "Action=Publish&Version=2010-03-31";
  const auto lines = split(std::string(reinterpret_cast<const char*>(data), size), '\n');
  request.target = lines.empty() ? "/" : lines[0];
  for (size_t i = 1; i < lines.size(); ++i) {
    const auto colon = lines[i].find(':');
    if (colon != std::string::npos) request.headers.add(lines[i].substr(0, colon), trim(std::string_view(lines[i]).substr(colon + 1)));
  }
  for (auto protocol : {model::Protocol::query, model::Protocol::json, model::Protocol::rest_json}) {
    try {
      const auto signature = find_signature(request, protocol);
      if (signature) verify_signature(request, *signature, "secret", protocol, TimePoint(std::chrono::seconds(1764000000)), TimePoint(std::chrono::seconds(1764000000)));
    } catch (const AwsError&) {
      // refused
    }
  }
  return 0;
}
