#include "aws/aws_chunked.h"

#include <charconv>

#include "base/text.h"

namespace lambent {
namespace {

constexpr std::string_view kSignature = "chunk-signature=";

// Up to the next line's end, which is taken off too. Clients end the last trailer with a bare line feed now and then.
std::optional<std::string_view> take_line(std::string_view& rest) {
  auto end = rest.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end + 1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

bool read_trailers(std::string_view rest, AwsChunked& out) {
  while (!rest.empty()) {
    auto line = take_line(rest);
    if (!line) return false;
    if (line->empty()) return rest.empty() || trim(rest).empty();
    auto colon = line->find(':');
    if (colon == std::string_view::npos || colon == 0) return false;
    std::string name = lower(trim(line->substr(0, colon)));
    std::string value(trim(line->substr(colon + 1)));
    if (name == "x-amz-trailer-signature")
      out.trailer_signature = std::move(value);
    else
      out.trailers.emplace_back(std::move(name), std::move(value));
  }
  return true;
}

}  // namespace

std::optional<AwsChunked> parse_aws_chunked(std::string_view body) {
  AwsChunked out;
  for (;;) {
    auto line = take_line(body);
    if (!line) return std::nullopt;
    AwsChunk chunk;
    auto semicolon = line->find(';');
    std::string_view digits = line->substr(0, semicolon);
    size_t length = 0;
    auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), length, 16);
    if (digits.empty() || error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
    if (semicolon != std::string_view::npos) {
      std::string_view extension = line->substr(semicolon + 1);
      if (!extension.starts_with(kSignature)) return std::nullopt;
      chunk.signature = extension.substr(kSignature.size());
    }
    if (length == 0) {
      out.chunks.push_back(chunk);
      if (!read_trailers(body, out)) return std::nullopt;
      return out;
    }
    if (body.size() < length || body.size() - length < 2 || body.substr(length, 2) != "\r\n") return std::nullopt;
    chunk.bytes = body.substr(0, length);
    body.remove_prefix(length + 2);
    out.chunks.push_back(chunk);
  }
}

std::string AwsChunked::bytes() const {
  size_t size = 0;
  for (const auto& chunk : chunks) size += chunk.bytes.size();
  std::string out;
  out.reserve(size);
  for (const auto& chunk : chunks) out.append(chunk.bytes);
  return out;
}

}  // namespace lambent
