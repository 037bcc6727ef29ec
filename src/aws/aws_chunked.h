// The body coding "aws-chunked" of S3: chunks that may be signed, then trailing headers. A pure reader.
// AWS source: S3 API reference, "Signature calculations for the Authorization header: transferring a payload in multiple
// chunks", and the same "with trailing headers".
//
//   <hex length>[;chunk-signature=<64 hex>]\r\n<bytes>\r\n … 0[;chunk-signature=…]\r\n[name:value\r\n …]\r\n
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lambent {

struct AwsChunk {
  std::string_view bytes;
  std::string_view signature;  // empty: unsigned
};

// Views into the body it was read from.
struct AwsChunked {
  std::vector<AwsChunk> chunks;  // the last is the empty one
  std::vector<std::pair<std::string, std::string>> trailers;  // but x-amz-trailer-signature; names in small letters
  std::string trailer_signature;

  std::string bytes() const;  // of all chunks
};

std::optional<AwsChunked> parse_aws_chunked(std::string_view body);  // nothing: it is not whole, or something else

}  // namespace lambent
