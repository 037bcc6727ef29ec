// Which bytes of an object a request is for. AWS source: S3 API reference, GetObject; RFC 9110 section 14.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "mocks/s3/rows.h"

namespace lambent::s3 {

struct Slice {
  std::uint64_t from = 0, size = 0;
  std::string content_range(std::uint64_t whole) const;  // "bytes 0-4/10"; of nothing empty
};

// "bytes=0-4", "bytes=5-", "bytes=-3"; nothing for what is no such range, which S3 passes over: several ranges too.
// Throws InvalidRange for one behind the end.
std::optional<Slice> read_range(std::string_view range, std::uint64_t size);

// A part of a multipart object; an object without parts is its own first. Throws InvalidPartNumber.
Slice slice_of_part(const ObjectRow& object, std::int64_t number);

}  // namespace lambent::s3
