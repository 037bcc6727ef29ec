#include "aws/sigv2.h"

#include <algorithm>
#include <charconv>
#include <map>

#include "base/digest.h"
#include "base/text.h"
#include "base/time_text.h"

namespace lambent {
namespace {

// Arguments that are part of what is signed: sub-resources, and how the answer is to look.
constexpr std::string_view kSigned[] = {
    "accelerate", "acl", "analytics", "cors", "defaultObjectAcl", "delete", "inventory", "lifecycle", "location", "logging", "metrics", "notification",
    "object-lock", "partNumber", "policy", "publicAccessBlock", "replication", "requestPayment", "response-cache-control",
    "response-content-disposition", "response-content-encoding", "response-content-language", "response-content-type", "response-expires",
    "restore", "retention", "select", "select-type", "tagging", "torrent", "uploadId", "uploads", "versionId", "versioning", "versions", "website"};

std::string canonical_resource(const HttpRequest& request, const std::string& bucket) {
  std::string out = bucket.empty() ? "" : "/" + bucket;
  out += request.path();
  std::vector<std::pair<std::string, std::string>> arguments;
  std::string_view query = request.query();
  while (!query.empty()) {
    auto end = query.find('&');
    std::string_view one = query.substr(0, end);
    query = end == std::string_view::npos ? std::string_view{} : query.substr(end + 1);
    auto eq = one.find('=');
    std::string_view name = one.substr(0, eq);
    if (std::find(std::begin(kSigned), std::end(kSigned), name) == std::end(kSigned)) continue;
    arguments.emplace_back(name, eq == std::string_view::npos ? "" : "=" + form_decode(one.substr(eq + 1)));
  }
  std::sort(arguments.begin(), arguments.end());
  char mark = '?';
  for (const auto& [name, value] : arguments) {
    out += mark + name + value;
    mark = '&';
  }
  return out;
}

// A header, or the argument that stands for it.
std::map<std::string, std::string> amz_fields(const HttpRequest& request) {
  std::map<std::string, std::string> out;
  for (const auto& [name, value] : request.headers) {
    std::string low = lower(name);
    if (!low.starts_with("x-amz-")) continue;
    std::string& held = out[low];
    held += (held.empty() ? "" : ",") + std::string(trim(value));
  }
  for (const auto& [name, value] : parse_form(request.query()))
    if (istarts_with(name, "x-amz-") && !request.headers.has(name)) out[lower(name)] = std::string(trim(value));
  return out;
}

std::string field(const HttpRequest& request, const std::string& name) {
  if (request.headers.has(name)) return std::string(trim(request.headers.get(name)));
  for (const auto& [key, value] : parse_form(request.query()))
    if (iequals(key, name)) return value;
  return "";
}

std::string argument(const HttpRequest& request, std::string_view name) {
  for (const auto& [key, value] : parse_form(request.query()))
    if (key == name) return value;
  return "";
}

}  // namespace

bool is_sigv2(const HttpRequest& request) {
  return request.headers.get("Authorization").starts_with("AWS ") || request.query().find("AWSAccessKeyId=") != std::string_view::npos;
}

std::optional<std::string> sigv2_access_key(const HttpRequest& request) {
  std::string_view header = request.headers.get("Authorization");
  if (header.starts_with("AWS ")) return std::string(header.substr(4, header.find(':') - 4));
  if (!is_sigv2(request)) return std::nullopt;
  return argument(request, "AWSAccessKeyId");
}

std::optional<SignatureV2> find_sigv2(const HttpRequest& request) {
  if (!is_sigv2(request)) return std::nullopt;
  if (request.headers.get("Authorization").starts_with("AWS "))
    throw AwsError("InvalidRequest", 400, "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.");
  SignatureV2 out{argument(request, "AWSAccessKeyId"), argument(request, "Signature"), field(request, "x-amz-security-token"), 0};
  std::string expires = argument(request, "Expires");
  if (out.access_key.empty() || out.signature.empty() || expires.empty())
    throw AwsError("AccessDenied", 403, "Query-string authentication requires the Signature, Expires and AWSAccessKeyId parameters");
  auto [end, error] = std::from_chars(expires.data(), expires.data() + expires.size(), out.expires);
  if (error != std::errc() || end != expires.data() + expires.size() || out.expires < 0)
    throw AwsError("AccessDenied", 403, "Invalid date (should be seconds since epoch): " + expires);
  return out;
}

void check_expiry(const SignatureV2& signature, TimePoint now, TimePoint wall) {
  auto over = [&](TimePoint t) { return std::chrono::floor<std::chrono::seconds>(t).time_since_epoch().count() > signature.expires; };
  if (!over(now) || !over(wall)) return;
  throw AwsError("AccessDenied", 403, "Request has expired",
                 object({{"Expires", iso_seconds(TimePoint(std::chrono::seconds(signature.expires)))}, {"ServerTime", iso_seconds(now)}}));
}

void verify_sigv2(const HttpRequest& request, const SignatureV2& signature, const std::string& secret, const std::string& bucket) {
  std::string text = request.method + "\n" + field(request, "content-md5") + "\n" + field(request, "content-type") + "\n" +
                     std::to_string(signature.expires) + "\n";
  for (const auto& [name, value] : amz_fields(request)) text += name + ":" + value + "\n";
  text += canonical_resource(request, bucket);
  if (equal_in_constant_time(base64_encode(hmac_sha1(secret, text)), signature.signature)) return;
  throw AwsError("SignatureDoesNotMatch", 403,
                 "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
                 object({{"AWSAccessKeyId", signature.access_key}, {"StringToSign", text}, {"SignatureProvided", signature.signature}}));
}

}  // namespace lambent
