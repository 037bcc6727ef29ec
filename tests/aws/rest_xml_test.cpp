// rest-xml by a small API of our own: places, lists of both kinds, attributes, payloads, errors, and what is refused.
#include <gtest/gtest.h>

#include "aws/model_files.h"
#include "aws/wire.h"
#include "base/text.h"
#include "xml_tree.h"

namespace lambent {
namespace {

const char* kApi = R"({
  "metadata": {"protocol": "rest-xml", "apiVersion": "2006-03-01", "signingName": "s3", "endpointPrefix": "s3", "serviceId": "S3"},
  "operations": {"PutThing": {"name": "PutThing", "http": {"method": "PUT", "requestUri": "/{Name}"}, "input": {"shape": "In"}, "output": {"shape": "Out"}, "errors": [{"shape": "NoSuchThing"}]}},
  "shapes": {
    "In": {"type": "structure", "payload": "Body", "members": {"Name": {"shape": "Text", "location": "uri", "locationName": "Name"},
      "Kind": {"shape": "Text", "location": "header", "locationName": "x-kind"}, "Part": {"shape": "Int", "location": "querystring", "locationName": "part"},
      "Body": {"shape": "Thing", "locationName": "Thing"}}},
    "Out": {"type": "structure", "members": {"Tag": {"shape": "Text", "location": "header", "locationName": "ETag"}, "Things": {"shape": "Things"}, "Empty": {"shape": "Texts"}}},
    "Thing": {"type": "structure", "members": {"Count": {"shape": "Int"}, "On": {"shape": "Bool"}, "When": {"shape": "Time"}, "Data": {"shape": "Blob"}, "Texts": {"shape": "Texts"}, "Flat": {"shape": "Flat"},
      "Map": {"shape": "Map"}, "Kind": {"shape": "Text", "locationName": "xsi:type", "xmlAttribute": true}}},
    "Things": {"type": "list", "member": {"shape": "Thing", "locationName": "Thing"}},
    "Texts": {"type": "list", "member": {"shape": "Text", "locationName": "Item"}},
    "Flat": {"type": "list", "member": {"shape": "Text"}, "flattened": true},
    "Map": {"type": "map", "key": {"shape": "Text"}, "value": {"shape": "Int"}},
    "NoSuchThing": {"type": "structure", "members": {"Key": {"shape": "Text"}}, "exception": true, "error": {"code": "NoSuchThing", "httpStatusCode": 404}},
    "Text": {"type": "string"}, "Int": {"type": "integer"}, "Bool": {"type": "boolean"}, "Time": {"type": "timestamp"}, "Blob": {"type": "blob"}
  }})";

struct Api {
  explicit Api(const std::string& name = "things") : service(model::from_json(name, parse_json(kApi))) {
    what.service = service.get();
    what.operation = service->find("PutThing");
    what.protocol = model::Protocol::rest_xml;
    what.captured = {{"Name", "a b"}};
  }
  Json read(const std::string& body, const std::string& target = "/a%20b") const {
    HttpRequest request;
    request.method = "PUT";
    request.target = target;
    request.body = body;
    request.headers.set("X-Kind", "new");
    return parse_input(what, request);
  }
  std::string fault(const std::string& body) const {
    try {
      read(body);
      return "none";
    } catch (const AwsError& e) {
      return e.code();
    }
  }
  std::unique_ptr<model::Service> service;
  Identified what;
};

TEST(RestXml, ReadsEveryPlace) {
  Api api;
  Json input = api.read(R"(<?xml version="1.0"?><Thing xmlns="urn:x" xmlns:xsi="urn:i" xsi:type="big"><Count> 3 </Count><On>true</On><When>2026-01-02T03:04:05Z</When>)"
                        R"(<Data>aGk=</Data><Texts><Item>a &amp; b</Item><Item/></Texts><Flat>x</Flat><Flat>y</Flat><Map><entry><key>k</key><value>7</value></entry></Map><Unknown/></Thing>)",
                        "/a%20b?part=2");
  EXPECT_EQ(dump(input), R"({"Name":"a b","Part":2,"Kind":"new","Body":{"Count":3,"On":true,"When":1767323045.0,"Data":"hi","Texts":["a & b",""],"Flat":["x","y"],"Map":{"k":7},"Kind":"big"}})");
}

TEST(RestXml, RefusesWhatIsNotItsSchema) {
  Api api;
  EXPECT_EQ(api.fault(""), "none") << "no body is no payload";
  for (const char* body : {"{}", "<Thing>", "<Thing></Other>", "<Thing><Count>x</Count></Thing>", "<Thing><On>yes</On></Thing>", "<Thing><When>soon</When></Thing>", "<Thing><Data>%</Data></Thing>",
                           "<Thing><Count><b/></Count></Thing>", "<Thing><Map><entry><key>k</key></entry></Map></Thing>", "<!DOCTYPE x [<!ENTITY a 'b'>]><Thing>&a;</Thing>"})
    EXPECT_EQ(api.fault(body), "MalformedXML") << body;
}

TEST(RestXml, WritesWhatItReads) {
  Api api;
  Json thing = parse_json(R"({"Count": 3, "On": false, "When": 1767323045, "Data": "hi", "Texts": ["<>"], "Flat": ["x", "y"], "Map": {"k": 7}, "Kind": "a \"b\""})");
  Json output = object({{"Tag", "e1"}, {"Empty", array()}});
  output["Things"] = array();
  output["Things"].push_back(thing);
  HttpResponse answer = render_output(api.what, output, "r1");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.headers.get("ETag"), "e1");
  EXPECT_EQ(answer.headers.get("Content-Type"), "application/xml");
  test::XmlTree tree = test::parse_xml(answer.body);
  const test::XmlTree* root = tree.at("PutThingResponse");
  ASSERT_TRUE(root) << answer.body;
  EXPECT_TRUE(root->at("Empty"));
  EXPECT_FALSE(root->at("Tag"));
  const test::XmlTree* written = root->at("Things")->at("Thing");
  EXPECT_EQ(written->text_at("@xsi:type"), "a \"b\"");
  EXPECT_EQ(written->text_at("When"), "2026-01-02T03:04:05Z");
  EXPECT_EQ(written->text_at("Texts.Item"), "<>");
  EXPECT_EQ(written->below.at("Flat").size(), 2u);
  EXPECT_EQ(written->text_at("Map.entry.value"), "7");
}

TEST(RestXml, AnErrorOfS3StandsAlone) {
  const AwsError error("NoSuchThing", 404, "There is none", object({{"Key", "k"}}));
  HttpResponse answer = render_error(Api("s3").what, error, "r1");
  EXPECT_EQ(answer.status, 404);
  const std::string head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>NoSuchThing</Code><Message>There is none</Message><Key>k</Key><RequestId>R1</RequestId><HostId>";
  EXPECT_TRUE(answer.body.starts_with(head) && answer.body.ends_with("</HostId></Error>")) << answer.body;
  EXPECT_EQ(test::parse_xml(render_error(Api().what, error, "r1").body).text_at("ErrorResponse.Error.Type"), "Sender");
}

}  // namespace
}  // namespace lambent
