#include "aws/s3_request.h"

#include <algorithm>

#include "aws/sigv2.h"
#include "base/text.h"

namespace lambent {
namespace {

using model::Member;
using model::Operation;
using model::Place;

std::string plain_host(std::string_view header) {
  if (header.starts_with('[')) return "";
  std::string out = lower(header.substr(0, header.find(':')));
  if (out.ends_with('.')) out.pop_back();
  return out;
}

bool ends_with_name(std::string_view host, std::string_view name) {
  return host == name || (host.size() > name.size() && host.ends_with(name) && host[host.size() - name.size() - 1] == '.');
}

// What may follow "s3." or "s3-": a region, or nothing, and one of our names.
bool s3_domain(std::string_view rest) {
  for (std::string_view name : {"amazonaws.com", "localhost.localstack.cloud", "localhost"}) {
    if (!ends_with_name(rest, name)) continue;
    std::string_view region = rest.substr(0, rest.size() - name.size());
    return region.find('.') == std::string_view::npos || region.find('.') == region.size() - 1;
  }
  return false;
}

struct Host {
  bool of_s3 = false;
  std::string bucket;  // empty: it stands in the path
};

Host host_of(std::string_view header) {
  const std::string host = plain_host(header);
  for (std::string_view mark : {"s3.", "s3-"}) {
    if (host.starts_with(mark) && s3_domain(std::string_view(host).substr(3))) return {true, ""};
    auto at = host.rfind("." + std::string(mark));
    if (at != std::string::npos && at > 0 && s3_domain(std::string_view(host).substr(at + 4))) return {true, host.substr(0, at)};
  }
  if (host.size() > 10 && host.ends_with(".localhost")) return {false, host.substr(0, host.size() - 10)};
  return {};
}

// Names that the uri template of an operation asks for: 0 the service, 1 a bucket, 2 an object.
int depth_of(const Operation& operation) {
  std::string_view path = std::string_view(operation.uri).substr(0, operation.uri.find('?'));
  if (path == "/") return 0;
  if (path == "/{Bucket}") return 1;
  return path == "/{Bucket}/{Key+}" ? 2 : -1;
}

using Query = std::vector<std::pair<std::string, std::string>>;

bool has_argument(const Query& query, const std::string& name) {
  return std::any_of(query.begin(), query.end(), [&](const auto& one) { return one.first == name; });
}

// How well a request fits an operation: the constant arguments of its template count first, then the required members
// that stand in query and headers. Negative: not at all.
int fitness(const Operation& operation, const HttpRequest& request, const Query& query) {
  int constants = 0, given = 0, lacking = 0;
  auto mark = operation.uri.find('?');
  if (mark != std::string::npos)
    for (const auto& [name, value] : parse_form(std::string_view(operation.uri).substr(mark + 1))) {
      auto it = std::find_if(query.begin(), query.end(), [&, n = name](const auto& one) { return one.first == n; });
      if (it == query.end() || (!value.empty() && it->second != value)) return -1;
      ++constants;
    }
  if (operation.input)
    for (const Member& m : operation.input->members) {
      if (!m.required || (m.place != Place::query && m.place != Place::header)) continue;
      bool there = m.place == Place::query ? has_argument(query, m.wire) : request.headers.has(m.wire);
      ++(there ? given : lacking);
    }
  if (lacking > 0 && constants == 0) return -1;
  return constants * 100 + given * 2 - lacking;
}

// Of two operations of one request the model keeps the older for old clients, and one is for another sort of bucket.
bool superseded(std::string_view name) {
  for (std::string_view old : {"GetBucketLifecycle", "PutBucketLifecycle", "GetBucketNotification", "PutBucketNotification", "ListDirectoryBuckets"})
    if (name == old) return true;
  return false;
}

const char* const kResourceTypes[] = {"SERVICE", "BUCKET", "OBJECT"};

}  // namespace

bool possible_bucket_name(std::string_view name) {
  if (name.size() < 3 || name.size() > 63) return false;
  auto alphanumeric = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  if (!alphanumeric(name.front()) || !alphanumeric(name.back())) return false;
  return std::all_of(name.begin(), name.end(), [&](char c) { return alphanumeric(c) || c == '.' || c == '-'; });
}

bool is_s3_host(std::string_view header) {
  if (header.find("s3") == std::string_view::npos) return false;  // asked for every request
  return host_of(header).of_s3;
}

std::string s3_bucket_of_host(std::string_view header) { return host_of(header).bucket; }

bool is_s3_request(const HttpRequest& request) {
  const Host host = host_of(request.headers.get("Host"));
  if (host.of_s3 || is_sigv2(request) || possible_bucket_name(host.bucket)) return true;
  for (const char* name : {"x-amz-content-sha256", "x-amz-copy-source", "x-amz-checksum-mode"})
    if (request.headers.has(name)) return true;
  std::string_view path = request.path();
  if (path.size() < 2) return false;
  if (path.starts_with("/restapis/") && path.find("/_user_request_") != std::string_view::npos) return false;  // a deployed API
  path.remove_prefix(1);
  std::string_view first = path.substr(0, path.find('/'));
  return possible_bucket_name(first) && first != "favicon.ico";  // browsers ask everybody for that one
}

void identify_s3(const HttpRequest& request, Identified& out, std::optional<AwsError>& error) {
  out.protocol = model::Protocol::rest_xml;
  if (auto key = sigv2_access_key(request)) out.access_key = *key;
  std::string_view path = request.path();
  if (path.starts_with('/')) path.remove_prefix(1);
  std::string bucket = host_of(request.headers.get("Host")).bucket, key;
  if (bucket.empty()) {
    auto slash = path.find('/');
    bucket = percent_decode(path.substr(0, slash));
    if (slash != std::string_view::npos) key = percent_decode(path.substr(slash + 1));
  } else {
    key = percent_decode(path);
  }
  const int depth = bucket.empty() ? 0 : key.empty() ? 1 : 2;
  if (depth >= 1) out.captured.emplace_back("Bucket", bucket);
  if (depth >= 2) out.captured.emplace_back("Key", key);

  const Query query = parse_form(request.query());
  int best = -1;
  for (const auto& [name, operation] : out.service->operations) {
    if (operation.method != request.method || depth_of(operation) != depth || superseded(name)) continue;
    int fits = fitness(operation, request, query);
    if (fits <= best) continue;
    best = fits;
    out.operation = &operation;
  }
  if (out.operation) return;
  if (depth == 1 && request.method == "POST" && istarts_with(request.headers.get("Content-Type"), "multipart/form-data"))
    error = not_emulated("s3", "PostObject, an upload by a form,");
  else
    error = AwsError("MethodNotAllowed", 405, "The specified method is not allowed against this resource.",
                     object({{"Method", request.method}, {"ResourceType", kResourceTypes[depth]}}));
}

}  // namespace lambent
