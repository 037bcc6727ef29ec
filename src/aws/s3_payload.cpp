#include "aws/s3_payload.h"

#include <charconv>

#include "aws/aws_chunked.h"
#include "aws/json_values.h"
#include "base/checksums.h"
#include "base/digest.h"
#include "base/text.h"

namespace lambent {
namespace {

constexpr std::string_view kChecksum = "x-amz-checksum-";

// A presigned URL carries as arguments what its maker would have sent as headers.
void arguments_to_headers(HttpRequest& request) {
  if (request.query().find("mz-") == std::string_view::npos) return;
  for (const auto& [name, value] : parse_form(request.query())) {
    std::string low = lower(name);
    if (!low.starts_with("x-amz-") || request.headers.has(name)) continue;
    bool of_signature = false;
    for (const char* one : {"x-amz-algorithm", "x-amz-credential", "x-amz-date", "x-amz-expires", "x-amz-signedheaders", "x-amz-signature", "x-amz-security-token"})
      of_signature |= low == one;
    if (!of_signature) request.headers.add(low, value);
  }
}

void without_aws_chunked(HttpRequest& request) {
  std::vector<std::string> kept;
  for (const auto& one : split(request.headers.get("Content-Encoding"), ','))
    if (auto word = trim(one); !word.empty() && !iequals(word, "aws-chunked")) kept.emplace_back(word);
  request.headers.remove("Content-Encoding");
  if (!kept.empty()) request.headers.set("Content-Encoding", join(kept, ","));
}

bool says_chunked(const HttpRequest& request) {
  if (request.headers.get("x-amz-content-sha256").starts_with("STREAMING-")) return true;
  for (const auto& one : split(request.headers.get("Content-Encoding"), ','))
    if (iequals(trim(one), "aws-chunked")) return true;
  return false;
}

void unchunk(HttpRequest& request) {
  auto read = parse_aws_chunked(request.body);
  AwsError incomplete("IncompleteBody", 400, "The request body terminated unexpectedly");
  if (!read) throw incomplete;
  std::string bytes = read->bytes();
  std::string_view announced = request.headers.get("x-amz-decoded-content-length");
  size_t length = 0;
  auto [end, error] = std::from_chars(announced.data(), announced.data() + announced.size(), length);
  if (announced.empty() || error != std::errc() || end != announced.data() + announced.size())
    throw AwsError("MissingContentLength", 411, "You must provide the Content-Length HTTP header.");
  if (length != bytes.size())
    throw AwsError("IncompleteBody", 400, "You did not provide the number of bytes specified by the Content-Length HTTP header");
  for (auto& [name, value] : read->trailers) {
    if (!name.starts_with(kChecksum)) throw AwsError("MalformedTrailerError", 400, "The request contained trailing data that was not well-formed or did not conform to our published schema.");
    request.headers.set(name, value);
  }
  for (const auto& promised : split(request.headers.get("x-amz-trailer"), ',')) {
    auto name = trim(promised);
    if (name.empty()) continue;
    if (!istarts_with(name, kChecksum)) throw AwsError("InvalidRequest", 400, "The value specified in the x-amz-trailer header is not supported");
    if (!request.headers.has(name)) throw AwsError("MalformedTrailerError", 400, "The request contained trailing data that was not well-formed or did not conform to our published schema.");
  }
  request.body = std::move(bytes);
  without_aws_chunked(request);
  request.headers.remove("Content-Length");
}

void check_sha256(const HttpRequest& request) {
  std::string_view given = request.headers.get("x-amz-content-sha256");
  if (given.empty() || given == "UNSIGNED-PAYLOAD" || given.starts_with("STREAMING-")) return;
  if (given.size() != 64 || given.find_first_not_of("0123456789abcdef") != std::string_view::npos)
    throw AwsError("InvalidArgument", 400, "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD, or a valid sha256 value.",
                   object({{"ArgumentName", "x-amz-content-sha256"}, {"ArgumentValue", std::string(given)}}));
  std::string computed = hex_encode(sha256(request.body));
  if (computed == given) return;
  throw AwsError("XAmzContentSHA256Mismatch", 400, "The provided 'x-amz-content-sha256' header does not match what was computed.",
                 object({{"ClientComputedContentSHA256", std::string(given)}, {"S3ComputedContentSHA256", computed}}));
}

void check_document(const HttpRequest& request) {
  if (request.headers.has("Content-MD5")) {
    auto given = base64_decode(request.headers.get("Content-MD5"));
    if (!given || given->size() != 16) throw AwsError("InvalidDigest", 400, "The Content-MD5 you specified was invalid.", object({{"Content-MD5", std::string(request.headers.get("Content-MD5"))}}));
    if (*given != md5(request.body)) throw AwsError("BadDigest", 400, "The Content-MD5 you specified did not match what we received.");
  }
  for (const auto& [name, value] : request.headers) {
    if (!istarts_with(name, kChecksum)) continue;
    const std::string algorithm = upper(std::string_view(name).substr(kChecksum.size()));
    auto computed = checksum_of(algorithm, request.body);
    if (!computed || base64_encode(*computed) == value) continue;  // other words are no algorithms
    throw AwsError("BadDigest", 400, "The " + algorithm + " you specified did not match the calculated checksum.");
  }
}

AwsError not_a_number(const model::Member& m, const std::string& text) {
  std::string message = "Provided " + m.wire + " not an integer or within integer range";
  if (m.wire == "partNumber") message = "Part number must be an integer between 1 and 10000, inclusive";
  return AwsError("InvalidArgument", 400, message, object({{"ArgumentName", m.wire}, {"ArgumentValue", text}}));
}

void check_values(const Identified& what, HttpRequest& request) {
  if (!what.operation->input) return;
  const auto query = parse_form(request.query());
  for (const model::Member& m : what.operation->input->members) {
    if (m.place == model::Place::header && m.shape->type == model::Type::timestamp && request.headers.has(m.wire) &&
        !read_time(std::string(request.headers.get(m.wire))))
      request.headers.remove(m.wire);
    if (m.shape->type != model::Type::integer) continue;
    std::string text(m.place == model::Place::header ? request.headers.get(m.wire) : std::string_view{});
    if (m.place == model::Place::query)
      for (const auto& [name, value] : query)
        if (name == m.wire) text = value;
    std::int64_t number = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (!text.empty() && (error != std::errc() || end != text.data() + text.size())) throw not_a_number(m, text);
  }
}

}  // namespace

void prepare_s3_request(const Identified& what, HttpRequest& request) {
  arguments_to_headers(request);
  check_values(what, request);
  check_sha256(request);
  if (says_chunked(request)) unchunk(request);
  const model::Shape* input = what.operation->input;
  const model::Member* payload = input && !input->payload.empty() ? input->find(input->payload) : nullptr;
  const bool bytes = payload && payload->shape->type == model::Type::blob;
  const bool completes = what.operation->name == "CompleteMultipartUpload";  // its checksums are of the object
  if (!bytes && !completes && !request.body.empty()) check_document(request);
}

}  // namespace lambent
