#include "config/json_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "config/yaml.h"

namespace lambent::config {
namespace {

TEST(JsonFile, ValuesAndPlaces) {
  Diagnostics diagnostics;
  auto node = read_json_file("\xef\xbb\xbf{\"a\": [1.5e3, \"\\ud83e\\uddb7\"],\n\t\"b\": {\"c\": null, \"d\": \"12\", \"e\": false}}\n", "f.json", diagnostics);
  ASSERT_TRUE(node) << diagnostics.text();
  EXPECT_EQ(to_json(*node, Scalars::typed).dump(), "{\"a\":[1500.0,\"\xf0\x9f\xa6\xb7\"],\"b\":{\"c\":null,\"d\":\"12\",\"e\":false}}");
  EXPECT_EQ(node->member("b")->place.line, 2);
  EXPECT_EQ(node->member("b")->place.column, 2);
  EXPECT_EQ(node->find("b")->find("d")->place.column, 24);
}

TEST(JsonFile, MistakesHavePlaces) {
  auto errors_of = [](const std::string& text) {
    Diagnostics diagnostics;
    bool read = read_json_file(text, "f", diagnostics).has_value();
    EXPECT_TRUE(read || diagnostics.has_errors()) << text;
    return diagnostics.text();
  };
  EXPECT_EQ(errors_of("{\"a\": 1,\n \"a\": 2}"), "f:2:2: error: 'a' stands here twice\n");
  EXPECT_EQ(errors_of("{\"a\": 01}"), "f:1:7: error: this is not JSON: '01' is no value\n");
  EXPECT_EQ(errors_of("{\"a\" 1}"), "f:1:6: error: this is not JSON: ':' should stand here\n");
  EXPECT_EQ(errors_of("[1 2]"), "f:1:4: error: this is not JSON: ',' or ']' should stand here\n");
  EXPECT_EQ(errors_of("[\"a\n\"]"), "f:1:2: error: this is not JSON: a text without its end\n");
  EXPECT_EQ(errors_of(""), "f:1:1: error: this is not JSON: it ends too early\n");
  EXPECT_EQ(errors_of("\xff"), "f: error: the file is not UTF-8\n");
  EXPECT_EQ(errors_of("{a: 1}"), "f:1:2: error: this is not JSON: a key in double quotes should stand here\n");
}

TEST(Yaml, SharingCanBeRefused) {
  Diagnostics diagnostics;
  auto node = read_yaml("a: &x 1\nb: *x\nc: !!int 1\nd: {<<: {e: 1}}\nf: [NULL, Null, null, ~]\ng:\n", "f", Tags::none, diagnostics, Sharing::refused);
  EXPECT_EQ(diagnostics.text(),
            "f:1:4: error: anchors are not read here: write the value again, or use a table or a file\n"
            "f:2:4: error: aliases are not read here: write the value again, or use a table or a file\n"
            "f:3:4: error: tags are not read here: tag:yaml.org,2002:int\n"
            "f:4:5: error: merge keys are not read here: write the members again, or use a table or a file\n");
  ASSERT_TRUE(node);
  EXPECT_EQ(to_json(*node->find("f"), Scalars::typed).dump(), R"(["NULL","Null",null,null])");
  EXPECT_TRUE(node->find("g")->is(Node::Kind::null));
}

}  // namespace
}  // namespace lambent::config
