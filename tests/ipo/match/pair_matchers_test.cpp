#include "ipo/match/pair_matchers.h"

#include "judged.h"

namespace lambent::ipo {
namespace {

std::string text(const Pairing& pairing) {
  std::string out;
  for (auto [e, a] : pairing.pairs) out += std::to_string(e) + "-" + std::to_string(a) + " ";
  for (size_t e : pairing.missing) out += "missing " + std::to_string(e) + " ";
  for (size_t a : pairing.extra) out += "extra " + std::to_string(a) + " ";
  return out;
}

struct Items {
  Items(std::initializer_list<const char*> expected_texts, std::initializer_list<const char*> actual_texts) {
    for (const char* one : expected_texts) matchers.push_back(Matcher::compile(parse_json(one), mistakes));
    for (const char* one : actual_texts) values.push_back(parse_json(one));
    for (const auto& matcher : matchers) expected.push_back(&matcher);
    for (const auto& value : values) actual.push_back(&value);
  }
  Mistakes mistakes;
  std::vector<Matcher> matchers;
  std::vector<Json> values;
  std::vector<const Matcher*> expected;
  std::vector<const Json*> actual;
};

TEST(PairMatchers, AWrongFieldIsNotOneMissingAndOneExtra) {
  Items items({R"({"to": "a", "text": "x"})", R"({"to": "b", "text": "y"})"}, {R"({"to": "b", "text": "y"})", R"({"to": "a", "text": "z"})"});
  Context context;
  EXPECT_EQ(text(pair_matchers(items.expected, items.actual, context, Order::free)), "0-1 1-0 ");
}

TEST(PairMatchers, BindingsAgreeOverThePairing) {
  // Each mail alone could be either of the two; the ids of the messages say which.
  Items items({R"({"mail": {"$bind": "id1"}})", R"({"mail": {"$bind": "id2"}})", R"({"queue": "first", "id": {"$bind": "id1"}})", R"({"queue": "second", "id": {"$bind": "id2"}})"},
              {R"({"mail": 7})", R"({"mail": 8})", R"({"queue": "second", "id": 7})", R"({"queue": "first", "id": 8})"});
  Context context;
  auto pairing = pair_matchers(items.expected, items.actual, context, Order::free);
  EXPECT_EQ(text(pairing), "0-1 1-0 2-3 3-2 ");
  EXPECT_EQ(pairing.cost, 0u);
  EXPECT_EQ(context.bindings.mark(), 0u) << "left as they were";
  for (auto [e, a] : pairing.pairs) EXPECT_TRUE(items.matchers[e].differences(items.values[a], context).empty());
  EXPECT_EQ(*context.bindings.find("id1"), 8);
}

TEST(PairMatchers, KnownBindingsCountInEveryCost) {
  Items items({R"({"id": {"$bind": "id"}})"}, {R"({"id": 1})", R"({"id": 2})"});
  Context context;
  context.bindings.keep("id", 2);
  EXPECT_EQ(text(pair_matchers(items.expected, items.actual, context, Order::free)), "0-1 extra 0 ");
}

TEST(PairMatchers, WhatMayNotPairStaysAlone) {
  Items items({R"({"mail": 1})", R"({"sms": 1})"}, {R"({"sms": 2})", R"({"sms": 1})"});
  Context context;
  auto same_kind = [&](size_t e, size_t a) { return items.matchers[e].expected().begin().key() == items.values[a].begin().key(); };
  EXPECT_EQ(text(pair_matchers(items.expected, items.actual, context, Order::free, same_kind)), "1-1 missing 0 extra 0 ");
}

TEST(PairMatchers, OrderedEffectsAlign) {
  Items items({R"({"sms": 1})", R"({"sms": 2})", R"({"sms": 3})"}, {R"({"sms": 1})", R"({"sms": 3})"});
  Context context;
  EXPECT_EQ(text(pair_matchers(items.expected, items.actual, context, Order::given)), "0-0 2-1 missing 1 ");
}

}  // namespace
}  // namespace lambent::ipo
