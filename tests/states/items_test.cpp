#include <gtest/gtest.h>

#include "base/gzip.h"
#include "mocks/states/items/csv.h"
#include "mocks/states/items/manifest.h"

namespace lambent::states::items {
namespace {

Bytes bytes(std::string text) { return std::make_shared<const std::string>(std::move(text)); }

// The children's inputs as one JSON text, or the cause of the fault.
std::string all(const std::string& text, const Format& format) {
  try {
    auto source = read_items(bytes(text), format, "S3://b/k");
    std::string twice[2];
    for (auto& out : twice) {
      Json list = array();
      for (Item item; source->next(item);) list.push_back(item.as_input());
      out = dump(list);
      source->rewind();
    }
    EXPECT_EQ(twice[0], twice[1]);
    return twice[0];
  } catch (const ReadFault& e) {
    return e.what();
  }
}
std::string json(const std::string& text, const std::string& pointer = "") {
  Format format;
  format.pointer = pointer;
  return all(text, format);
}
std::string jsonl(const std::string& text) {
  Format format;
  format.type = Format::Type::jsonl;
  return all(text, format);
}
std::string csv(const std::string& text, std::optional<std::vector<std::string>> headers = std::nullopt, char delimiter = ',') {
  Format format;
  format.type = Format::Type::csv;
  format.csv = {delimiter, std::move(headers)};
  return all(text, format);
}

TEST(Items, JsonArraysAndObjects) {
  EXPECT_EQ(json(R"( [1, "a,]", {"b": [2, {}]} , null,[] ] )"), R"([1,"a,]",{"b":[2,{}]},null,[]])");
  EXPECT_EQ(json("[]"), "[]");
  EXPECT_EQ(json("{}"), "[]");
  EXPECT_EQ(json(R"({"a":1,"b\n\"x":[{"y":"}"}]})"), R"([{"Key":"a","Value":1},{"Key":"b\n\"x","Value":[{"y":"}"}]}])");
  EXPECT_EQ(json("\xef\xbb\xbf[1]"), "[1]");
  for (const char* scalar : {"1", "\"text\"", "null", "true"}) EXPECT_EQ(json(scalar), "Attempting to map over non-iterable node.") << scalar;
}

TEST(Items, WhatIsNoJsonIsToldAsTheParserTellsIt) {
  EXPECT_EQ(json("not"), "Unrecognized token 'not': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')");
  for (const char* broken : {"", "[1,]", "[1 2]", "[1", "{\"a\":}", "[1]x", "[\"\\x\"]"}) {
    std::string said = json(broken);
    EXPECT_FALSE(said.empty() || said[0] == '[') << broken << ": " << said;
  }
}

TEST(Items, AnItemsPointerLeadsToTheItems) {
  const std::string text = R"({"a":{"b/c":[{"d":[1,2]},3],"~x":{"k":"v"}},"":[9],"n":5})";
  EXPECT_EQ(json(text, "/a/b~1c"), R"([{"d":[1,2]},3])");
  EXPECT_EQ(json(text, "/a/b~1c/0/d"), "[1,2]");
  EXPECT_EQ(json(text, "/a/~0x"), R"([{"Key":"k","Value":"v"}])");
  EXPECT_EQ(json(text, "/"), "[9]");
  EXPECT_EQ(json(text, "/n"), "Attempting to map over non-iterable node.");
  for (const char* nowhere : {"/z", "a", "/a/b~1c/2", "/a/b~1c/x", "/n/1"})
    EXPECT_EQ(json(text, nowhere), "The provided ReaderConfig.ItemsPointer does not match any valid path in the JSON structure.") << nowhere;
}

TEST(Items, JsonLines) {
  EXPECT_EQ(jsonl("{\"a\":1}\n[2]\r\n\n  \n\"three\""), R"([{"a":1},[2],"three"])");
  EXPECT_EQ(jsonl(""), "[]");
  EXPECT_EQ(jsonl("1\nnot\n"), "Unrecognized token 'not': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')");
}

// Recorded on AWS.
TEST(Items, CsvWithHeadersInTheFirstRow) {
  EXPECT_EQ(csv("Col1,Col2,Col3\nValue1,Value2,Value3\n,,,\ntrue,1,'HelloWorld'\nNull,None,\n   \n"),
            R"([{"Col1":"Value1","Col2":"Value2","Col3":"Value3"},{"Col1":"","Col2":"","Col3":""},{"Col1":"true","Col2":"1","Col3":"'HelloWorld'"},)"
            R"({"Col1":"Null","Col2":"None","Col3":""},{"Col1":"   ","Col2":"","Col3":""}])");
  EXPECT_EQ(csv("0,True,{}\nValue4,Value5,Value6\n,,,\n"), R"([{"0":"Value4","{}":"Value6","True":"Value5"},{"0":"","{}":"","True":""}])");
  EXPECT_EQ(csv("H1,\nValue4,Value5,Value6\n"), R"([{"":"Value5","H1":"Value4"}])");
}

TEST(Items, CsvWithHeadersGiven) {
  EXPECT_EQ(csv("Value1,Value2\n   \n", {{"H1"}}), R"([{"H1":"Value1"},{"H1":"   "}])");
  EXPECT_EQ(csv("Value1,Value2\n", {{"H1", "H1", "H3"}}), "CSV headers cannot contain duplicates.");
}

