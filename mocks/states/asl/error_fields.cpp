// Retry and Catch.
#include <utility>

#include "mocks/states/asl/definition_reader.h"

namespace lambent::states::asl {
namespace {

const char* kAllAlone = "States.ALL must appear alone and at end of list";

}  // namespace

std::vector<std::string> DefinitionReader::error_names(const Json& given, const std::string& at) {
  const Json* names = find(given, "ErrorEquals");
  if (!names) {
    fault("These fields are required: [ErrorEquals]", at);
    return {};
  }
  bool texts = names->is_array();
  if (texts)
    for (const auto& name : *names) texts = texts && name.is_string();
  if (!texts) {
    fault("Expected value of type [ARRAY]", at + "/ErrorEquals");
    return {};
  }
  if (names->empty()) fault("Value cannot be empty", at + "/ErrorEquals");
  auto out = texts_at(given, "ErrorEquals");
  for (const auto& name : out)
    if (name == "States.ALL" && out.size() > 1) fault(kAllAlone, at + "/ErrorEquals");
  return out;
}

void DefinitionReader::retries(const Json& given, State& out, const std::string& at) {
  const Json* list = find(given, "Retry");
  if (!list || !list->is_array()) return;
  for (size_t i = 0; i < list->size(); ++i) {
    const Json& one = (*list)[i];
    std::string place = at + "/Retry[" + std::to_string(i) + "]";
    if (!one.is_object()) {
      fault("Expected value of type [OBJECT]", place);
      continue;
    }
    Retrier r;
    r.errors = error_names(one, place);
    if (r.errors == std::vector<std::string>{"States.ALL"} && i + 1 < list->size())
      fault(kAllAlone, place + "/ErrorEquals");
    for (const auto& [name, value] : one.items()) {
      static const std::set<std::string> known{"ErrorEquals", "IntervalSeconds", "MaxAttempts", "BackoffRate", "MaxDelaySeconds", "JitterStrategy", "Comment"};
      if (!known.contains(name)) fault("Field '" + name + "' is not supported", place);
      bool integer = name == "IntervalSeconds" || name == "MaxAttempts" || name == "MaxDelaySeconds";
      if (integer && !value.is_number_integer()) fault("Expected value of type Integer", place + "/" + name);
      if (name == "BackoffRate" && !value.is_number()) fault("Expected value of type [NUMBER]", place + "/" + name);
    }
    r.interval = whole(one, "IntervalSeconds", 0, 99999999, place).value_or(1);
    r.max_attempts = whole(one, "MaxAttempts", 0, 99999999, place).value_or(3);
    r.max_delay = whole(one, "MaxDelaySeconds", 1, 31622400, place);
    r.backoff = number_at(one, "BackoffRate", 2.0);
    if (r.backoff < 1.0) fault("Minimum value is 1.0", place + "/BackoffRate");
    if (const Json* jitter = find(one, "JitterStrategy")) {
      r.full_jitter = *jitter == "FULL";
      if (*jitter != "FULL" && *jitter != "NONE") fault("Value should be one of the following: [NONE, FULL]", place + "/JitterStrategy");
    }
    out.retry.push_back(std::move(r));
  }
}

void DefinitionReader::catchers(const Json& given, State& out, const std::string& at) {
  const Json* list = find(given, "Catch");
  if (!list || !list->is_array()) return;
  for (size_t i = 0; i < list->size(); ++i) {
    const Json& one = (*list)[i];
    std::string place = at + "/Catch[" + std::to_string(i) + "]";
    if (!one.is_object()) {
      fault("Expected value of type [OBJECT]", place);
      continue;
    }
    auto names = texts_at(one, "ErrorEquals");
    if (names == std::vector<std::string>{"States.ALL"} && i + 1 < list->size())
      fault(kAllAlone, place + "/ErrorEquals");
    catcher(one, out, place);
  }
}

void DefinitionReader::catcher(const Json& given, State& out, const std::string& at) {
  Catcher c;
  Offers of_state = std::exchange(offers_, Offers::error_output);
  c.errors = error_names(given, at);
  require(given, {"Next"}, at);
  c.next = text_at(given, "Next");
  for (const auto& [name, value] : given.items()) {
    static const std::set<std::string> known{"ErrorEquals", "Next", "ResultPath", "Output", "Assign", "Comment"};
    if (!known.contains(name)) {
      fault("Field '" + name + "' is not supported", at);
      continue;
    }
    if (name != "ResultPath" && name != "Output" && name != "Assign") continue;
    const Field& field = *find_field(name);
    check_language(field, out.language, at);
    if (name != "Output") check_value(field, value, out.language, at);
  }
  if (auto it = given.find("ResultPath"); it != given.end()) {
    c.drops = it->is_null();
    if (it->is_string()) {
      c.result_text = it->get<std::string>();
      c.result_path = path::JsonPath::parse(c.result_text);
    }
  }
  if (out.language == Language::jsonata) c.output = form(given, "Output", out.language, at);
  assignment(given, c.assign, out.language, at);
  offers_ = of_state;
  out.caught.push_back(std::move(c));
}

}  // namespace lambent::states::asl
