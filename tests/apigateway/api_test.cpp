#include <filesystem>

#include "tests/apigateway/world.h"

namespace lambent::apigateway {
namespace {

Json of_api(Json extra = Json::object()) {
  Json out = object({{"restApiId", "api1"}});
  for (const auto& [name, value] : extra.items()) out[name] = value;
  return out;
}

TEST(Apis, AreMadeListedAndDeleted) {
  World w;
  Json made = w.call("CreateRestApi", parse_json(R"({"name": "shop", "description": "d", "tags": {"_custom_id_": "api1"}})"));
  ASSERT_EQ(w.fault(), "none");
  EXPECT_EQ(made["id"], "api1");
  EXPECT_EQ(made["endpointConfiguration"], parse_json(R"({"types": ["EDGE"]})"));
  EXPECT_EQ(w.access.asked.back().action + " " + w.access.asked.back().resource, "apigateway:POST arn:aws:apigateway:us-east-1::/restapis");
  EXPECT_EQ(w.fault_of("CreateRestApi", parse_json(R"({"name": "x", "tags": {"_custom_id_": "api1"}})")).substr(0, 17), "ConflictException");
  Json other = w.call("CreateRestApi", object({{"name", "other"}}));
  EXPECT_EQ(text_at(other, "id").size(), 10u);
  EXPECT_EQ(w.call("GetRestApis", Json::object())["items"].size(), 2u);
  Json first = w.call("GetRestApis", object({{"limit", 1}}));
  EXPECT_EQ(first["items"].size(), 1u);
  Json second = w.call("GetRestApis", object({{"limit", 1}, {"position", text_at(first, "position")}}));
  EXPECT_EQ(second["items"].size(), 1u);
  EXPECT_NE(second["items"][0]["id"], first["items"][0]["id"]);
  EXPECT_EQ(w.fault_of("DeleteRestApi", of_api()), "none");
  EXPECT_EQ(w.access.asked.back().action + " " + w.access.asked.back().resource, "apigateway:DELETE arn:aws:apigateway:us-east-1::/restapis/api1");
  EXPECT_EQ(w.fault_of("GetRestApi", of_api()), "NotFoundException: Invalid API identifier specified 000000000000:api1");
  EXPECT_EQ(w.fault_of("CreateRestApi", parse_json(R"({"name": "x", "policy": "{}"})")), "NotImplemented: apigateway: CreateRestApi with policy is not emulated by lambent");
}

TEST(Resources, FollowTheRulesOfPaths) {
  World w;
  w.make_api({});
  auto create = [&](const std::string& parent, const char* part) {
    return w.fault_of("CreateResource", of_api(object({{"parentId", parent}, {"pathPart", part}})));
  };
  EXPECT_EQ(create(w.root, "items"), "none");
  EXPECT_EQ(create(w.root, "items"), "ConflictException: Another resource with the same parent already has this name: items");
  EXPECT_EQ(create(w.root, "{id}"), "none");
  EXPECT_EQ(create(w.root, "{other}"), "BadRequestException: A sibling ({id}) of this resource already has a variable path part -- only one is allowed");
  EXPECT_EQ(create(w.root, "a b").substr(0, 19), "BadRequestException");
  EXPECT_EQ(create("nowhere", "x"), "NotFoundException: Invalid Resource identifier specified");
  std::string items = w.resource_at("/items");
  w.resource_at("/items/deep");
  Json listed = w.call("GetResources", of_api())["items"];
  ASSERT_EQ(listed.size(), 4u);
  EXPECT_EQ(listed[0]["path"], "/");
  EXPECT_EQ(listed[1]["path"], "/items");
  EXPECT_EQ(w.fault_of("DeleteResource", of_api(object({{"resourceId", w.root}}))), "BadRequestException: Root resource cannot be deleted.");
  EXPECT_EQ(w.fault_of("DeleteResource", of_api(object({{"resourceId", items}}))), "none");
  EXPECT_EQ(w.call("GetResources", of_api())["items"].size(), 2u) << "with what is below";
}

TEST(Methods, AreShownAndRefusedByName) {
  World w;
  w.make_api({});
  std::string id = w.resource_at("/items");
  auto put = [&](const std::string& change) {
    Json input = of_api(object({{"resourceId", id}, {"httpMethod", "GET"}, {"authorizationType", "NONE"}}));
    Json changes = parse_json(change);
    for (const auto& [name, value] : changes.items()) input[name] = value;
    return w.fault_of("PutMethod", input);
  };
  EXPECT_EQ(put(R"({"authorizationType": "AWS_IAM"})"), "NotImplemented: apigateway: the authorizationType AWS_IAM is not emulated by lambent");
  EXPECT_EQ(put(R"({"apiKeyRequired": true})").substr(0, 14), "NotImplemented");
  EXPECT_EQ(put(R"({"httpMethod": "FETCH"})").substr(0, 19), "BadRequestException");
  EXPECT_EQ(put(R"({"operationName": "ListItems"})"), "none");
  EXPECT_EQ(put("{}"), "ConflictException: Method already exists for this resource");

  auto integrate = [&](const std::string& change) {
    Json input = World::integration(id, "GET");
    Json changes = parse_json(change);
    for (const auto& [name, value] : changes.items()) input[name] = value;
    return w.fault_of("PutIntegration", input);
  };
  Json which = of_api(object({{"resourceId", id}, {"httpMethod", "GET"}}));
  EXPECT_EQ(w.fault_of("GetIntegration", which), "NotFoundException: Invalid Integration identifier specified");
  EXPECT_EQ(w.fault_of("CreateDeployment", of_api()), "BadRequestException: No integration defined for method");
  EXPECT_EQ(integrate(R"({"type": "MOCK"})"), "NotImplemented: apigateway: the integration type MOCK is not emulated by lambent");
  EXPECT_EQ(integrate(R"({"uri": "arn:aws:apigateway:us-east-1:sqs:path/q"})"),
            "BadRequestException: Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose stream invocations.");
  EXPECT_EQ(integrate(R"({"timeoutInMillis": 30000})"), "BadRequestException: Timeout should be between 50 ms and 29000 ms");
  EXPECT_EQ(integrate(R"({"connectionType": "VPC_LINK"})").substr(0, 14), "NotImplemented");
  EXPECT_EQ(integrate(R"({"timeoutInMillis": 1000})"), "none");
  Json shown = w.call("GetMethod", which);
  EXPECT_EQ(shown["operationName"], "ListItems");
  EXPECT_EQ(shown["methodIntegration"]["timeoutInMillis"], 1000);
  EXPECT_EQ(w.call("GetResource", of_api(object({{"resourceId", id}})))["resourceMethods"], parse_json(R"({"GET": {}})"));
  EXPECT_EQ(w.call("GetResource", of_api(object({{"resourceId", id}, {"embed", text_array({"methods"})}})))["resourceMethods"]["GET"]["httpMethod"], "GET");
  EXPECT_EQ(w.fault_of("DeleteIntegration", which), "none");
  EXPECT_EQ(w.fault_of("DeleteMethod", which), "none");
  EXPECT_EQ(w.fault_of("GetMethod", which), "NotFoundException: Invalid Method identifier specified");
}

TEST(Deployments, AreCopiesThatStagesPointTo) {
  World w;
  w.make_api({"GET /a"});
  ASSERT_EQ(w.ask_api("GET", "/a").status, 200);
  w.add_route("GET", "/b");
  EXPECT_EQ(w.ask_api("GET", "/b").status, 403) << "not deployed yet";
  w.deploy();
  EXPECT_EQ(w.ask_api("GET", "/b").status, 200);

  std::string current = text_at(w.call("GetStage", of_api(object({{"stageName", "prod"}}))), "deploymentId");
  EXPECT_EQ(w.fault_of("DeleteDeployment", of_api(object({{"deploymentId", current}}))),
            "BadRequestException: Active stages pointing to this deployment must be moved or deleted");
  EXPECT_EQ(w.fault_of("CreateStage", of_api(object({{"stageName", "prod"}, {"deploymentId", current}}))), "ConflictException: Stage already exists");
  EXPECT_EQ(w.fault_of("CreateStage", of_api(object({{"stageName", "test"}, {"deploymentId", "none"}}))), "NotFoundException: Invalid Deployment identifier specified");
  w.call("CreateStage", of_api(object({{"stageName", "test"}, {"deploymentId", current}, {"variables", object({{"colour", "red"}})}})));
  HttpRequest request = World::request("GET", "/b");
  request.target = "/restapis/api1/test/_user_request_/b";
  EXPECT_EQ(w.send(request).status, 200);
  EXPECT_EQ(w.lambda.event["stageVariables"], parse_json(R"({"colour": "red"})"));
  EXPECT_EQ(w.call("GetStages", of_api())["item"].size(), 2u);
  EXPECT_EQ(w.call("GetDeployment", of_api(object({{"deploymentId", current}, {"embed", text_array({"apisummary"})}})))["apiSummary"].size(), 2u);
  EXPECT_EQ(w.fault_of("DeleteStage", of_api(object({{"stageName", "test"}}))), "none");
  EXPECT_EQ(w.send(request).body, R"({"message":"Forbidden"})");
  World empty;
  empty.call("CreateRestApi", parse_json(R"({"name": "n", "tags": {"_custom_id_": "api1"}})"));
  EXPECT_EQ(empty.fault_of("CreateDeployment", of_api()), "BadRequestException: The REST API doesn't contain any methods");
}

TEST(Durability, AnApiIsServedAfterARestart) {
  std::string file = testing::TempDir() + "apigateway-" + std::to_string(::getpid()) + ".sqlite";
  for (const char* end : {"", "-wal", "-shm"}) std::filesystem::remove(file + end);
  {
    World w(file);
    w.make_api({"ANY /a/{id}"});
  }
  World w(file);
  EXPECT_EQ(w.ask_api("PUT", "/a/7").status, 200);
  EXPECT_EQ(w.lambda.event["pathParameters"], parse_json(R"({"id": "7"})"));
  w.gateway.reset();
  EXPECT_EQ(w.ask_api("PUT", "/a/7").status, 404);
}

}  // namespace
}  // namespace lambent::apigateway
