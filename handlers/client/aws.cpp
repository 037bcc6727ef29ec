#include <lambent/aws.hpp>

#include <curl/curl.h>

#include <cctype>
#include <cstdlib>

#include "client/wire.h"

namespace lambent {

using client::CallError;
using client::Json;

namespace {

std::string variable(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  return value ? value : "";
}

struct HeaderList {
  curl_slist* list = nullptr;
  ~HeaderList() { curl_slist_free_all(list); }
  void add(const std::string& name, const std::string& value) {
    if (value.find_first_of("\r\n") != std::string::npos) throw CallError("InvalidRequest", name + " holds a line end");
    list = curl_slist_append(list, (name + ": " + value).c_str());
  }
};

size_t on_body(char* data, size_t size, size_t count, void* into) {
  static_cast<client::WireReply*>(into)->body.append(data, size * count);
  return size * count;
}

size_t on_header(char* data, size_t size, size_t count, void* into) {
  auto& reply = *static_cast<client::WireReply*>(into);
  const std::string_view line(data, size * count);
  if (line.substr(0, 5) == "HTTP/") reply.headers.clear();  // of an interim answer
  const auto colon = line.find(':');
  if (colon != std::string_view::npos) {
    std::string name(line.substr(0, colon));
    for (char& c : name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    auto value = line.substr(colon + 1);
    const auto first = value.find_first_not_of(" \t\r\n");
    value = first == std::string_view::npos ? std::string_view() : value.substr(first, value.find_last_not_of(" \t\r\n") + 1 - first);
    reply.headers.emplace_back(std::move(name), value);
  }
  return size * count;
}

struct Endpoint {
  std::string base;  // scheme, host and port, perhaps a path prefix; no slash at the end
  std::string host;  // as the Host header says it
};

Endpoint endpoint_of(const client::Service& service, const AwsOptions& options, std::string_view region) {
  Endpoint e;
  e.base = variable("AWS_ENDPOINT_URL_" + std::string(service.variable));
  if (e.base.empty()) e.base = options.endpoint;
  if (e.base.empty()) {
    const std::string host = service.name == "iam" ? "iam.amazonaws.com" : std::string(service.host_prefix) + "." + std::string(region) + ".amazonaws.com";
    e.base = "https://" + host;
  }
  while (e.base.back() == '/') e.base.pop_back();
  const auto scheme = e.base.find("://");
  const size_t from = scheme == std::string::npos ? 0 : scheme + 3;
  e.host = e.base.substr(from, e.base.find('/', from) - from);
  // Host carries no default port; what is signed must be what is sent.
  const std::string default_port = e.base.compare(0, 5, "https") == 0 ? ":443" : ":80";
  if (e.host.size() > default_port.size() && e.host.compare(e.host.size() - default_port.size(), std::string::npos, default_port) == 0)
    e.host.resize(e.host.size() - default_port.size());
  return e;
}

bool is_loopback(std::string_view host) {
  return host.substr(0, 4) == "127." || host.substr(0, 9) == "localhost" || host.substr(0, 5) == "[::1]";
}

}  // namespace

std::string AwsError::text() const { return "An error occurred (" + code + ") when calling the " + operation + " operation: " + message; }

AwsResult AwsResult::success(std::string json, std::string request_id) {
  AwsResult r;
  r.ok_ = true;
  r.json_ = std::move(json);
  r.error_.request_id = std::move(request_id);
  return r;
}

AwsResult AwsResult::failure(AwsError error) {
  AwsResult r;
  r.error_ = std::move(error);
  return r;
}

std::string AwsResult::field(std::string_view name) const {
  const Json answer = Json::parse(json_, nullptr, false);
  const auto at = answer.is_object() ? answer.find(std::string(name)) : answer.end();
  if (at == answer.end() || at->is_null()) return "";
  return at->is_string() ? at->get<std::string>() : at->dump();
}

AwsOptions AwsOptions::from_environment() {
  AwsOptions o;
  o.region = variable("AWS_REGION");
  if (o.region.empty()) o.region = variable("AWS_DEFAULT_REGION");
  o.access_key = variable("AWS_ACCESS_KEY_ID");
  o.secret_key = variable("AWS_SECRET_ACCESS_KEY");
  o.session_token = variable("AWS_SESSION_TOKEN");
  o.endpoint = variable("AWS_ENDPOINT_URL");
  return o;
}

// The libcurl handle, which keeps connections open between calls, and what does not change.
struct Aws::Connection {
  explicit Connection(AwsOptions given) : options(std::move(given)), curl(curl_easy_init()) {
    if (!curl) throw std::bad_alloc();
  }
  ~Connection() { curl_easy_cleanup(curl); }
  Connection(const Connection&) = delete;

  AwsResult send(const client::Service& service, std::string_view operation, const client::WireRequest& request);

