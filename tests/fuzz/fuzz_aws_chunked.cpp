// Bodies in S3's aws-chunked coding: whatever it is, reading it ends, its chunks are pieces of the body, in order, and the
// bytes put into the coding again are the same.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "aws/aws_chunked.h"

using namespace lambent;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, size_t size) {
  const std::string body(reinterpret_cast<const char*>(data), size);
  auto read = parse_aws_chunked(body);
  if (!read) return 0;
  if (read->chunks.empty() || !read->chunks.back().bytes.empty()) std::abort();
  const char* at = body.data();
  std::string again;
  for (const auto& chunk : read->chunks) {
    if (chunk.bytes.empty()) continue;
    if (chunk.bytes.data() < at || chunk.bytes.data() + chunk.bytes.size() > body.data() + body.size()) std::abort();
    at = chunk.bytes.data() + chunk.bytes.size();
    char length[24];
    std::snprintf(length, sizeof length, "%zx\r\n", chunk.bytes.size());
    again.append(length).append(chunk.bytes).append("\r\n");
  }
  again += "0\r\n\r\n";
  auto twice = parse_aws_chunked(again);  // views into it
  if (!twice || twice->bytes() != read->bytes()) std::abort();
  return 0;
}
