// Replays executions recorded from AWS (public conformance data beside the checkout, or in $LAMBENT_SUITES) and
// compares their histories event by event. Skips when the data is not there, and cases whose machine is refused
// because it uses what is not emulated.
#include <gtest/gtest.h>

#include <cstdlib>
#include <set>

#include "base/files.h"
#include "base/text.h"
#include "tests/states/world.h"

namespace lambent::states {
namespace {

// Members that AWS added after some of the recordings, and those that no two runs share.
const std::set<std::string> kLate{"redriveCount", "inputDetails", "outputDetails", "assignedVariablesDetails", "RetryCount", "RedriveCount", "timestamp"};
const std::set<std::string> kNoise{"SdkHttpMetadata", "SdkResponseMetadata", "stackTrace", "timestamp", "roleArn"};
const std::set<std::string> kAnything{"date", "datetime", "timestamp", "uuid", "snf_role_arn", "<uuid:1>", "RandomNumberGenerated"};

Json normal(const Json& v) {
  if (v.is_object()) {
    Json out = Json::object();
    for (const auto& [key, item] : v.items())
      if (!kNoise.contains(key)) out[key] = normal(item);
    return out;
  }
  if (v.is_array()) {
    Json out = Json::array();
    for (const auto& item : v) out.push_back(normal(item));
    return out;
  }
  if (!v.is_string()) return v;
  std::string text(trim(v.get_ref<const std::string&>()));
  if (text.empty() || (text[0] != '{' && text[0] != '[')) return v;
  auto inner = try_parse_json(text);
  return inner ? normal(*inner) : v;
}

// A name in angle brackets, as <lambda_function_name>, stands for any run of characters.
bool same_text(const std::string& recorded, const std::string& seen) {
  if (kAnything.contains(recorded)) return true;
  std::string pattern;
  for (size_t i = 0; i < recorded.size(); ++i) {
    size_t end = recorded[i] == '<' ? recorded.find('>', i) : std::string::npos;
    if (end != std::string::npos) {
      pattern += '*';
      i = end;
    } else if (recorded.compare(i, 20, "lambda_function_name") == 0) {
      pattern += '*';
      i += 19;
    } else if (recorded.compare(i, 12, "111111111111") == 0) {
      pattern += '*';
      i += 11;
    } else {
      pattern += recorded[i] == '?' ? '*' : recorded[i];
    }
  }
  return wildcard_match(pattern, seen);
}

// What the recorder masked in the case at hand beside what it always masks.
std::set<std::string> masked;

void differ(const Json& recorded, const Json& seen, const std::string& at, std::vector<std::string>& out) {
  auto report = [&](const std::string& what) { out.push_back(at + ": " + what); };
  if (recorded.is_string() && (kAnything.contains(recorded.get<std::string>()) || masked.contains(recorded.get<std::string>()) || recorded.get_ref<const std::string&>().starts_with("<"))) return;
  if (recorded.is_object() && seen.is_object()) {
    for (const auto& [key, item] : recorded.items()) {
      if (seen.contains(key))
        differ(item, seen[key], at + "." + key, out);
      else if (!kLate.contains(key))
        report("recorded " + key + ", absent");
    }
    for (const auto& [key, item] : seen.items())
      if (!recorded.contains(key) && !kLate.contains(key)) report("not recorded: " + key);
  } else if (recorded.is_array() && seen.is_array()) {
    if (recorded.size() != seen.size()) report("recorded " + std::to_string(recorded.size()) + " items, seen " + std::to_string(seen.size()));
    for (size_t i = 0; i < std::min(recorded.size(), seen.size()); ++i) differ(recorded[i], seen[i], at + "[" + std::to_string(i) + "]", out);
  } else if (recorded.is_string() && seen.is_string()) {
    if (!same_text(recorded.get<std::string>(), seen.get<std::string>())) report("recorded " + dump(recorded).substr(0, 300) + ", seen " + dump(seen).substr(0, 300));
  } else if (seen.is_string() && try_parse_json(seen.get_ref<const std::string&>()) == recorded) {
    return;  // the recorder read scalar JSON texts, too
  } else if (!(recorded == seen)) {
    report("recorded " + dump(recorded).substr(0, 300) + ", seen " + dump(seen).substr(0, 300));
  }
}

std::deque<ScriptedLambda::Answer> behaviour(const std::string& name) {
  const std::string raised = R"({"errorMessage":"Some exception was raised.","errorType":"Exception","requestId":"r","stackTrace":["s"]})";
  const std::string custom = R"({"errorMessage":"","errorType":"CustomException","requestId":"r","stackTrace":["s"]})";
  if (name == "raise") return {{raised, true}};
  if (name == "raise_custom") return {{custom, true}};
  if (name == "echo") return {{R"({"Return":"HelloWorld"})"}};
  if (name == "large") return {{"\"" + std::string(257 * 1024, 'a') + "\""}};
  if (name == "bytes") return {{R"("HelloWorld!")"}};
  if (name == "wait60") return {{"echo", false, std::chrono::seconds(60)}};
  return {{"echo"}};
}

void find_histories(const Json& v, std::vector<Json>& out) {
  if (!v.is_structured()) return;
  if (v.is_object() && v.contains("events") && v["events"].is_array()) out.push_back(v["events"]);
  for (const auto& item : v) find_histories(item, out);
}

// Since November 2024 a distributed Map's exit follows the start of its run, before it followed its end.
Json without_drift(Json events) {
  bool distributed = dump(events).find("MapRunStarted") != std::string::npos;
  for (auto& event : events)
    if (distributed && text_at(event, "type") == "MapStateExited") event["previousEventId"] = 0;
  return events;
}

struct Verdict {
  bool refused = false, compared = false;
  std::vector<std::string> differences;
};

Verdict replay(const Json& one) {
  World w;
  Verdict verdict;
  masked.clear();
  if (const Json* tokens = find(one, "tokens"))
    for (const auto& token : *tokens) masked.insert(token.get<std::string>());
  std::vector<std::pair<std::string, std::string>> names{{"<role>", "machine"}, {"111111111111", "000000000000"}};
  for (size_t i = 0; i < one["lambdas"].size(); ++i) {
    std::string kind = one["lambdas"][i].get<std::string>(), name = "replay-" + std::to_string(i);
    w.lambda.script[name] = behaviour(kind);
    names.emplace_back("<lambda:" + std::to_string(i) + ":" + kind + ">", name);
  }
  for (size_t i = 0; i < one["steps"].size(); ++i) names.emplace_back("<sm:" + std::to_string(i) + ">", "sm" + std::to_string(i));
  std::vector<Json> histories;
  find_histories(one["recorded"], histories);
  size_t next = 0;
  for (const Json& step : one["steps"]) {
    std::string params = dump(step["params"]);
    for (const auto& [from, to] : names) params = replace_all(std::move(params), from, to);
    Json answer = w.call(text_at(step, "op"), parse_json(params));
    if (w.error && w.error->status() == 501) {
      verdict.refused = true;
      return verdict;
    }
    if (w.error) {
      bool found = dump(normal(one["recorded"])).find(w.error->code()) != std::string::npos;
      verdict.compared = true;
      if (!found) verdict.differences.push_back(text_at(step, "op") + ": " + w.fault().substr(0, 400));
      continue;
    }
    if (text_at(step, "op") != "StartExecution" || next == histories.size()) continue;
    w.loop.run_until_quiet();
    Json events = w.events(text_at(answer, "executionArn"));
    if (dump(events).find("the service is not emulated by lambent") != std::string::npos) {
      verdict.refused = true;
      return verdict;
    }
    verdict.compared = true;
    Json seen = normal(w.events(text_at(answer, "executionArn")));
    differ(without_drift(normal(histories[next++])), without_drift(std::move(seen)), "history", verdict.differences);
  }
  return verdict;
}

TEST(Recorded, HistoriesAreAsRecordedOnAws) {
  const char* given = std::getenv("LAMBENT_SUITES");
  std::filesystem::path file = given ? given : std::string(LAMBENT_SOURCE_DIR) + "/../shared/suites";
  file /= "states/cases.json";
  if (!std::filesystem::exists(file)) GTEST_SKIP() << "no conformance data at " << file;
  const char* only = std::getenv("LAMBENT_CASE");
  Json all = parse_json(read_file(file));
  int compared = 0, refused = 0;
  for (const Json& one : all["cases"]) {
    std::string id = text_at(one, "id"), group = text_at(one, "group");
    // The recorder has sorted and merged the events of some parallel branches; their order says nothing any more.
    if (dump(one["recorded"]).find("\"id\":[") != std::string::npos) continue;
    if ((group != "core" && group != "lambda") || (only && id.find(only) == std::string::npos)) continue;
    Verdict verdict = replay(one);
    refused += verdict.refused;
    if (!verdict.compared) continue;
    ++compared;
    EXPECT_TRUE(verdict.differences.empty()) << id << "\n  " << join(verdict.differences, "\n  ").substr(0, 1500);
  }
  std::cout << compared << " compared, " << refused << " refused by name\n";
  EXPECT_GT(compared, 0);
}

}  // namespace
}  // namespace lambent::states
