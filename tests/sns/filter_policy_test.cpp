#include <gtest/gtest.h>

#include "mocks/sns/filter/filter_policy.h"

namespace lambent::sns {
namespace {

std::string fault_of(const std::string& policy, FilterScope scope) {
  try {
    read_filter_policy(policy, scope);
    return "none";
  } catch (const FilterFault& e) {
    return e.what();
  }
}
std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

bool body(const std::string& policy, const std::string& message) { return matches_body(read_filter_policy(policy, FilterScope::body), message); }

// "name:Type=value;name:Type=value"
Json attributes(const std::string& text) {
  Json out = Json::object();
  for (size_t at = 0; at < text.size();) {
    auto end = std::min(text.find(';', at), text.size());
    std::string one = text.substr(at, end - at);
    auto colon = one.find(':'), equals = one.find('=');
    out[one.substr(0, colon)] = object({{"DataType", one.substr(colon + 1, equals - colon - 1)}, {"StringValue", one.substr(equals + 1)}});
    at = end + 1;
  }
  return out;
}

struct Row {
  const char* policy;
  const char* message;
  bool matches;
};

TEST(FilterPolicy, OnAttributes) {
  const Row rows[] = {
      {R"({"a": ["x", "y"]})", "a:String=y", true},
      {R"({"a": ["x"]})", "a:String=z", false},
      {R"({"a": ["x"]})", "b:String=x", false},
      {R"({"a": ["x"], "b": ["y"]})", "a:String=x;b:String=y", true},
      {R"({"a": ["x"], "b": ["y"]})", "a:String=x", false},
      {R"({"a": [1]})", "a:Number=1.0", true},
      {R"({"a": [1]})", "a:String=1", false},
      {R"({"a": ["1"]})", "a:Number=1", false},
      {R"({"a": ["x"]})", "a:String.custom=x", true},
      {R"({"a": [1]})", "a:Number.int=1", true},
      {R"({"a": ["x"]})", "a:Binary=x", false},
      {R"({"a": [{"exists": true}]})", "a:Binary=x", false},
      {R"({"a": ["x"]})", R"(a:String.Array=["w", "x"])", true},
      {R"({"a": [true]})", R"(a:String.Array=[true, null])", true},
      {R"({"a": [null]})", R"(a:String.Array=[true, null])", true},
      {R"({"a": [2]})", R"(a:String.Array=["2", 1])", false},
      {R"({"a": ["x"]})", "a:String.Array=no list", false},
      {R"({"a": [{"prefix": "ab"}]})", "a:String=abc", true},
      {R"({"a": [{"prefix": "ab"}]})", "a:String=ba", false},
      {R"({"a": [{"suffix": "bc"}]})", "a:String=abc", true},
      {R"({"a": [{"equals-ignore-case": "ABC"}]})", "a:String=abC", true},
      {R"({"a": [{"anything-but": "x"}]})", "a:String=y", true},
      {R"({"a": [{"anything-but": "x"}]})", "a:String=x", false},
      {R"({"a": [{"anything-but": "x"}]})", "b:String=y", false},
      {R"({"a": [{"anything-but": ["x", 1]}]})", "a:Number=1", false},
      {R"({"a": [{"anything-but": ["x", 1]}]})", "a:String=1", true},
      {R"({"a": [{"anything-but": ["x"]}]})", R"(a:String.Array=["x", "y"])", true},
      {R"({"a": [{"anything-but": ["x"]}]})", R"(a:String.Array=["x"])", false},
      {R"({"a": [{"anything-but": {"prefix": "ab"}}]})", "a:String=abc", false},
      {R"({"a": [{"anything-but": {"prefix": "ab"}}]})", "a:String=cab", true},
      {R"({"a": [{"numeric": ["=", 100]}]})", "a:Number=1e2", true},
      {R"({"a": [{"numeric": ["=", 100]}]})", "a:String=100", false},
      {R"({"a": [{"numeric": [">", 0, "<=", 5]}]})", "a:Number=5", true},
      {R"({"a": [{"numeric": [">", 0, "<=", 5]}]})", "a:Number=0", false},
      {R"({"a": [{"numeric": [">=", 0, "<", 5]}]})", "a:Number=5", false},
      {R"({"a": [{"numeric": ["<", -1.5]}]})", "a:Number=-1.6", true},
      {R"({"a": [{"numeric": ["=", 1.000001]}]})", "a:Number=1", true},
      {R"({"a": [{"numeric": [">", 1]}]})", "a:Number=2e9", false},
      {R"({"a": [{"exists": true}]})", "a:String=x", true},
      {R"({"a": [{"exists": false}]})", "a:String=x", false},
      {R"({"a": [{"exists": false}]})", "b:String=x", true},
      {R"({"a": [{"exists": false}, "x"]})", "a:String=x", true},
      {R"({"a": [{"cidr": "10.0.0.0/24"}]})", "a:String=10.0.0.255", true},
      {R"({"a": [{"cidr": "10.0.0.0/24"}]})", "a:String=10.0.1.0", false},
      {R"({"a": [{"cidr": "10.0.0.0/0"}]})", "a:String=1.2.3.4", true},
      {R"({"a": [{"cidr": "2001:db8::/33"}]})", "a:String=2001:db8:7fff::1", true},
      {R"({"a": [{"cidr": "2001:db8::/33"}]})", "a:String=2001:db8:8000::1", false},
      {R"({"a": [{"cidr": "10.0.0.0/24"}]})", "a:String=::1", false},
      {R"({"$or": [{"a": ["x"]}, {"b": ["y"]}]})", "b:String=y", true},
      {R"({"$or": [{"a": ["x"]}, {"b": ["y"]}], "c": ["z"]})", "b:String=y", false},
      {R"({"$or": [{"a": ["x"]}, {"b": ["y"]}], "c": ["z"]})", "b:String=y;c:String=z", true},
      {R"({"$or": ["x"]})", "$or:String=x", true},
      {R"({"$or": [{"prefix": "x"}, {"suffix": "y"}]})", "$or:String=ay", true},
      {R"({"$or": [{"$or": [{"a": [1]}, {"b": [1]}]}, {"c": [1]}]})", "b:Number=1", true},
      {R"({})", "a:String=x", true},
  };
  for (const auto& row : rows)
    EXPECT_EQ(matches_attributes(read_filter_policy(row.policy, FilterScope::attributes), attributes(row.message)), row.matches) << row.policy << " " << row.message;
}

TEST(FilterPolicy, OnTheBody) {
  const Row rows[] = {
      {R"({"a": {"b": ["x"]}})", R"({"a": {"b": "x"}})", true},
      {R"({"a": {"b": ["x"]}})", R"({"a": {"b": "y"}})", false},
      {R"({"a.b": ["x"]})", R"({"a": {"b": "x"}})", true},
      {R"({"a": {"b": ["x"]}})", R"({"a.b": "x"})", true},
      {R"({"a": {"b": {"c": ["x"]}}})", R"({"a": {"b.c": "x"}})", true},
      {R"({"a": [true]})", R"({"a": true})", true},
      {R"({"a": [null]})", R"({"a": null})", true},
      {R"({"a": ["1"]})", R"({"a": 1})", false},
      {R"({"a": ["x"]})", R"({"a": ["w", "x"]})", true},
      {R"({"a": {"b": [1], "c": [2]}})", R"({"a": [{"b": 1}, {"c": 2}]})", true},
      {R"({"a": [{"exists": true}]})", R"({"a": []})", false},
      {R"({"a": [{"exists": true}]})", R"({"a": {"b": 1}})", false},
      {R"({"a": [{"exists": false}]})", R"({"a": []})", true},
      {R"({"a": [{"exists": true}]})", R"({"a": null})", true},
      {R"({"a": {"$or": [{"b": [1]}, {"c": [2]}]}})", R"({"a": {"c": 2}})", true},
      {R"({"a": [{"exists": false}]})", R"(["a"])", false},
      {R"({"a": [{"exists": false}]})", "no JSON", false},
      {R"({"a": [{"exists": false}]})", R"("a")", false},
      {R"({"a": ["\u00e9"]})", "{\"a\": \"\xC3\xA9\"}", true},
  };
  for (const auto& row : rows) EXPECT_EQ(body(row.policy, row.message), row.matches) << row.policy << " " << row.message;
}

TEST(FilterPolicy, IsRefusedInTheWordsOfSns) {
  const std::pair<const char*, const char*> rows[] = {
      {R"({"a": [["x"]]})", "Match value must be String, number, true, false, or null"},
      {R"({"a": [{"like": "x"}]})", "Unrecognized match type like"},
      {R"({"a": [{"prefix": "x", "suffix": "y"}]})", "Only one key allowed in match expression"},
      {R"({"a": []})", "Empty arrays are not allowed"},
      {R"({"a": [{"prefix": 1}]})", "prefix match pattern must be a string"},
      {R"({"a": [{"suffix": ["x"]}]})", "suffix match pattern must be a string"},
      {R"({"a": [{"cidr": ["10.0.0.0/24"]}]})", "prefix match pattern must be a string"},
      {R"({"a": "x"})", "\"a\" must be an object or an array"},
      {R"({"a": [{"exists": "no"}]})", "exists match pattern must be either true or false."},
      {R"({"a": [{"anything-but": {"suffix": "x"}}]})", "Unsupported anything-but pattern: suffix"},
      {R"({"a": [{"numeric": []}]})", "Invalid member in numeric match: ]"},
      {R"({"a": [{"numeric": [1]}]})", "Invalid member in numeric match: 1"},
      {R"({"a": [{"numeric": ["<>", 1]}]})", "Unrecognized numeric range operator: <>"},
      {R"({"a": [{"numeric": ["=", "1"]}]})", "Value of equals must be numeric"},
      {R"({"a": [{"numeric": [">=", "1"]}]})", "Value of >= must be numeric"},
      {R"({"a": [{"numeric": ["=", 1, 2]}]})", "Too many elements in numeric expression"},
      {R"({"a": [{"numeric": [">", 1, ">", 2]}]})", "Bad numeric range operator: >"},
      {R"({"a": [{"numeric": [">", 1, 30]}]})", "Bad value in numeric range: 30"},
      {R"({"a": [{"numeric": [">", 1, "<", "30"]}]})", "Bad value in numeric range: 30"},
      {R"({"a": [{"numeric": [">", 9, "<", 1]}]})", "Bottom must be less than top"},
      {R"({"a": [{"numeric": [">", 1, "<", 2, 3]}]})", "Too many terms in numeric range expression"},
      {R"({"a": [{"cidr": "10.0.0.0"}]})", "Malformed CIDR, one '/' required"},
      {R"({"a": [{"cidr": "10.0.0.0/x"}]})", "Malformed CIDR, mask bits must be an integer"},
      {R"({"a": [{"cidr": "10.0.0/24"}]})", "Nonstandard IP address: 10.0.0"},
      {R"({"a": [1e10]})", "Value must be between -1.0E9 and 1.0E9, inclusive"},
      {R"({"a": [1e999]})", "Value must be between -1.0E9 and 1.0E9, inclusive"},
      {R"({"a": [1], "b": [1], "c": [1], "d": [1], "e": [1], "f": [1]})", "Filter policy can not have more than 5 keys"},
      {R"({"a": [1,2,3,4,5,6], "b": [1,2,3,4,5,6], "c": [1,2,3,4,5]})", "Filter policy is too complex"},
      {"[]", "Filter is not an object"},
  };
  for (const auto& [policy, text] : rows)
    for (FilterScope scope : {FilterScope::attributes, FilterScope::body}) EXPECT_EQ(first_line(fault_of(policy, scope)), std::string("FilterPolicy: ") + text) << policy;
  EXPECT_EQ(fault_of(R"({"a": {"b": ["x"]}})", FilterScope::attributes), "Filter policy scope MessageAttributes does not support nested filter policy");
  EXPECT_EQ(fault_of(R"({"a": {"b": ["x"]}})", FilterScope::body), "none");
}

TEST(FilterPolicy, TellsThePlaceOfAFault) {
  EXPECT_EQ(fault_of(R"({"a": []})", FilterScope::attributes), "FilterPolicy: Empty arrays are not allowed\n at [Source: (String)\"{\"a\": []}\"; line: 1, column: 9]");
  const std::string redacted = "\n at [Source: REDACTED (`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled); line: 1, column: ";
  EXPECT_EQ(fault_of("{invalid}", FilterScope::body),
            "FilterPolicy: failed to parse JSON. Unexpected character ('i' (code 105)): was expecting double-quote to start field name" + redacted + "2]");
  EXPECT_EQ(fault_of("invalid", FilterScope::body),
            "FilterPolicy: failed to parse JSON. Unrecognized token 'invalid': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')" +
                redacted + "8]");
  for (const char* broken : {"", "{", R"({"a")", R"({"a" 1})", R"({"a": [1 2]})", R"({"a": [1}])", R"({"a": [01]})", R"({"a": [1.]})", R"({"a": ["x)", R"({"a": ["\q"]})",
                             R"({"a": [1]} x)", R"({"a": [1],})", R"({"a": [-]})", "{\"a\": [\"\n\"]}"})
    EXPECT_NE(fault_of(broken, FilterScope::body).find("failed to parse JSON"), std::string::npos) << broken;
  std::string deep = std::string(600, '[');
  EXPECT_NE(fault_of(deep, FilterScope::body).find("nesting depth"), std::string::npos);
}

TEST(FilterPolicy, CountsWhatIsAllowed) {
  EXPECT_EQ(fault_of(R"({"a": [1,2,3,4,5,6], "b": [1,2,3,4,5], "c": [1,2,3,4,5]})", FilterScope::attributes), "none");  // 150
  EXPECT_EQ(fault_of(R"({"a": {"b": [1,2,3,4,5,6], "c": [1,2,3,4,5,6]}})", FilterScope::body), "none");              // 6*2 * 6*2 = 144
  EXPECT_EQ(fault_of(R"({"a": {"b": [1,2,3,4,5,6], "c": [1,2,3,4,5,6,7]}})", FilterScope::body), "FilterPolicy: Filter policy is too complex");
  EXPECT_EQ(fault_of(R"({"$or": [{"a": [1], "b": [1], "c": [1]}, {"d": [1], "e": [1], "f": [1]}], "g": [1]})", FilterScope::attributes), "none");
}

}  // namespace
}  // namespace lambent::sns
