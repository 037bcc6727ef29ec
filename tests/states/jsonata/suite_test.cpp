// The official JSONata test suite (public data beside the checkout, or in $LAMBENT_SUITES): every case but those that
// jsonata_exceptions.json names. Skips when the data is not there.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <map>

#include "base/files.h"
#include "mocks/states/jsonata/functions.h"
#include "mocks/states/jsonata/jsonata.h"

namespace lambent::states::jsonata {
namespace {

std::string suite_file() {
  const char* set = std::getenv("LAMBENT_SUITES");
  return (set ? std::string(set) : std::string(LAMBENT_SOURCE_DIR) + "/../shared/suites") + "/jsonata/suite-2.0.6-utf8.json";
}

bool same_value(const Json& want, const Json& got, bool unordered) {
  if (want.is_number() && got.is_number()) {
    const double a = want.get<double>(), b = got.get<double>();
    return a == b || std::abs(a - b) <= 1e-9 * std::max(std::abs(a), std::abs(b));
  }
  if (want.type() != got.type()) return false;
  if (want.is_array()) {
    if (want.size() != got.size()) return false;
    if (!unordered) {
      for (size_t i = 0; i < want.size(); ++i)
        if (!same_value(want[i], got[i], false)) return false;
      return true;
    }
    std::vector<bool> taken(got.size());
    for (const auto& item : want) {
      bool found = false;
      for (size_t i = 0; i < got.size() && !found; ++i)
        if (!taken[i] && same_value(item, got[i], false)) found = taken[i] = true;
      if (!found) return false;
    }
    return true;
  }
  if (want.is_object()) {
    if (want.size() != got.size()) return false;
    for (const auto& [key, value] : want.items())
      if (!got.contains(key) || !same_value(value, got[key], false)) return false;
    return true;
  }
  return want == got;
}

class Suite {
 public:
  explicit Suite(Json file) : file_(std::move(file)) {}
  const Json& cases() const { return file_["cases"]; }

  // What is wrong with a case, empty if nothing.
  std::string run(const Json& one) const {
    const Json* error = find(one, "error");
    const std::string code = error ? text_at(*error, "code") : text_at(one, "code");
    Limits limits;  // the suite goes further than AWS does
    limits.depth = 500;
    limits.value = size_t{1} << 30;
    if (const auto depth = find_int(one, "depth"); depth && *depth > 20) limits.depth = static_cast<size_t>(*depth);
    limits.steps = 20'000'000;
    limits.memory = size_t{1} << 30;
    Ids chance(1);
    try {
      const auto expression = Expression::parse(text_at(one, "expr"), standard_library());
      Bindings bindings;
      if (const Json* given = find(one, "bindings"))
        for (const auto& [name, value] : given->items()) bindings.set(name, value);
      const Result got = expression.evaluate(input(one), bindings, limits, {1509380732935, chance});
      if (!code.empty()) return "expected " + code + ", got " + shown(got);
      if (int_at(one, "undefinedResult") || bool_at(one, "undefinedResult")) return got.kind == Result::Kind::nothing ? "" : "expected nothing, got " + shown(got);
      const Json& want = one["result"];
      if (got.kind == Result::Kind::value && same_value(want, got.value, bool_at(one, "unordered"))) return "";
      return "expected " + dump(want) + ", got " + shown(got);
    } catch (const JsonataError& e) {
      const bool limit = e.code().empty();
      if ((code == e.code() || (code == "U1001" && limit)) && !code.empty()) {
        const std::string token = error ? text_at(*error, "token") : text_at(one, "token");
        if (!token.empty() && token != e.token()) return "expected the token " + token + ", got " + e.token();
        const std::string message = error ? text_at(*error, "message") : "";
        return message.empty() || message == e.what() ? "" : std::string("expected the message ") + message + ", got " + e.what();
      }
      return "expected " + (code.empty() ? dump(one.value("result", Json())) : code) + ", got the error " + e.text();
    }
  }

 private:
  static std::string shown(const Result& result) {
    return result.kind == Result::Kind::nothing ? "nothing" : result.kind == Result::Kind::unsupported ? "a function" : dump(result.value).substr(0, 400);
  }
  std::optional<Json> input(const Json& one) const {
    if (one.contains("dataset")) {
      if (one["dataset"].is_null()) return std::nullopt;
      return file_["datasets"][one["dataset"].get<std::string>()];
    }
    return one.contains("data") ? std::optional(one["data"]) : std::nullopt;
  }
  Json file_;
};

TEST(Jsonata, OfficialSuite) {
  if (!std::filesystem::exists(suite_file())) GTEST_SKIP() << "no " << suite_file();
  const Suite suite(parse_json(read_file(suite_file())));
  const Json exceptions = parse_json(read_file(LAMBENT_SOURCE_DIR "/tests/states/jsonata/jsonata_exceptions.json"))["cases"];
  const char* only = std::getenv("JSONATA_CASE");
  size_t passed = 0, excepted = 0, failed = 0;
  for (const auto& one : suite.cases()) {
    const std::string id = text_at(one, "id");
    if (only && id.find(only) == std::string::npos) continue;
    const std::string wrong = suite.run(one);
    if (exceptions.contains(id)) {
      EXPECT_NE(wrong, "") << id << " passes and need not be an exception";
      ++excepted;
    } else if (wrong.empty()) {
      ++passed;
    } else {
      ++failed;
      ADD_FAILURE() << id << ": " << text_at(one, "expr").substr(0, 600) << "\n  " << wrong;
    }
  }
  std::cout << passed << " of " << suite.cases().size() << " cases pass, " << excepted << " are exceptions, " << failed << " fail\n";
}

}  // namespace
}  // namespace lambent::states::jsonata