TEST(Items, CsvQuotesDelimitersAndLineEnds) {
  EXPECT_EQ(csv("a,b\r\n\"x,\"\"y\"\"\r\nz\",2\r\r\n\"\",\"q\" \n"), "[{\"a\":\"x,\\\"y\\\"\\r\\nz\",\"b\":\"2\"},{\"a\":\"\",\"b\":\"\"},{\"a\":\"\",\"b\":\"q\"}]");
  EXPECT_EQ(csv("a;b\n1,5;2\n", std::nullopt, ';'), R"([{"a":"1,5","b":"2"}])");
  EXPECT_EQ(csv("a\tb\n\"1\t\"\t2", std::nullopt, '\t'), R"([{"a":"1\t","b":"2"}])");
  EXPECT_EQ(csv("a b\n1 \"2 3\"\n", std::nullopt, ' '), R"([{"a":"1","b":"2 3"}])");
  EXPECT_EQ(csv("a\nmid\"quote\n"), R"([{"a":"mid\"quote"}])");
  EXPECT_EQ(csv("a\n\"1\"x\n"), "(line 2) invalid char between encapsulated token and delimiter");
  EXPECT_EQ(csv("a\n1\n\"open\n"), "(startline 3) EOF reached before encapsulated token finished");
  EXPECT_EQ(csv("\xef\xbb\xbf" "a\n1\n"), R"([{"a":"1"}])");
  EXPECT_EQ(csv(""), "[]");
  EXPECT_EQ(csv("a,b\n"), "[]");
  EXPECT_EQ(csv("a\n\n1\n"), R"([{"a":""},{"a":"1"}])");
}

TEST(Items, MembersOfARowStandInTheOrderOfAHashMap) {
  std::vector<std::string> names;
  for (int i = 0; i < 14; ++i) names.push_back(std::string(1, static_cast<char>('a' + i)));
  std::vector<size_t> expected;  // 'a' is 97: the first bucket of 32 that is used is that of 97 % 32 = 1
  for (size_t i = 0; i < 14; ++i) expected.push_back(i);
  EXPECT_EQ(member_order(names), expected);
  names.resize(3);
  names[0] = "p";  // 112 % 16 = 0, before "b" and "c"
  names[1] = "c";
  names[2] = "b";
  EXPECT_EQ(member_order(names), (std::vector<size_t>{0, 2, 1}));
  EXPECT_EQ(member_order({"\xc3\xa9", "A"}), (std::vector<size_t>{1, 0}));  // é is one unit, 0xe9
}

TEST(Items, PackedBytesAreUnpacked) {
  EXPECT_EQ(json(gzip("[1,2]")), "[1,2]");
  EXPECT_EQ(csv(gzip("a\n1\n") + gzip("2\n")), R"([{"a":"1"},{"a":"2"}])");
  EXPECT_EQ(json(gzip("[1,2]").substr(0, 15)), "The gzip stream is broken.");
  size_t room = 9;  // of all objects of a reader together
  EXPECT_NO_THROW(read_items(bytes(gzip("[1,2]")), Format(), "S3://b/1", room));
  EXPECT_EQ(room, 4u);
  EXPECT_THROW(read_items(bytes(gzip("[1,2]")), Format(), "S3://b/2", room), ReadFault);
}

TEST(Items, Manifests) {
  Inventory inventory = read_inventory(R"({"sourceBucket":"src","destinationBucket":"arn:aws:s3:::dest","fileFormat":"CSV",
      "fileSchema":"Bucket, Key, Size","files":[{"key":"d/1.csv.gz","size":1},{"key":"d/2.csv.gz"}]})");
  ASSERT_EQ(inventory.files.size(), 2u);
  EXPECT_EQ(inventory.files[1].shown(), "S3://dest/d/2.csv.gz");
  EXPECT_EQ(all(gzip("\"src\",\"a%2Fb\",\"3\"\n"), inventory.format), R"([{"Bucket":"src","Size":"3","Key":"a%2Fb"}])");
  EXPECT_THROW(read_inventory(R"({"fileFormat":"ORC","files":[]})"), ReadFault);
  EXPECT_THROW(read_inventory("[]"), ReadFault);

  auto places = read_athena_manifest("s3://b/x/1.gz\n\"s3://b/x/2,3\"\n\n");
  ASSERT_EQ(places.size(), 2u);
  EXPECT_EQ(places[1].bucket + " " + places[1].key, "b x/2,3");
  EXPECT_THROW(read_athena_manifest("x/1.gz\n"), ReadFault);
}

TEST(Items, AListedObjectHasFiveMembers) {
  EXPECT_EQ(dump(listed_object(object({{"Key", "k"}, {"ETag", "\"e\""}, {"Size", 3}, {"LastModified", 1700000000.0}, {"Owner", 1}}))),
            R"({"Etag":"\"e\"","Key":"k","LastModified":1700000000.0,"Size":3,"StorageClass":"STANDARD"})");
}

}  // namespace
}  // namespace lambent::states::items
