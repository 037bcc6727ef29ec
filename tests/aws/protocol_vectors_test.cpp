// The protocol vectors that AWS's own clients are tested with (botocore, Apache-2.0), looked at from the server's side:
// a client's request must give the parameters it was made of; an answer of ours must be the one the client expects.
//
// They are no part of the sources: $LAMBENT_SUITES names the folder, else ../shared/suites beside the sources. Each
// suite brings its own model, in botocore's form.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

#include "aws/model_files.h"
#include "aws/uri_match.h"
#include "aws/wire.h"
#include "base/text.h"
#include "xml_tree.h"

namespace lambent {
namespace {

using Sorted = nlohmann::json;  // members in any order are the same object

// Cases that do not hold for a server, each with the reason.
const std::vector<std::pair<const char*, std::vector<std::string>>> kExceptions = {
    {"the vector holds no body",
     {"input/SDKAppliedContentEncoding_awsQuery",
      "input/SDKAppendsGzipAndIgnoresHttpProvidedEncoding_awsQuery",
      "input/SDKAppliedContentEncoding_awsJson1_1",
      "input/SDKAppendsGzipAndIgnoresHttpProvidedEncoding_awsJson1_1",
      "input/SDKAppliedContentEncoding_awsJson1_0",
      "input/SDKAppendsGzipAndIgnoresHttpProvidedEncoding_awsJson1_0",
      "input/SDKAppliedContentEncoding_restJson1",
      "input/SDKAppendedGzipAfterProvidedEncoding_restJson1",
      "input/SDKAppliedContentEncoding_restXml",
      "input/SDKAppendedGzipAfterProvidedEncoding_restXml"}},
    {"the client makes up the token; the server sees it as sent",
     {"input/QueryProtocolIdempotencyTokenAutoFill",
      "input/RestJsonQueryIdempotencyTokenAutoFill",
      "input/QueryIdempotencyTokenAutoFill"}},
    {"what is empty leaves nothing on the wire",
     {"input/QueryEmptyQueryMaps",
      "input/RestJsonHttpPrefixHeadersAreNotPresent",
      "input/HttpPrefixHeadersAreNotPresent",
      "input/RestJsonOmitsEmptyListQueryValues"}},
    {"the client's endpoint has a path of its own",
     {"input/RestJsonHostWithPath"}},
    {"the parameter is the JSON text; services see its value",
     {"input/MediaTypeHeaderInputBase64"}},
    {"the client drops the map's argument in favour of the named one",
     {"input/RestJsonQueryPrecedence",
      "input/RestXmlQueryPrecedence"}},
    {"a server's map holds the named argument, too, as Smithy's vector for servers says",
     {"input/RestJsonQueryParamsStringListMap",
      "input/RestXmlQueryParamsStringListMap",
      "input/AllQueryStringTypes",
      "input/RestXmlQueryStringEscaping",
      "input/RestXmlSupportsNaNFloatQueryValues",
      "input/RestXmlSupportsInfinityFloatQueryValues",
      "input/RestXmlSupportsNegativeInfinityFloatQueryValues",
      "input/RestXmlZeroAndFalseQueryValues"}},
    {"the client sends {} for nothing",
     {"input/RestJsonHttpWithEmptyStructurePayload",
      "input/RestJsonHttpWithHeadersButNoPayload"}},
    {"the client must read this form; a server need not write it",
     {"output/AwsQueryDateTimeWithNegativeOffset",
      "output/AwsQueryDateTimeWithPositiveOffset",
      "output/AwsJson11DateTimeWithNegativeOffset",
      "output/AwsJson11DateTimeWithPositiveOffset",
      "output/RestJsonDateTimeWithNegativeOffset",
      "output/RestJsonDateTimeWithPositiveOffset",
      "output/handles_unexpected_json_output",
      "output/AwsJson10HandlesUnexpectedJsonOutput",
      "output/AwsJson11DeserializeIgnoreType",
      "output/AwsJson10DeserializeIgnoreType",
      "output/RestJsonDeserializeIgnoreType",
      "output/AwsJson11StructuresDontDeserializeNullValues",
      "output/AwsJson10DeserializeAllowNulls",
      "output/RestJsonDeserializesDenseSetMapAndSkipsNull",
      "output/RestJsonDoesntDeserializeNullStructureValues",
      "output/AwsJson11FooErrorUsingXAmznErrorType",
      "output/AwsJson11FooErrorUsingXAmznErrorTypeWithUri",
      "output/AwsJson11FooErrorUsingXAmznErrorTypeWithUriAndNamespace",
      "output/AwsJson11FooErrorUsingCode",
      "output/AwsJson11FooErrorUsingCodeAndNamespace",
      "output/AwsJson11FooErrorUsingCodeUriAndNamespace",
      "output/AwsJson10FooErrorUsingXAmznErrorType",
      "output/AwsJson10FooErrorUsingXAmznErrorTypeWithUri",
      "output/AwsJson10FooErrorUsingXAmznErrorTypeWithUriAndNamespace",
      "output/AwsJson10FooErrorUsingCode",
      "output/AwsJson10FooErrorUsingCodeAndNamespace",
      "output/AwsJson10FooErrorUsingCodeUriAndNamespace",
      "output/RestJsonFooErrorUsingCode",
      "output/RestJsonFooErrorUsingCodeAndNamespace",
      "output/RestJsonFooErrorUsingCodeUriAndNamespace",
      "output/RestJsonFooErrorWithDunderType",
      "output/RestJsonFooErrorWithDunderTypeAndNamespace",
      "output/RestJsonFooErrorWithDunderTypeUriAndNamespace",
      "output/SimpleScalarPropertiesWithXMLPreamble",
      "output/RestXmlDateTimeWithNegativeOffset",
      "output/RestXmlDateTimeWithPositiveOffset"}},
    {"the answer has a member that neither the model nor the parameters know",
     {"output/InvalidGreetingError",
      "output/ComplexError"}},
    {"botocore reads and writes a flattened list by its element's name",
     {"output/QueryXmlLists"}},
    {"the member is the JSON text; services give its value",
     {"output/MediaTypeHeaderOutputBase64"}},
};

bool excepted(const std::string& name) {
  for (const auto& [why, names] : kExceptions)
    for (const auto& one : names)
      if (one == name) return true;
  return false;
}

std::string suites() {
  if (const char* given = std::getenv("LAMBENT_SUITES")) return given;
  return std::string(LAMBENT_SOURCE_DIR) + "/../shared/suites";
}

std::optional<Json> read_suite(const std::string& name) {
  std::ifstream file(suites() + "/protocols/" + name + ".json");
  if (!file) return std::nullopt;
  std::stringstream text;
  text << file.rdbuf();
  return parse_json(text.str());
}

// What a server sees of parameters: members without a value are not there.
Sorted without_nulls(const Json& value) {
  if (value.is_object()) {
    Sorted out = Sorted::object();
    for (const auto& [key, item] : value.items())
      if (!item.is_null()) out[key] = without_nulls(item);
    return out;
  }
  if (value.is_array()) {
    Sorted out = Sorted::array();
    for (const auto& item : value) out.push_back(without_nulls(item));
    return out;
  }
  return Sorted(value);
}

// The service of one case: the suite's shapes and the case's operation.
std::unique_ptr<model::Service> service_of(const Json& suite, const Json& given) {
  Json file = object({{"metadata", suite.at("metadata")}, {"shapes", suite.at("shapes")}});
  file["operations"] = Json::object();
  file["operations"][text_at(given, "name")] = given;
  return model::from_json("vectors", file);
}

Identified identified(const model::Service& service) {
  Identified out;
  out.service = &service;
  out.operation = &service.operations.begin()->second;
  out.protocol = service.protocols.front();
  out.content_type = "application/x-amz-json-" + service.json_version;
  return out;
}

HttpRequest request_of(const Json& serialized, model::Protocol protocol) {
  HttpRequest out;
  out.method = text_at(serialized, "method", "POST");
  out.target = text_at(serialized, "uri", "/");
  out.body = text_at(serialized, "body");
  if (const Json* headers = find(serialized, "headers"))
    for (const auto& [name, value] : headers->items()) out.headers.set(name, value.get<std::string>());
  if (protocol == model::Protocol::query && !out.headers.has("Content-Type")) out.headers.set("Content-Type", "application/x-www-form-urlencoded");
  return out;
}

// Some cases are long: a failure shows the beginnings.
void expect_same(const Sorted& ours, const Sorted& theirs) {
  EXPECT_TRUE(ours == theirs) << "ours:   " << ours.dump().substr(0, 400) << "\ntheirs: " << theirs.dump().substr(0, 400);
}

void check_input(const Json& suite, const Json& one) {
  auto service = service_of(suite, one.at("given"));
  Identified what = identified(*service);
  HttpRequest request = request_of(one.at("serialized"), what.protocol);
  if (service->uris) {
    UriMatch match = service->uris->find(request);
    ASSERT_EQ(match.operation, what.operation) << request.method << " " << request.target;
    what.captured = match.captured;
  }
  Json input = parse_input(what, request);
  expect_same(Sorted(input), without_nulls(one.at("params")));
}

// Clients do not look at the name of the root, which Smithy and AWS choose differently.
test::XmlTree plain_answer(const std::string& body, bool named_root) {
  test::XmlTree out = test::parse_xml(body);
  if (!named_root) {
    auto root = out.below.extract(out.below.begin());
    root.key() = "root";
    out.below.insert(std::move(root));
  }
  for (auto& [name, roots] : out.below) {
    roots.front().below.erase("ResponseMetadata");
    roots.front().below.erase("RequestId");
  }
  return out;
}

// Clients take what is between '#' and ':'.
std::string bare(std::string_view name) {
  name = name.substr(0, name.find(':'));
  return std::string(name.substr(name.find('#') + 1));
}

Sorted plain_body(const Json& body) {
  Sorted out(body);
  if (out.is_object() && out.contains("__type") && out["__type"].is_string()) out["__type"] = bare(out["__type"].get<std::string>());
  return out;
}

// Headers a vector names that are not the codec's business.
bool of_others(std::string_view name) { return iequals(name, "Content-Length") || iequals(name, "X-Amz-Target"); }

void check_response(const HttpResponse& ours, const Json& theirs, const model::Service& service) {
  EXPECT_EQ(ours.status, int_at(theirs, "status_code"));
  if (const Json* headers = find(theirs, "headers"))
    for (const auto& [name, value] : headers->items()) {
      if (of_others(name) || (iequals(name, "Content-Type") && ours.body.empty())) continue;
      std::string expected = value.get<std::string>();
      EXPECT_EQ(ours.headers.get(name), iequals(name, "X-Amzn-Errortype") ? bare(expected) : expected) << name;
    }
  std::string body = text_at(theirs, "body");
  const bool xml = body.starts_with("<") || ours.body.starts_with("<");
  if (service.protocols.front() == model::Protocol::query || (service.protocols.front() == model::Protocol::rest_xml && xml)) {
    if (!body.empty()) {
      const bool named = service.protocols.front() == model::Protocol::query;
      EXPECT_EQ(test::show(plain_answer(ours.body, named)), test::show(plain_answer(body, named)));
    }
    return;
  }
  auto mine = try_parse_json(ours.body);
  auto expected = try_parse_json(body);
  if (mine && expected)
    expect_same(plain_body(*mine), plain_body(*expected));
  else if (!body.empty())
    EXPECT_EQ(ours.body, body);
  else
    EXPECT_TRUE(ours.body.empty() || ours.body == "{}") << ours.body;
}

void check_output(const Json& suite, const Json& one) {
  auto service = service_of(suite, one.at("given"));
  Identified what = identified(*service);
  std::string request_id = "id";
  if (auto given = find_text(one.at("response").value("headers", Json::object()), "X-Amzn-Requestid")) request_id = *given;
  if (!has(one, "errorCode")) {
    const Json* result = find(one, "result");
    check_response(render_output(what, result ? *result : Json::object(), request_id), one.at("response"), *service);
    return;
  }
  std::string code = text_at(one, "errorCode");
  const model::Shape* shape = service->error_by_code(code);
  ASSERT_TRUE(shape) << code;
  Json fields = one.at("error");
  fields.erase("Message");
  fields.erase("message");
  AwsError error(code, shape->http_status, text_at(one, "errorMessage"), fields);
  check_response(render_error(what, error, request_id), one.at("response"), *service);
}

class Vectors : public testing::TestWithParam<std::string> {
 protected:
  void run(const std::string& folder, void (*check)(const Json&, const Json&)) {
    auto file = read_suite(folder + "/" + GetParam());
    if (!file) {
      std::cout << "no protocol vectors at " << suites() << "/protocols\n";
      GTEST_SKIP();
    }
    size_t cases = 0;
    for (const Json& suite : *file)
      for (const Json& one : suite.at("cases")) {
        std::string id = text_at(one, "id");
        if (excepted(folder + "/" + id)) continue;
        SCOPED_TRACE(id);
        ++cases;
        try {
          check(suite, one);
        } catch (const AwsError& e) {
          ADD_FAILURE() << e.code() << ": " << e.message();
        } catch (const std::exception& e) {
          ADD_FAILURE() << e.what();
        }
      }
    EXPECT_GT(cases, 10u);
  }
};

TEST_P(Vectors, ARequestGivesItsParameters) { run("input", check_input); }
TEST_P(Vectors, AnAnswerIsWhatTheClientExpects) { run("output", check_output); }

INSTANTIATE_TEST_SUITE_P(Protocols, Vectors, testing::Values("query", "json", "json_1_0", "rest-json", "rest-xml"), [](const auto& made) {
  return replace_all(made.param, "-", "_");
});

}  // namespace
}  // namespace lambent
