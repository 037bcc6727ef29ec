// TestState as recorded from AWS (public conformance data beside the checkout, or in $LAMBENT_SUITES). Skips when the data
// is not there, and cases that need an API model which lambent has not.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "aws/model.h"
#include "base/files.h"
#include "base/text.h"
#include "tests/states/world.h"

namespace lambent::states {
namespace {

// JSON texts as values, so that blanks and the recorder's own reading make no difference.
Json normal(const Json& v) {
  if (v.is_string()) {
    const auto& text = v.get_ref<const std::string&>();
    auto inner = !text.empty() && (text[0] == '{' || text[0] == '[') ? try_parse_json(text) : std::nullopt;
    return inner ? normal(*inner) : v;
  }
  if (!v.is_structured()) return v;
  Json out = v;
  for (auto& item : out) item = normal(item);
  if (out.is_object()) out.erase("ResponseMetadata");
  return out;
}

// "<resource:1>", "date" and account numbers stand for anything.
bool same_text(const std::string& recorded, const std::string& seen) {
  if (recorded == "date") return true;
  std::string pattern = replace_all(recorded, "111111111111", "*");
  for (size_t from = pattern.find('<'); from != std::string::npos; from = pattern.find('<', from)) {
    size_t to = pattern.find('>', from);
    if (to == std::string::npos) break;
    pattern.replace(from, to - from + 1, "*");
  }
  return wildcard_match(pattern, seen);
}

void differ(const Json& recorded, const Json& seen, const std::string& at, std::vector<std::string>& out) {
  if (recorded.is_object() && seen.is_object()) {
    for (const auto& [key, item] : recorded.items()) {
      if (seen.contains(key))
        differ(item, seen[key], at + "." + key, out);
      else
        out.push_back(at + "." + key + " is absent");
    }
    for (const auto& [key, item] : seen.items())
      if (!recorded.contains(key)) out.push_back(at + "." + key + " was not recorded");
  } else if (recorded.is_array() && seen.is_array() && recorded.size() == seen.size()) {
    for (size_t i = 0; i < recorded.size(); ++i) differ(recorded[i], seen[i], at + "[" + std::to_string(i) + "]", out);
  } else if (recorded.is_string() && seen.is_string()) {
    if (!same_text(recorded.get<std::string>(), seen.get<std::string>())) out.push_back(at + ": recorded " + dump(recorded) + ", seen " + dump(seen));
  } else if (recorded != seen) {
    out.push_back(at + ": recorded " + dump(recorded) + ", seen " + dump(seen));
  }
}

// As the recorder wrote an error down: {"Error": {"Code", "Message"}, …} or {"exception_typename", "exception_value"}.
std::string error_text(const Json& recorded) {
  if (const Json* error = find(recorded, "Error"); error && error->is_object()) return text_at(*error, "Code") + ": " + text_at(*error, "Message");
  std::string value = text_at(recorded, "exception_value"), opening = " operation: ";
  size_t at = value.find(opening);
  return at == std::string::npos ? "" : text_at(recorded, "exception_typename") + ": " + value.substr(at + opening.size());
}

std::vector<std::string> compare(const Json& recorded, World& w, const Json& answer) {
  std::vector<std::string> out;
  std::string error = error_text(recorded);
  if (w.error || !error.empty()) {
    if (error != w.fault()) out.push_back("recorded " + error + ", seen " + w.fault());
  } else {
    differ(normal(recorded), normal(answer), "$", out);
  }
  return out;
}

// Answers were recorded under names, not in the order of the calls: each call's is the one that fits best.
std::vector<std::string> replay(const Json& one) {
  World w;
  std::vector<std::string> differences;
  for (const Json& step : one["steps"]) {
    std::string params = replace_all(replace_all(dump(step["params"]), "<role>", "machine"), "111111111111", "000000000000");
    Json answer = w.call(text_at(step, "op"), parse_json(params));
    std::optional<std::vector<std::string>> best;
    for (const auto& [name, recorded] : one["recorded"].items()) {
      auto found = compare(recorded, w, answer);
      if (!best || found.size() < best->size()) best = std::move(found);
    }
    if (best) differences.insert(differences.end(), best->begin(), best->end());
  }
  return differences;
}

TEST(Recorded, StatesTriedOutAnswerAsOnAws) {
  const char* folder = std::getenv("LAMBENT_SUITES");
  std::filesystem::path file = folder ? folder : std::string(LAMBENT_SOURCE_DIR) + "/../shared/suites";
  file /= "states/cases.json";
  if (!std::filesystem::exists(file)) GTEST_SKIP() << "no recorded cases";
  // Not reproducible: an error of the SDK itself; a limit that Lambda has raised since; an API that lambent has no model of.
  const std::string_view known[] = {"failures[empty]", "integer_more_than_maximum_allowed", "aws_sdk_kms_task"};
  const std::pair<std::string_view, std::string_view> apis[] = {{"events:putEvents", "events"}, {"dynamodb:putItem", "dynamodb"}, {"aws-sdk:s3:", "s3"}};
  int compared = 0, without_model = 0;
  Json all = parse_json(read_file(file));
  for (const Json& one : all["cases"]) {
    std::string id = text_at(one, "id");
    if (text_at(one, "group") != "teststate" || !one["lambdas"].empty()) continue;
    if (std::any_of(std::begin(known), std::end(known), [&](std::string_view part) { return id.find(part) != std::string::npos; })) continue;
    std::string steps = dump(one["steps"]);
    bool modelled = std::none_of(std::begin(apis), std::end(apis), [&](const auto& api) { return steps.find(api.first) != std::string::npos && !model::find(api.second); });
    if (!modelled) {
      ++without_model;
      continue;
    }
    auto differences = replay(one);
    ++compared;
    EXPECT_TRUE(differences.empty()) << id << "\n  " << join(differences, "\n  ").substr(0, 1500);
  }
  std::cout << compared << " compared, " << without_model << " whose API has no model\n";
  EXPECT_GT(compared, 0);
}

}  // namespace
}  // namespace lambent::states
