#include "aws/sigv4.h"

#include <algorithm>
#include <charconv>
#include <map>

#include "aws/aws_chunked.h"
#include "base/digest.h"
#include "base/text.h"
#include "base/time_text.h"

namespace lambent {
namespace {

using model::Protocol;
using namespace std::chrono_literals;

constexpr auto kSkew = 15min;
constexpr std::int64_t kLongestExpiry = 604'800;  // a week
constexpr std::string_view kAlgorithm = "AWS4-HMAC-SHA256";
constexpr const char* kTerminator = "aws4_request";

AwsError mismatch(Protocol protocol, const std::string& text) {
  return AwsError(protocol == Protocol::query || protocol == Protocol::rest_xml ? "SignatureDoesNotMatch" : "InvalidSignatureException", protocol == Protocol::json ? 400 : 403, text);
}

AwsError incomplete(Protocol protocol, const std::string& text) {
  if (protocol == Protocol::rest_xml) return AwsError("AuthorizationHeaderMalformed", 400, "The authorization header is malformed; " + text);
  return AwsError(protocol == Protocol::query ? "IncompleteSignature" : "IncompleteSignatureException", protocol == Protocol::rest_json ? 403 : 400, text);
}

// S3 of a presigned URL.
AwsError bad_arguments(const std::string& text) { return AwsError("AuthorizationQueryParametersError", 400, text); }

void split_credential(const std::string& credential, Protocol protocol, Signature& out) {
  auto parts = split(credential, '/');
  if (parts.size() != 5)
    throw incomplete(protocol, "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '" + credential + "'");
  if (parts[4] != kTerminator) throw mismatch(protocol, "Credential should be scoped with a valid terminator: 'aws4_request', not '" + parts[4] + "'.");
  out.access_key = parts[0];
  out.date = parts[1];
  out.region = parts[2];
  out.service = parts[3];
}

std::optional<Signature> from_header(const HttpRequest& request, Protocol protocol) {
  std::string header(request.headers.get("Authorization"));
  if (!header.starts_with(kAlgorithm)) return std::nullopt;
  Signature out;
  std::string_view rest = std::string_view(header).substr(kAlgorithm.size());
  bool credential = false, signed_headers = false, signature = false;
  while (!rest.empty()) {
    auto end = rest.find_first_of(", ");
    std::string_view field = trim(rest.substr(0, end));
    rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
    if (field.empty()) continue;
    auto eq = field.find('=');
    if (eq == std::string_view::npos)
      throw incomplete(protocol, "'" + std::string(field) + "' not a valid key=value pair (missing equal-sign) in Authorization header: '" + header + "'.");
    std::string value(field.substr(eq + 1));
    std::string_view name = field.substr(0, eq);
    if (name == "Credential") {
      split_credential(value, protocol, out);
      credential = true;
    } else if (name == "SignedHeaders") {
      out.signed_headers = split(value, ';');
      signed_headers = true;
    } else if (name == "Signature") {
      out.signature = value;
      signature = true;
    }
  }
  out.time = std::string(request.headers.get("X-Amz-Date"));
  if (out.time.empty())
    if (auto t = parse_http_date(request.headers.get("Date"))) out.time = amz_date(*t);
  std::string missing;
  if (!credential) missing += "Authorization header requires 'Credential' parameter. ";
  if (!signature) missing += "Authorization header requires 'Signature' parameter. ";
  if (!signed_headers) missing += "Authorization header requires 'SignedHeaders' parameter. ";
  if (out.time.empty()) missing += "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ";
  if (!missing.empty()) throw incomplete(protocol, missing + "Authorization=" + header);
  out.session_token = std::string(request.headers.get("X-Amz-Security-Token"));
  return out;
}

std::int64_t expiry(const std::string& text, Protocol protocol) {
  std::int64_t seconds = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  const bool s3 = protocol == Protocol::rest_xml;
  if (error != std::errc() || end != text.data() + text.size()) throw s3 ? bad_arguments("X-Amz-Expires should be a number") : incomplete(protocol, "X-Amz-Expires should be a number");
  if (s3 && (seconds < 0 || seconds > kLongestExpiry))
    throw bad_arguments(seconds < 0 ? "X-Amz-Expires must be non-negative" : "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds");
  if (seconds < 0) throw incomplete(protocol, "X-Amz-Expires must be non-negative");
  if (seconds > kLongestExpiry)
    throw incomplete(protocol, "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds");
  return seconds;
}

std::optional<Signature> from_query(const HttpRequest& request, Protocol protocol) {
  if (request.query().find("X-Amz-Signature=") == std::string_view::npos) return std::nullopt;
  std::map<std::string, std::string> given;
  for (auto& [name, value] : parse_form(request.query())) given.emplace(name, value);
  std::string missing;
  for (const char* name : {"X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-Expires", "X-Amz-Signature", "X-Amz-SignedHeaders"})
    if (!given.contains(name)) missing += std::string("AWS query-string parameters must include '") + name + "'. ";
  if (!missing.empty() && protocol == Protocol::rest_xml)
    throw bad_arguments("Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.");
  if (!missing.empty()) throw incomplete(protocol, missing + "Re-examine the query-string parameters.");
  if (given["X-Amz-Algorithm"] != kAlgorithm) return std::nullopt;
  Signature out;
  out.presigned = true;
  split_credential(given["X-Amz-Credential"], protocol, out);
  out.time = given["X-Amz-Date"];
  out.signed_headers = split(given["X-Amz-SignedHeaders"], ';');
  out.signature = given["X-Amz-Signature"];
  out.session_token = given["X-Amz-Security-Token"];
  out.expires_seconds = expiry(given["X-Amz-Expires"], protocol);
  return out;
}

// Dot segments and doubled slashes go, then each segment is encoded once more than it was sent.
std::string canonical_path(std::string_view path, const std::string& service) {
  if (service == "s3") return path.empty() ? "/" : std::string(path);
  std::vector<std::string> kept;
  for (const auto& segment : split(path, '/')) {
    if (segment.empty() || segment == ".") continue;
    if (segment == "..") {
      if (!kept.empty()) kept.pop_back();
    } else {
      kept.push_back(percent_encode(segment));
    }
  }
  std::string out = "/" + join(kept, "/");
  if (!kept.empty() && path.ends_with('/')) out += '/';
  return out;
}

std::string canonical_query(std::string_view query) {
  std::vector<std::pair<std::string, std::string>> pairs;
  while (!query.empty()) {
    auto amp = query.find('&');
    std::string_view one = query.substr(0, amp);
    query = amp == std::string_view::npos ? std::string_view{} : query.substr(amp + 1);
    if (one.empty()) continue;
    auto eq = one.find('=');
    // Decoded and encoded again: clients differ in what they leave bare.
    std::string name = percent_encode(percent_decode(one.substr(0, eq)));
    std::string value = eq == std::string_view::npos ? "" : percent_encode(percent_decode(one.substr(eq + 1)));
    if (name != "X-Amz-Signature") pairs.emplace_back(std::move(name), std::move(value));
  }
  std::sort(pairs.begin(), pairs.end());
  std::string out;
  for (const auto& [name, value] : pairs) out += (out.empty() ? "" : "&") + name + "=" + value;
  return out;
}

std::string one_blank(std::string_view value) {
  std::string out;
  for (char c : trim(value))
    if (c != ' ' || out.empty() || out.back() != ' ') out += c;
  return out;
}

std::string payload_hash(const HttpRequest& request, const Signature& s) {
  std::string_view given = request.headers.get("X-Amz-Content-Sha256");
  if (!given.empty()) return std::string(given);
  if (s.presigned && s.service == "s3") return "UNSIGNED-PAYLOAD";
  return hex_encode(sha256(request.body));
}

std::string canonical_request(const HttpRequest& request, const Signature& s, const std::string& hash) {
  std::string headers;
  std::vector<std::string> names = s.signed_headers;
  std::sort(names.begin(), names.end());
  for (const auto& name : names) {
    std::string values;
    for (auto value : request.headers.all(name)) values += (values.empty() ? "" : ",") + one_blank(value);
    headers += name + ":" + values + "\n";
  }
  return request.method + "\n" + canonical_path(request.path(), s.service) + "\n" + canonical_query(request.query()) + "\n" + headers + "\n" +
         join(names, ";") + "\n" + hash;
}

std::string signing_key(const Signature& s, const std::string& secret) {
  return hmac_sha256(hmac_sha256(hmac_sha256(hmac_sha256("AWS4" + secret, s.date), s.region), s.service), "aws4_request");
}

std::string signature_of(const HttpRequest& request, const Signature& s, const std::string& key, const std::string& hash) {
  std::string scope = s.date + "/" + s.region + "/" + s.service + "/aws4_request";
  std::string to_sign = "AWS4-HMAC-SHA256\n" + s.time + "\n" + scope + "\n" + hex_encode(sha256(canonical_request(request, s, hash)));
  return hex_encode(hmac_sha256(key, to_sign));
}

// Empty if the request is in time by this clock, else what AWS says.
std::string out_of_time(TimePoint then, const Signature& s, TimePoint now) {
  if (s.presigned) {
    if (now > then + std::chrono::seconds(s.expires_seconds)) return "Signature expired: " + s.time + " is now earlier than " + amz_date(now);
    return now < then - kSkew ? "Signature not yet current: " + s.time + " is still later than " + amz_date(now + kSkew) + " (" + amz_date(now) + " + 15 min.)" : "";
  }
  if (then < now - kSkew) return "Signature expired: " + s.time + " is now earlier than " + amz_date(now - kSkew) + " (" + amz_date(now) + " - 15 min.)";
  if (then > now + kSkew) return "Signature not yet current: " + s.time + " is still later than " + amz_date(now + kSkew) + " (" + amz_date(now) + " + 15 min.)";
  return "";
}

AwsError late_for_s3(const Signature& s, TimePoint then, TimePoint now) {
  if (!s.presigned)
    return AwsError("RequestTimeTooSkewed", 403, "The difference between the request time and the current time is too large.",
                    object({{"RequestTime", s.time}, {"ServerTime", iso_seconds(now)}, {"MaxAllowedSkewMilliseconds", "900000"}}));
  if (now < then) return AwsError("AccessDenied", 403, "Request is not valid yet", object({{"X-Amz-Date", s.time}, {"ServerTime", iso_seconds(now)}}));
  return AwsError("AccessDenied", 403, "Request has expired",
                  object({{"X-Amz-Expires", std::to_string(s.expires_seconds)}, {"Expires", iso_seconds(then + std::chrono::seconds(s.expires_seconds))}, {"ServerTime", iso_seconds(now)}}));
}

// S3 looks at no header that could change what is asked for unless it has been signed; nor at a digest of the body. The body's hash
// of x-amz-content-sha256 is part of what is signed in any case.
void check_all_signed(const HttpRequest& request, const Signature& s) {
  std::string missing;
  for (const auto& [name, value] : request.headers) {
    std::string low = lower(name);
    bool matters = (low.starts_with("x-amz-") && low != "x-amz-content-sha256") || low == "content-md5";
    if (!matters || std::find(s.signed_headers.begin(), s.signed_headers.end(), low) != s.signed_headers.end()) continue;
    missing += (missing.empty() ? "" : ", ") + low;
  }
  if (missing.empty()) return;
  throw AwsError("AccessDenied", 403, "There were headers present in the request which were not signed", object({{"HeadersNotSigned", missing}}));
}

// Each chunk of a body is signed with the signature before it, the trailers with that of the last chunk.
bool chunks_fit(const HttpRequest& request, const Signature& s, const std::string& key, const std::string& hash) {
  if (!hash.starts_with("STREAMING-AWS4-HMAC-SHA256-PAYLOAD")) return true;
  auto body = parse_aws_chunked(request.body);
  if (!body) return true;  // what is no such body is refused as one later
  const std::string where = s.time + "\n" + s.date + "/" + s.region + "/" + s.service + "/aws4_request\n";
  std::string previous = s.signature;
  for (const auto& chunk : body->chunks) {
    std::string text = "AWS4-HMAC-SHA256-PAYLOAD\n" + where + previous + "\n" + hex_encode(sha256("")) + "\n" + hex_encode(sha256(chunk.bytes));
    previous = hex_encode(hmac_sha256(key, text));
    if (!equal_in_constant_time(previous, chunk.signature)) return false;
  }
  if (!hash.ends_with("-TRAILER")) return true;
  std::string trailers;
  for (const auto& [name, value] : body->trailers) trailers += name + ":" + value + "\n";
  std::string text = "AWS4-HMAC-SHA256-TRAILER\n" + where + previous + "\n" + hex_encode(sha256(trailers));
  return equal_in_constant_time(hex_encode(hmac_sha256(key, text)), body->trailer_signature);
}

void check_time(const Signature& s, Protocol protocol, TimePoint now, TimePoint wall) {
  auto then = parse_amz_date(s.time);
  if (!then || s.time.substr(0, 8) != s.date)
    throw mismatch(protocol, "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '" + s.date + "' != '" + s.time.substr(0, 8) + "', from '" + s.time + "'.");
  std::string late = out_of_time(*then, s, now);
  if (late.empty() || out_of_time(*then, s, wall).empty()) return;
  throw protocol == Protocol::rest_xml ? late_for_s3(s, *then, now) : mismatch(protocol, late);
}

}  // namespace

std::optional<Signature> find_signature(const HttpRequest& request, Protocol protocol) {
  if (auto header = from_header(request, protocol)) return header;
  return from_query(request, protocol);
}

void check_link(const Signature& s, const HttpRequest& request, Protocol protocol, TimePoint now, TimePoint wall) {
  check_time(s, protocol, now, wall);
  check_all_signed(request, s);
}

void verify_signature(const HttpRequest& request, const Signature& s, const std::string& secret, Protocol protocol, TimePoint now, TimePoint wall) {
  check_time(s, protocol, now, wall);
  if (protocol == Protocol::rest_xml) check_all_signed(request, s);
  std::string hash = payload_hash(request, s);
  bool digest = hash.size() == 64;
  bool body_fits = !digest || s.service == "s3" || hash == hex_encode(sha256(request.body));
  bool host_signed = std::find(s.signed_headers.begin(), s.signed_headers.end(), "host") != s.signed_headers.end();
  std::string key = signing_key(s, secret);
  if (body_fits && host_signed && equal_in_constant_time(signature_of(request, s, key, hash), s.signature) && chunks_fit(request, s, key, hash)) return;
  const std::string text = "The request signature we calculated does not match the signature you provided. Check your ";
  if (protocol != Protocol::rest_xml) throw mismatch(protocol, text + "AWS Secret Access Key and signing method. Consult the service documentation for details.");
  throw AwsError("SignatureDoesNotMatch", 403, text + "key and signing method.",
                 object({{"AWSAccessKeyId", s.access_key}, {"SignatureProvided", s.signature}, {"CanonicalRequest", canonical_request(request, s, hash)}}));
}

namespace {

AwsError s3_signature_error(SignatureFault fault) {
  switch (fault) {
    case SignatureFault::missing: return AwsError("AccessDenied", 403, "Access Denied");
    case SignatureFault::expired_token: return AwsError("ExpiredToken", 400, "The provided token has expired.");
    case SignatureFault::bad_token: return AwsError("InvalidToken", 400, "The provided token is malformed or otherwise invalid.");
    case SignatureFault::unknown_key: break;
  }
  return AwsError("InvalidAccessKeyId", 403, "The AWS Access Key Id you provided does not exist in our records.");
}

}  // namespace

AwsError signature_error(SignatureFault fault, Protocol protocol) {
  if (protocol == Protocol::rest_xml) return s3_signature_error(fault);
  bool query = protocol == Protocol::query;
  int status = protocol == Protocol::json ? 400 : 403;
  switch (fault) {
    case SignatureFault::missing:
      return AwsError(query ? "MissingAuthenticationToken" : "MissingAuthenticationTokenException", status,
                      protocol == Protocol::rest_json ? "Missing Authentication Token" : "Request is missing Authentication Token");
    case SignatureFault::expired_token:
      return AwsError(query ? "ExpiredToken" : "ExpiredTokenException", status, "The security token included in the request is expired");
    case SignatureFault::unknown_key:
    case SignatureFault::bad_token: break;
  }
  return AwsError(query ? "InvalidClientTokenId" : "UnrecognizedClientException", status, "The security token included in the request is invalid.");
}

void sign(HttpRequest& request, const std::string& access_key, const std::string& secret, const std::string& session_token,
          const std::string& region, const std::string& service, TimePoint now) {
  Signature s;
  s.access_key = access_key;
  s.time = amz_date(now);
  s.date = s.time.substr(0, 8);
  s.region = region;
  s.service = service;
  request.headers.set("X-Amz-Date", s.time);
  if (!session_token.empty()) request.headers.set("X-Amz-Security-Token", session_token);
  for (const auto& [name, value] : request.headers) {
    std::string low = lower(name);
    if (low == "host" || low == "content-type" || low.starts_with("x-amz-")) s.signed_headers.push_back(low);
  }
  std::sort(s.signed_headers.begin(), s.signed_headers.end());
  s.signed_headers.erase(std::unique(s.signed_headers.begin(), s.signed_headers.end()), s.signed_headers.end());
  std::string signature = signature_of(request, s, signing_key(s, secret), payload_hash(request, s));
  request.headers.set("Authorization", "AWS4-HMAC-SHA256 Credential=" + access_key + "/" + s.date + "/" + region + "/" + service +
                                           "/aws4_request, SignedHeaders=" + join(s.signed_headers, ";") + ", Signature=" + signature);
}

}  // namespace lambent
