#include "mocks/states/asl/definition_reader.h"
#include "mocks/states/path/template.h"

namespace lambent::states::asl {

bool DefinitionReader::query_language(const Json& given, const std::string& at) {
  const Json* language = find(given, "QueryLanguage");
  if (!language) return !jsonata_;
  if (!language->is_string()) {
    fault("Expected value of type [STRING]", at + "/QueryLanguage");
  } else if (*language != "JSONPath" && *language != "JSONata") {
    fault("Value should be one of the following: [JSONPath, JSONata]", at + "/QueryLanguage");
  } else if (*language == "JSONPath" && jsonata_) {
    fault("'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine", at);
    return false;
  } else if (*language == "JSONata" && !jsonata_) {
    unsupported("QueryLanguage JSONata", at);
  }
  return *language == "JSONPath";
}

void DefinitionReader::check_fields(const Json& given, Type type, const std::string& at) {
  for (const auto& [name, value] : given.items()) {
    const Field* field = find_field(name);
    if (!field || !allowed(*field, type)) {
      fault("Field '" + name + "' is not supported", at);
    } else if (field->jsonata_only) {
      fault("The QueryLanguage is set to 'JSONPath', but field '" + name + "' is only supported for the 'JSONata' QueryLanguage", at);
    } else {
      check_value(*field, value, at);
    }
  }
}

void DefinitionReader::check_value(const Field& field, const Json& value, const std::string& at) {
  std::string place = at + "/" + std::string(field.name);
  auto expect = [&](bool fits, const char* type) {
    if (!fits) fault(std::string("Expected value of type [") + type + "]", place);
    return fits;
  };
  switch (field.value) {
    case Value::any: return;
    case Value::text: expect(value.is_string(), "STRING"); return;
    case Value::whole: expect(value.is_number_integer(), "INTEGER"); return;
    case Value::boolean: expect(value.is_boolean(), "BOOLEAN"); return;
    case Value::object: expect(value.is_object(), "OBJECT"); return;
    case Value::array: expect(value.is_array(), "ARRAY"); return;
    case Value::template_form:
      if (field.name == "Assign" && !expect(value.is_object(), "OBJECT")) return;
      return check_template(value, place);
    case Value::selector:
      if (value.is_null()) return;
      [[fallthrough]];
    case Value::path:
    case Value::reference: break;
  }
  if (!expect(value.is_string(), "STRING")) return;
  auto path = path::JsonPath::parse(value.get_ref<const std::string&>());
  bool result = field.name == "ResultPath";
  bool one_place = result || field.value != Value::selector;
  if (!path) return fault("Invalid path '" + value.get<std::string>() + "'", place);
  if (one_place && !path->reference()) return fault("Value is not a Reference Path", place);
  if (result && path->root() != path::JsonPath::Root::data) fault("Value is not a Reference Path", place);
}

void DefinitionReader::check_template(const Json& form, const std::string& at) {
  for (const auto& name : path::wrong_members(form))
    fault("The value for the field '" + name + "' must be a valid JSONPath or a valid intrinsic function call", at);
  if (auto name = path::repeated_member(form)) fault("Duplicate field '" + *name + "'", at);
}

void DefinitionReader::data_flow(const Json& given, State& out) {
  auto selector = [&](const char* name, Selector& to) {
    auto it = given.find(name);
    if (it == given.end()) return;
    to.drops = it->is_null();
    if (it->is_string()) to.path = it->get<std::string>();
  };
  selector("InputPath", out.input);
  selector("OutputPath", out.output);
  selector("ResultPath", out.result_path);
  auto form = [&](const char* name, std::optional<Json>& to) {
    if (auto it = given.find(name); it != given.end()) to = *it;
  };
  form("Parameters", out.parameters);
  form("ItemSelector", out.parameters);
  form("ResultSelector", out.result_selector);
}

void DefinitionReader::transition(const Json& given, State& out, const std::string& at) {
  out.next = text_at(given, "Next");
  bool needs = out.type != Type::choice && out.type != Type::succeed && out.type != Type::fail;
  if (!needs) return;
  bool ends = bool_at(given, "End");
  if (!given.contains("Next") && !ends) fault("One of these fields is required: [Next, End]", at);
  if (given.contains("Next") && given.contains("End")) fault("Only one of these fields is allowed: [Next, End]", at);
}

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
    if (name == "States.ALL" && out.size() > 1) fault("The error name 'States.ALL' must appear alone in 'ErrorEquals'", at + "/ErrorEquals");
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
      fault("The error name 'States.ALL' must appear in the last entry only", place + "/ErrorEquals");
    for (const auto& [name, value] : one.items()) {
      static const std::set<std::string> known{"ErrorEquals", "IntervalSeconds", "MaxAttempts", "BackoffRate", "MaxDelaySeconds", "JitterStrategy", "Comment"};
      if (!known.contains(name)) fault("Field '" + name + "' is not supported", place);
      bool integer = name == "IntervalSeconds" || name == "MaxAttempts" || name == "MaxDelaySeconds";
      if (integer && !value.is_number_integer()) fault("Expected value of type [INTEGER]", place + "/" + name);
      if (name == "BackoffRate" && !value.is_number()) fault("Expected value of type [NUMBER]", place + "/" + name);
    }
    r.interval = whole(one, "IntervalSeconds", 1, 99999999, place).value_or(1);
    r.max_attempts = whole(one, "MaxAttempts", 0, 99999999, place).value_or(3);
    r.max_delay = whole(one, "MaxDelaySeconds", 1, 31622399, place);
    r.backoff = number_at(one, "BackoffRate", 2.0);
    if (r.backoff < 1.0) fault("Minimum value is 1.0", place + "/BackoffRate");
    if (const Json* jitter = find(one, "JitterStrategy")) {
      r.full_jitter = *jitter == "FULL";
      if (*jitter != "FULL" && *jitter != "NONE") fault("Value should be one of the following: [FULL, NONE]", place + "/JitterStrategy");
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
    Catcher c;
    c.errors = error_names(one, place);
    if (c.errors == std::vector<std::string>{"States.ALL"} && i + 1 < list->size())
      fault("The error name 'States.ALL' must appear in the last entry only", place + "/ErrorEquals");
    require(one, {"Next"}, place);
    c.next = text_at(one, "Next");
    for (const auto& [name, value] : one.items()) {
      static const std::set<std::string> known{"ErrorEquals", "Next", "ResultPath", "Assign", "Comment"};
      if (name == "Output")
        fault("The QueryLanguage is set to 'JSONPath', but field 'Output' is only supported for the 'JSONata' QueryLanguage", place);
      else if (!known.contains(name))
        fault("Field '" + name + "' is not supported", place);
      if (name == "ResultPath") check_value(*find_field("ResultPath"), value, place);
      if (name == "Assign") check_value(*find_field("Assign"), value, place);
    }
    if (auto it = one.find("ResultPath"); it != one.end()) {
      c.drops = it->is_null();
      if (it->is_string()) c.result_path = it->get<std::string>();
    }
    assignment(one, c.assign, place);
    out.caught.push_back(std::move(c));
  }
}

void DefinitionReader::assignment(const Json& given, std::optional<Json>& out, const std::string& at) {
  auto it = given.find("Assign");
  if (it == given.end() || !it->is_object()) return;
  for (const auto& [name, value] : it->items()) {
    std::string bare = name.ends_with(".$") ? name.substr(0, name.size() - 2) : name;
    auto as_path = path::JsonPath::parse("$" + bare);
    bool one_name = as_path && as_path->root() == path::JsonPath::Root::variable && as_path->steps().empty();
    if (!one_name || bare == "states" || bare.size() > 80) fault("Invalid variable name '" + bare + "'", at + "/Assign");
  }
  out = *it;
}

}  // namespace lambent::states::asl
