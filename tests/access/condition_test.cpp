// Every condition operator: what it takes for equal, what it cannot read, and what a missing key means to it.
#include "access/conditions.h"

#include "world.h"

namespace lambent::access {
namespace {

using Keys = std::vector<std::pair<std::string, std::vector<std::string>>>;

// Whether {op: {"t:k": values}} holds for a request in which t:k has these values (none: the key is absent).
bool holds(const std::string& op, const std::string& policy_values, std::optional<std::vector<std::string>> request, const Keys& more = {}) {
  Call call = World::call_by(World::user());
  Need need = World::publish();
  need.keys = more;
  if (request) need.keys.push_back({"t:k", *request});
  static const std::map<std::string, std::string> no_tags;
  Context context(call, need, kNow, no_tags);
  Json statement = quoted("{'Effect':'Allow','Action':'*','Resource':'*'}");
  statement["Condition"][op]["t:k"] = quoted(policy_values);
  Json policy = quoted("{'Version':'2012-10-17'}");
  policy["Statement"].push_back(statement);
  return conditions_hold(parse_policy(policy, "p").statements.at(0).conditions, context, true);
}
bool holds(const std::string& op, const std::string& policy_values, const std::string& request) {
  return holds(op, policy_values, std::vector<std::string>{request});
}

struct Row {
  const char *op, *policy, *request;
  bool expected;
};

void check(const std::vector<Row>& rows) {
  for (const Row& row : rows) EXPECT_EQ(holds(row.op, row.policy, row.request), row.expected) << row.op << " " << row.policy << " of " << row.request;
}
// Rows of a positive operator; the negated one must say the opposite.
void check_pair(const std::string& negated, const std::vector<Row>& rows) {
  check(rows);
  for (const Row& row : rows) EXPECT_EQ(holds(negated, row.policy, row.request), !row.expected) << negated << " " << row.policy << " of " << row.request;
}

TEST(Condition, Strings) {
  check_pair("StringNotEquals", {{"StringEquals", "'a'", "a", true},
                                 {"StringEquals", "'a'", "A", false},
                                 {"StringEquals", "'a*'", "ab", false},
                                 {"StringEquals", "['b','a']", "a", true},
                                 {"StringEquals", "['b','c']", "a", false},
                                 {"StringEquals", "[]", "a", false},
                                 {"StringEquals", "5", "5", true},
                                 {"StringEquals", "true", "true", true},
                                 {"stringequals", "'a'", "a", true}});
  check_pair("StringNotEqualsIgnoreCase", {{"StringEqualsIgnoreCase", "'aB'", "Ab", true}, {"StringEqualsIgnoreCase", "'ab'", "abc", false}});
  check_pair("StringNotLike", {{"StringLike", "'home/*'", "home/a/b", true},
                               {"StringLike", "'home/*'", "Home/a", false},
                               {"StringLike", "'a?c'", "abc", true},
                               {"StringLike", "'a?c'", "ac", false},
                               {"StringLike", "'*'", "x", true},
                               {"StringLike", "['x','*b*']", "abc", true},
                               {"StringLike", "'a*b*c'", "aXbYbZc", true}});
}

TEST(Condition, Numbers) {
  check_pair("NumericNotEquals", {{"NumericEquals", "'10'", "10.0", true}, {"NumericEquals", "10", "10", true}, {"NumericEquals", "10", "11", false}, {"NumericEquals", "-1", "-1", true}});
  check({{"NumericLessThan", "10", "9.5", true},         {"NumericLessThan", "10", "10", false},         {"NumericLessThan", "9", "10", false},
         {"NumericLessThanEquals", "10", "10", true},    {"NumericLessThanEquals", "10", "10.1", false}, {"NumericGreaterThan", "10", "10.1", true},
         {"NumericGreaterThan", "10", "10", false},      {"NumericGreaterThanEquals", "10", "10", true}, {"NumericGreaterThanEquals", "10", "9", false},
         {"NumericLessThan", "['1','20']", "10", true}});
}

TEST(Condition, Dates) {
  check_pair("DateNotEquals", {{"DateEquals", "'2023-11-14T22:13:20Z'", "2023-11-14T22:13:20Z", true},
                               {"DateEquals", "'1700000000'", "2023-11-14T22:13:20Z", true},
                               {"DateEquals", "1700000000", "1700000000", true},
                               {"DateEquals", "'2023-11-14'", "2023-11-14T00:00:00Z", true},
                               {"DateEquals", "'2023-11-15T00:13:20+02:00'", "2023-11-14T22:13:20Z", true},
                               {"DateEquals", "'2023-11-14'", "2023-11-14T22:13:20Z", false}});
  // The short and basic forms.
  for (const char* same : {"2023-11", "2023-11-01", "20231101", "2023-11-01T00Z", "2023-11-01T00:00Z", "2023-11-01T00:00:00Z", "20231101T000000Z", "2023-11-01T0000",
                           "2023-11-01T02:00+02:00", "2023-11-01T02:00:00+0200", "2023-11-01T02+02", "2023-11-01T00:00:00.000Z", "2023-10-31T19:00:00-05:00"})
    EXPECT_TRUE(holds("DateEquals", "'" + std::string(same) + "'", "2023-11-01T00:00:00Z")) << same;
  check({{"DateEquals", "'2023'", "2023-01-01T00:00:00Z", true}, {"DateEquals", "'2023'", "2023", true}, {"DateEquals", "'2023-13'", "2023-01-01", false},
         {"DateEquals", "'2023-11-01T'", "2023-11-01T00:00:00Z", false}, {"DateEquals", "'2023-11-01T1'", "2023-11-01T01:00:00Z", false},
         {"DateEquals", "'2023-11-01T00:0000Z'", "2023-11-01T00:00:00Z", false}, {"DateEquals", "'2023-11-01T00:00:00+1'", "2023-11-01T00:00:00Z", false}});
  const char* now = "2023-11-14T22:13:20Z";
  check({{"DateLessThan", "'2023-11-15'", now, true},       {"DateLessThan", "'2023-11-14'", now, false},          {"DateLessThan", "1700000000", now, false},
         {"DateLessThanEquals", "1700000000", now, true},   {"DateGreaterThan", "'2023-01-01T00:00:00Z'", now, true}, {"DateGreaterThan", "1700000000", now, false},
         {"DateGreaterThanEquals", "1700000000", now, true}, {"DateGreaterThanEquals", "'2024-01-01'", now, false}});
}

TEST(Condition, Addresses) {
  check_pair("NotIpAddress", {{"IpAddress", "'10.1.2.3'", "10.1.2.3", true},
                              {"IpAddress", "'10.1.2.3'", "10.1.2.4", false},
                              {"IpAddress", "'10.0.0.0/8'", "10.255.0.1", true},
                              {"IpAddress", "'10.0.0.0/8'", "11.0.0.1", false},
                              {"IpAddress", "'192.168.4.0/22'", "192.168.7.255", true},
                              {"IpAddress", "'192.168.4.0/22'", "192.168.8.0", false},
                              {"IpAddress", "'0.0.0.0/0'", "8.8.8.8", true},
                              {"IpAddress", "['1.1.1.1','10.0.0.0/8']", "10.1.1.1", true},
                              {"IpAddress", "'2001:db8::/33'", "2001:db8:7fff::1", true},
                              {"IpAddress", "'2001:db8::/33'", "2001:db8:8000::1", false},
                              {"IpAddress", "'0.0.0.0/0'", "::1", false},
                              {"IpAddress", "'::/0'", "127.0.0.1", false}});
}

TEST(Condition, Arns) {
  const char* topic = "arn:aws:sns:us-east-1:123456789012:news";
  for (const char* op : {"ArnEquals", "ArnLike"})
    check_pair(op == std::string("ArnLike") ? "ArnNotLike" : "ArnNotEquals", {{op, "'arn:aws:sns:us-east-1:123456789012:news'", topic, true},
                                                                               {op, "'arn:aws:sns:*:123456789012:n*'", topic, true},
                                                                               {op, "'arn:aws:sns:us-east-1:123456789012:NEWS'", topic, false},
                                                                               {op, "'arn:aws:sqs:*:*:*'", topic, false},
                                                                               {op, "'arn:aws:sns:us-east-1:*:old'", "arn:aws:sns:us-east-1:1:x:old", false},
                                                                               {op, "'arn:aws:sns:us-east-1:*:*:old'", "arn:aws:sns:us-east-1:1:x:old", true},
                                                                               {op, "'arn:aws:s?s:us-east-1:123456789012:news'", topic, true}});
}

TEST(Condition, BoolAndBinary) {
  check({{"Bool", "'true'", "true", true},   {"Bool", "true", "TRUE", true},    {"Bool", "'false'", "true", false}, {"Bool", "'false'", "false", true},
         {"Bool", "'yes'", "yes", false},    {"Bool", "'1'", "true", false},    {"BinaryEquals", "'aGk='", "aGk=", true}, {"BinaryEquals", "'aGk='", "aGs=", false},
         {"BinaryEquals", "'%'", "%", false}});
}

TEST(Condition, WhatCannotBeReadMeetsNoOperator) {
  struct Pair {
    const char *positive, *negated, *good, *bad;
  };
  for (const Pair& p : {Pair{"NumericEquals", "NumericNotEquals", "5", "five"}, Pair{"NumericEquals", "NumericNotEquals", "5", "inf"},
                        Pair{"DateEquals", "DateNotEquals", "2023-11-14T00:00:00Z", "yesterday"}, Pair{"IpAddress", "NotIpAddress", "10.0.0.0", "10.0.0"},
                        Pair{"ArnEquals", "ArnNotEquals", "arn:aws:sns:us-east-1:1:x", "news"}})
    for (const char* op : {p.positive, p.negated}) {
      EXPECT_FALSE(holds(op, "'" + std::string(p.good) + "'", p.bad)) << op << " of " << p.bad;
      EXPECT_FALSE(holds(op, "'" + std::string(p.bad) + "'", p.good)) << op << " " << p.bad;
    }
  for (const char* bad : {"10.0.0.0/33", "10.0.0.0/", "10.0.0.0/x", "10.0.0.0/-1"}) {
    EXPECT_FALSE(holds("IpAddress", "'" + std::string(bad) + "'", "10.0.0.0")) << bad;
    EXPECT_FALSE(holds("NotIpAddress", "'" + std::string(bad) + "'", "10.9.9.9")) << bad;
  }
  EXPECT_FALSE(holds("StringAlmost", "'a'", "a")) << "an operator nobody knows";
  EXPECT_FALSE(holds("StringAlmostIfExists", "'a'", std::nullopt));
}

TEST(Condition, AMissingKey) {
  for (const char* positive : {"StringEquals", "StringEqualsIgnoreCase", "StringLike", "NumericEquals", "NumericLessThan", "NumericLessThanEquals", "NumericGreaterThan",
                               "NumericGreaterThanEquals", "DateEquals", "DateLessThan", "DateLessThanEquals", "DateGreaterThan", "DateGreaterThanEquals", "Bool", "BinaryEquals",
                               "IpAddress", "ArnEquals", "ArnLike"}) {
    EXPECT_FALSE(holds(positive, "'1'", std::nullopt)) << positive;
    EXPECT_TRUE(holds(std::string(positive) + "IfExists", "'1'", std::nullopt)) << positive;
    EXPECT_TRUE(holds("ForAllValues:" + std::string(positive), "'1'", std::nullopt)) << positive;
    EXPECT_FALSE(holds("ForAnyValue:" + std::string(positive), "'1'", std::nullopt)) << positive;
  }
  for (const char* negated : {"StringNotEquals", "StringNotEqualsIgnoreCase", "StringNotLike", "NumericNotEquals", "DateNotEquals", "NotIpAddress", "ArnNotEquals", "ArnNotLike"}) {
    EXPECT_TRUE(holds(negated, "'1'", std::nullopt)) << negated;
    EXPECT_TRUE(holds(std::string(negated) + "IfExists", "'1'", std::nullopt)) << negated;
    EXPECT_FALSE(holds("ForAnyValue:" + std::string(negated), "'1'", std::nullopt)) << negated;
  }
  EXPECT_FALSE(holds("StringEqualsIfExists", "'a'", "b")) << "a key that is there counts";
  EXPECT_TRUE(holds("stringequalsifexists", "'a'", std::nullopt));
}

TEST(Condition, Null) {
  EXPECT_TRUE(holds("Null", "'true'", std::nullopt));
  EXPECT_TRUE(holds("Null", "true", std::nullopt));
  EXPECT_FALSE(holds("Null", "'false'", std::nullopt));
  EXPECT_TRUE(holds("Null", "'false'", "x"));
  EXPECT_FALSE(holds("Null", "'true'", "x"));
  EXPECT_TRUE(holds("Null", "'true'", std::vector<std::string>{}));
}

TEST(Condition, KeysWithSeveralValuesNeedASetOperator) {
  using V = std::vector<std::string>;
  EXPECT_FALSE(holds("StringEquals", "['a','b']", V{"a", "b"}));
  EXPECT_FALSE(holds("StringNotEquals", "'c'", V{"a", "b"}));
  struct Set {
    const char *op, *policy;
    V request;
    bool expected;
  };
  for (const Set& s : std::vector<Set>{{"ForAllValues:StringEquals", "['a','b']", {"a", "b"}, true},
                                       {"ForAllValues:StringEquals", "['a','b']", {"a", "c"}, false},
                                       {"ForAllValues:StringEquals", "'a'", {"a"}, true},
                                       {"ForAllValues:StringEquals", "'a'", {}, true},
                                       {"ForAllValues:StringLike", "'a*'", {"ab", "ac"}, true},
                                       {"ForAllValues:StringNotEquals", "['a','b']", {"c", "d"}, true},
                                       {"ForAllValues:StringNotEquals", "['a','b']", {"c", "a"}, false},
                                       {"ForAnyValue:StringEquals", "['a','b']", {"c", "b"}, true},
                                       {"ForAnyValue:StringEquals", "['a','b']", {"c", "d"}, false},
                                       {"ForAnyValue:StringEquals", "'a'", {}, false},
                                       {"ForAnyValue:StringNotEquals", "'a'", {"a", "b"}, true},
                                       {"ForAnyValue:StringNotEquals", "'a'", {"a", "a"}, false},
                                       {"ForAnyValue:StringEqualsIfExists", "'a'", {}, true},
                                       {"foranyvalue:stringequals", "'a'", {"a", "x"}, true}})
    EXPECT_EQ(holds(s.op, s.policy, s.request), s.expected) << s.op << " " << s.policy << " of " << join(s.request, ",");
}

TEST(Condition, AllOperatorsAndAllKeysMustHold) {
  struct Row2 {
    const char *condition, *expected;
  };
  for (const Row2& row : {Row2{"{'StringEquals':{'t:a':'1','t:b':'2'}}", "allow"}, Row2{"{'StringEquals':{'t:a':'1','t:b':'3'}}", "no identity"},
                          Row2{"{'StringEquals':{'t:a':'1'},'Null':{'t:c':'true'}}", "allow"}, Row2{"{'StringEquals':{'t:a':'1'},'Null':{'t:b':'true'}}", "no identity"},
                          Row2{"{'StringEquals':{'T:A':'1'}}", "allow"}, Row2{"{}", "allow"}}) {
    World w;
    w.worker().policies.push_back(shared(document("{'Effect':'Allow','Action':'*','Resource':'*','Condition':" + std::string(row.condition) + "}"), "p"));
    Need need = World::publish();
    need.keys = {{"t:a", {"1"}}, {"t:b", {"2"}}};
    EXPECT_EQ(w.ask(w.session(), need), row.expected) << row.condition;
  }
}

}  // namespace
}  // namespace lambent::access
