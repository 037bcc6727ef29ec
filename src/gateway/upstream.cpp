#include "gateway/upstream.h"

#include <algorithm>
#include <set>
#include <stdexcept>

#include "aws/arn.h"
#include "aws/json_values.h"
#include "aws/sigv4.h"
#include "http/client.h"

namespace lambent {
namespace {

const model::Service& api_of(const std::string& service) {
  auto known = Upstream::services();
  if (std::find(known.begin(), known.end(), service) == known.end()) throw std::invalid_argument("there is no upstream for " + service);
  return *model::find(service);
}

// The names of the tables a request of DynamoDB is about, wherever they stand.
void add_tables(const Json& value, std::set<std::string>& names) {
  if (value.is_array())
    for (const auto& item : value) add_tables(item, names);
  if (!value.is_object()) return;
  for (const auto& [key, item] : value.items()) {
    if (key == "TableName" && item.is_string())
      names.insert(item.get<std::string>());
    else if (key == "RequestItems" && item.is_object())
      for (const auto& [table, requests] : item.items()) names.insert(table);
    else if (key == "TransactItems" || key == "Get" || key == "Put" || key == "Update" || key == "Delete" || key == "ConditionCheck" || item.is_array())
      add_tables(item, names);
  }
}

AwsError error_of(const HttpResponse& answer) {
  auto body = try_parse_json(answer.body);
  std::string code = body ? text_at(*body, "__type") : "";
  code = code.substr(code.find('#') + 1);
  std::string message = body ? text_at(*body, "message", text_at(*body, "Message")) : answer.body;
  return AwsError(code.empty() ? "InternalFailure" : code, answer.status, message);
}

}  // namespace

std::vector<std::string> Upstream::services() { return {"dynamodb", "events"}; }

Upstream::Upstream(Aws& aws, std::string service, std::string url) : aws_(aws), api_(api_of(service)), url_(std::move(url)) {}

std::vector<std::string_view> Upstream::operations() const {
  std::vector<std::string_view> out;
  for (const auto& [name, operation] : api_.operations) out.push_back(name);
  return out;
}

std::vector<Need> Upstream::needs(const Call& call) const {
  std::string action = api_.signing_name + ":" + call.operation;
  std::vector<Need> out;
  auto add = [&](const std::string& resource) { out.emplace_back(action, make_arn(api_.signing_name, call.scope.region, call.scope.account, resource)); };
  if (api_.name == "dynamodb") {
    std::set<std::string> tables;
    add_tables(call.input, tables);
    // Who reads an index needs no right on its table, and the other way round.
    std::string index = text_at(call.input, "IndexName");
    if (!index.empty()) index.insert(0, "/index/");
    for (const auto& table : tables) {
      if (Arn::parse(table))
        out.emplace_back(action, table + index);
      else
        add("table/" + table + index);
    }
  } else if (call.operation == "PutEvents") {
    std::set<std::string> buses;
    if (const Json* entries = find(call.input, "Entries"))
      for (const auto& entry : *entries) buses.insert(text_at(entry, "EventBusName", "default"));
    for (const auto& bus : buses) {
      if (Arn::parse(bus))
        out.emplace_back(action, bus);
      else
        add("event-bus/" + bus);
    }
  }
  if (out.empty()) out.emplace_back(action, "*");
  return out;
}

Task<Json> Upstream::handle(Call call) {
  const model::Operation* operation = api_.find(call.operation);
  if (!operation) throw not_emulated(api_.name, call.operation);
  auto url = parse_url(url_);
  HttpRequest request;
  request.method = "POST";
  request.target = url->target;
  bool usual = url->port == (url->secure ? 443 : 80);
  request.headers.set("Host", usual ? url->host : url->host + ":" + std::to_string(url->port));
  request.headers.set("Content-Type", "application/x-amz-json-" + api_.json_version);
  request.headers.set("X-Amz-Target", api_.target_prefix + "." + operation->name);
  request.body = operation->input ? dump(write_json_value(*operation->input, call.input)) : "{}";
  std::string key = call.scope.account == aws_.home().scope.account ? "test" : call.scope.account;
  sign(request, key, "test", "", call.scope.region, api_.signing_name, Clock::wall());
  std::optional<std::string> failed;
  HttpResponse answer;
  try {
    answer = co_await http_request(aws_.loop(), url_, std::move(request));
  } catch (const HttpClientError& e) {
    failed = e.what();
  }
  if (failed) throw AwsError("ServiceUnavailable", 503, "the upstream of " + api_.name + " does not answer: " + *failed);
  if (answer.status >= 300) throw error_of(answer);
  auto body = try_parse_json(answer.body);
  if (!operation->output || !body || !body->is_object()) co_return Json::object();
  co_return read_json_value(*operation->output, std::move(*body), SerializationWords::json);
}

}  // namespace lambent