  const AwsOptions options;
  CURL* const curl;
};

AwsResult Aws::Connection::send(const client::Service& service, std::string_view operation, const client::WireRequest& request) {
  const std::string region = service.name == "iam" ? "us-east-1" : options.region;
  const Endpoint endpoint = endpoint_of(service, options, region);
  const std::string url = endpoint.base + request.path + (request.query.empty() ? "" : "?" + request.query);
  const std::string signer = "aws:amz:" + region + ":" + std::string(service.signing_name);

  HeaderList headers;
  headers.add("Host", endpoint.host);  // libcurl 7.88 signs the host without its port unless we say it
  for (const auto& [name, value] : request.headers) headers.add(name, value);
  if (!options.session_token.empty()) headers.add("X-Amz-Security-Token", options.session_token);

  client::WireReply reply;
  char why[CURL_ERROR_SIZE] = "";
  curl_easy_reset(curl);  // options only: connections stay open
  curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, why);
  curl_easy_setopt(curl, CURLOPT_URL, url.c_str());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  if (is_loopback(endpoint.host)) curl_easy_setopt(curl, CURLOPT_PROXY, "");  // whatever http_proxy says
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, options.connect_timeout_ms);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, options.timeout_ms);
  curl_easy_setopt(curl, CURLOPT_EXPECT_100_TIMEOUT_MS, 1L);  // removing Expect itself would break the signature
  curl_easy_setopt(curl, CURLOPT_USERAGENT, "lambent-cpp");
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.list);
  curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
  curl_easy_setopt(curl, CURLOPT_POSTFIELDS, request.body.c_str());
  curl_easy_setopt(curl, CURLOPT_AWS_SIGV4, signer.c_str());
  curl_easy_setopt(curl, CURLOPT_USERNAME, options.access_key.c_str());
  curl_easy_setopt(curl, CURLOPT_PASSWORD, options.secret_key.c_str());
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, &on_body);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &reply);
  curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, &on_header);
  curl_easy_setopt(curl, CURLOPT_HEADERDATA, &reply);
  const CURLcode code = curl_easy_perform(curl);
  if (code != CURLE_OK) {
    const std::string message = std::string(why[0] ? why : curl_easy_strerror(code)) + " (" + endpoint.base + ")";
    return AwsResult::failure({code == CURLE_OPERATION_TIMEDOUT ? "Timeout" : "ConnectionError", message, 0, "", std::string(operation)});
  }
  long status = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  reply.status = static_cast<int>(status);
  return client::read_reply(service, operation, reply);
}

Aws::Aws() : Aws(AwsOptions::from_environment()) {}
Aws::Aws(AwsOptions options) : connection_(std::make_unique<Connection>(std::move(options))) {}
Aws::~Aws() = default;
Aws::Aws(Aws&&) noexcept = default;
Aws& Aws::operator=(Aws&&) noexcept = default;

AwsResult Aws::call(std::string_view service, std::string_view operation, std::string_view json) {
  try {
    const client::Service* found = client::find_service(service);
    if (!found) throw CallError("UnknownService", "this client has no service " + std::string(service));
    const AwsOptions& options = connection_->options;
    if (options.access_key.empty() || options.secret_key.empty())
      throw CallError("NoCredentials", "AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set");
    if (options.region.empty()) throw CallError("NoRegion", "AWS_REGION is not set");
    const Json parameters = Json::parse(json, nullptr, false);
    if (!parameters.is_object()) throw CallError("InvalidRequest", "the parameters are not a JSON object");
    return connection_->send(*found, operation, client::make_request(*found, operation, parameters));
  } catch (const CallError& e) {
    return AwsResult::failure({e.code, e.what(), 0, "", std::string(operation)});
  } catch (const Json::exception& e) {  // text that is not UTF-8
    return AwsResult::failure({"InvalidRequest", e.what(), 0, "", std::string(operation)});
  }
}

AwsResult Aws::sns_publish_sms(std::string_view phone_number, std::string_view text) {
  const Json parameters = {{"PhoneNumber", phone_number}, {"Message", text}};
  return call("sns", "Publish", parameters.dump(-1, ' ', false, Json::error_handler_t::replace));
}

AwsResult Aws::ses_send_email(std::string_view from, std::string_view to, std::string_view subject, std::string_view text) {
  const Json parameters = {{"Source", from},
                           {"Destination", {{"ToAddresses", Json::array({to})}}},
                           {"Message", {{"Subject", {{"Data", subject}, {"Charset", "UTF-8"}}}, {"Body", {{"Text", {{"Data", text}, {"Charset", "UTF-8"}}}}}}}};
  return call("ses", "SendEmail", parameters.dump(-1, ' ', false, Json::error_handler_t::replace));
}

AwsResult Aws::start_execution(std::string_view state_machine_arn, std::string_view input, std::string_view name) {
  Json parameters = {{"stateMachineArn", state_machine_arn}, {"input", input}};
  if (!name.empty()) parameters["name"] = name;
  return call("stepfunctions", "StartExecution", parameters.dump(-1, ' ', false, Json::error_handler_t::replace));
}

}  // namespace lambent
