#include "gateway/aws_door.h"

#include "aws/s3_payload.h"
#include "aws/wire.h"
#include "base/text.h"

namespace lambent {
namespace {

constexpr size_t kInvokeLimit = 6'291'456;  // spec lambda 4.4

// Lambda measures the payload before it looks at anything else of an Invoke.
void check_payload(const HttpRequest& request, const Identified& what) {
  if (request.body.size() <= kInvokeLimit) return;
  if (what.service->name != "lambda" || what.operation->name != "Invoke") return;
  throw AwsError("RequestTooLargeException", 413,
                 "Request must be smaller than " + std::to_string(kInvokeLimit) + " bytes for the InvokeFunction operation");
}

// The signing name in a credential scope: AKID/date/region/<name>/aws4_request.
std::string signing_name(std::string_view authorization) {
  auto at = authorization.find("Credential=");
  if (at == std::string_view::npos) return "";
  auto parts = split(authorization.substr(at, authorization.find_first_of(", ", at) - at), '/');
  return parts.size() >= 5 ? parts[parts.size() - 2] : "";
}

std::string xml_text(std::string_view s) {
  std::string out;
  for (char c : s) {
    if (c == '&') out += "&amp;";
    else if (c == '<') out += "&lt;";
    else if (c == '>') out += "&gt;";
    else out.push_back(c);
  }
  return out;
}

HttpResponse broken_wire(WireFault fault) {
  HttpResponse out;
  switch (fault) {
    case WireFault::timeout: out.broken = Broken::silent; break;
    case WireFault::reset: out.broken = Broken::reset; break;
    case WireFault::truncate: out.broken = Broken::truncated; break;
    case WireFault::garbage: out.broken = Broken::garbage; break;
  }
  return out;
}

// Not all browsers say where a page goes to, least of all to addresses that are not local; all say that they take HTML.
bool asked_by_browser(const HttpRequest& request) {
  return request.headers.has("Sec-Fetch-Dest") || request.headers.get("Accept").find("text/html") != std::string_view::npos;
}

// An object that a browser shows is a page of whoever has written it, not one of this address: it may not speak to us.
void keep_apart(HttpResponse& response) {
  response.headers.set("Content-Security-Policy", "sandbox allow-downloads allow-forms allow-modals allow-popups allow-scripts");
  response.headers.set("X-Content-Type-Options", "nosniff");
}

}  // namespace

HttpResponse not_ours(const HttpRequest& request, const Identified& what, const std::string& request_id) {
  std::string service = signing_name(request.headers.get("Authorization"));
  std::string_view target = request.headers.get("X-Amz-Target");
  if (service.empty()) service = target.substr(0, target.rfind('.'));
  std::string_view type = request.headers.get("Content-Type");
  HttpResponse out;
  if (service.empty()) {
    bool by_hand = request.method == "GET" || request.method == "HEAD";
    if (by_hand || what.access_key.empty()) {
      out = HttpResponse::json(404, dump(object({{"error", "not_found"},
                                                 {"message", "Nothing is at " + printable(request.method) + " " + printable(request.path()) + "."},
                                                 {"hint", "The AWS API is at / and /2015-03-31/functions; /_lambent/health tells what runs."}})) + "\n");
    } else {
      out = HttpResponse{404, {}, "<UnknownOperationException/>\n"};
      out.headers.add("Content-Type", "text/xml");
    }
  } else {
    std::string message = printable(service) + " is not emulated by lambent";
    if (istarts_with(type, "application/x-www-form-urlencoded")) {
      out = HttpResponse{501, {}, "<ErrorResponse><Error><Type>Receiver</Type><Code>NotImplemented</Code><Message>" + xml_text(message) +
                                      "</Message></Error><RequestId>" + request_id + "</RequestId></ErrorResponse>\n"};
      out.headers.add("Content-Type", "text/xml");
    } else {
      out = HttpResponse::json(501, dump(object({{"__type", "NotImplemented"}, {"message", message}})));
      out.headers.add("X-Amzn-Errortype", "NotImplemented");
    }
  }
  out.headers.add("x-amzn-RequestId", request_id);
  return out;
}

AwsDoor::AwsDoor(Aws& aws, WhoIs who_is, std::string account, std::string region)
    : aws_(aws), who_is_(std::move(who_is)), account_(std::move(account)), region_(std::move(region)) {}

Call AwsDoor::make_call(HttpRequest& request, const Identified& what) {
  check_payload(request, what);
  Call call;
  call.service = what.service->name;
  call.operation = what.operation->name;
  call.caller = who_is_(request, what);
  if (call.service == "s3") prepare_s3_request(what, request);
  call.input = parse_input(what, request);
  call.scope.account = call.caller.account.empty() ? account_ : call.caller.account;
  call.scope.region = what.region.empty() ? region_ : what.region;
  call.line = request.line;
  call.origin.source_ip = request.peer;
  call.origin.user_agent = request.headers.get("User-Agent");
  call.origin.access_key = what.access_key;
  return call;
}

Task<HttpResponse> AwsDoor::handle(HttpRequest request) {
  std::string request_id = aws_.ids().uuid();
  std::optional<AwsError> failed;
  Identified what = identify(request, failed);
  if (!what.service || !aws_.find(what.service->name)) co_return not_ours(request, what, request_id);
  if (!what.operation) {
    if (!failed) failed = not_emulated(what.service->name, "this request");
    co_return render_error(what, *failed, request_id);
  }
  const bool page = what.service->name == "s3" && asked_by_browser(request);
  try {
    Call call = make_call(request, what);
    call.request_id = request_id;
    std::string().swap(request.body);  // the input has it now; a large one need not be kept twice
    Json answer = co_await aws_.call(std::move(call));
    HttpResponse out = render_output(what, answer, request_id);
    if (page) keep_apart(out);
    co_return out;
  } catch (const BrokenCall& e) {
    co_return broken_wire(e.fault());
  } catch (const AwsError& e) {
    failed = e;
  }
  co_return render_error(what, *failed, request_id);
}

}  // namespace lambent
