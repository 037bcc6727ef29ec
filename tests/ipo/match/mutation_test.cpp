// Every value of the worked examples dropped, changed or added to must fail its case, unless the case opened it.
#include <algorithm>

#include "ipo/match/display.h"
#include "judged.h"

namespace lambent::ipo {
namespace {

struct Mutation {
  std::string what;  // "/a dropped", as `opened` has it
  bool opened;
  Json actual;
};

class Mutations {
 public:
  Mutations(const Json& whole, const Json& opened) : whole_(whole), opened_(opened) { visit(""); }
  std::vector<Mutation> all;

 private:
  void visit(const std::string& pointer) {
    const Json here = whole_.at(Json::json_pointer(pointer));
    std::vector<std::string> parts;
    if (here.is_object())
      for (const auto& [key, value] : here.items()) parts.push_back(pointer + pointer_key(key));
    if (here.is_array())
      for (size_t i = 0; i < here.size(); ++i) parts.push_back(pointer + "/" + std::to_string(i));
    for (const auto& part : parts) {
      drop(pointer, part);
      visit(part);
    }
    if (here.is_object()) {
      Json more = here;
      more["not_expected"] = 1;
      put(pointer, more, "+" + pointer, "+");
    } else if (here.is_array()) {
      Json more = here;
      more.push_back(here.empty() ? Json("not expected") : here.back());
      put(pointer, more, "+" + pointer, "+");
      if (here.size() > 1) {
        std::reverse(more.begin(), more.end());
        put(pointer, more, "+" + pointer, "+");
      }
    } else {
      put(pointer, here.is_string() ? Json(here.get<std::string>() + "~") : Json(here.get<double>() + 60), "~" + pointer, "~");
      put(pointer, here.is_string() ? Json("something else") : Json("1"), "!" + pointer, "!");
      put(pointer, Json(nullptr), "!" + pointer, "!");
      put(pointer, Json::array({here}), "!" + pointer, "!");
    }
  }
  void drop(const std::string& parent, const std::string& part) {
    Json mutated = whole_;
    Json& holder = mutated.at(Json::json_pointer(parent));
    const std::string key = Json::json_pointer(part).back();
    if (holder.is_object())
      holder.erase(key);
    else
      holder.erase(std::stoul(key));
    all.push_back({part + " dropped", opened("", part), std::move(mutated)});
  }
  void put(const std::string& pointer, const Json& value, const std::string& what, const std::string& sign) {
    Json mutated = whole_;
    mutated.at(Json::json_pointer(pointer)) = value;
    all.push_back({what + " to " + dump(value), opened(sign, pointer), std::move(mutated)});
  }
  bool opened(const std::string& sign, const std::string& pointer) const {
    return std::any_of(opened_.begin(), opened_.end(), [&](const Json& one) {
      const auto text = one.get<std::string>();
      return text == sign + pointer || (text[0] == '/' && (pointer == text || pointer.starts_with(text + "/")));
    });
  }
  const Json& whole_;
  const Json& opened_;
};

TEST(WorkedExamples, EveryMutationFailsUnlessTheCaseOpenedIt) {
  size_t failed = 0, open = 0;
  for (const Json& example : test_data("worked.json")) {
    const std::string name = text_at(example, "name");
    Mistakes mistakes;
    auto matcher = Matcher::compile(example["expected"], mistakes);
    ASSERT_TRUE(mistakes.empty()) << text_of(mistakes);
    auto passes = [&](const Json& actual) {
      Context context{.now = *parse_iso(text_at(example, "now"))};
      const bool reported = matcher.differences(actual, context).empty();
      Context other{.now = context.now};
      EXPECT_EQ(reported, matcher.matches(actual, other)) << name << ": reporting and quiet comparison disagree on " << dump(actual);
      return reported;
    };
    EXPECT_TRUE(passes(example["actual"])) << name;
    for (const auto& mutation : Mutations(example["actual"], example["opened"]).all) {
      EXPECT_EQ(passes(mutation.actual), mutation.opened) << name << ": " << mutation.what;
      ++(mutation.opened ? open : failed);
    }
  }
  std::printf("mutations: %zu fail, %zu touch what a case opened\n", failed, open);
  EXPECT_GT(failed, 200u);
}

}  // namespace
}  // namespace lambent::ipo
