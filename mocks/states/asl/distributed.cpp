// Reading the fields of distributed Maps.
#include "mocks/states/asl/distributed.h"

#include "mocks/states/asl/definition_reader.h"
#include "mocks/states/jsonata/aws_functions.h"

namespace lambent::states::asl {
namespace {

constexpr std::int64_t kMostItems = 100000000;
constexpr std::int64_t kMostBatchBytes = 262144;
constexpr size_t kLongestLabel = 40;

constexpr Field kReader[] = {{"Resource", "M", Value::text},
                             {"Parameters", "M", Value::template_form, Only::jsonpath},
                             {"Arguments", "M", Value::any, Only::jsonata},
                             {"ReaderConfig", "M", Value::object}};
constexpr Field kReaderConfig[] = {{"InputType", "M", Value::text},      {"CSVHeaderLocation", "M", Value::text},
                                   {"CSVHeaders", "M", Value::array},    {"CSVDelimiter", "M", Value::text},
                                   {"ItemsPointer", "M", Value::text},   {"ManifestType", "M", Value::text},
                                   {"Transformation", "M", Value::text}, {"MaxItems", "M", Value::whole, Only::both, true},
                                   {"MaxItemsPath", "M", Value::reference, Only::jsonpath}};
constexpr Field kBatcher[] = {{"MaxItemsPerBatch", "M", Value::whole, Only::both, true},
                              {"MaxItemsPerBatchPath", "M", Value::reference, Only::jsonpath},
                              {"MaxInputBytesPerBatch", "M", Value::whole, Only::both, true},
                              {"MaxInputBytesPerBatchPath", "M", Value::reference, Only::jsonpath},
                              {"BatchInput", "M", Value::template_form}};
constexpr Field kWriter[] = {{"Resource", "M", Value::text},
                             {"Parameters", "M", Value::template_form, Only::jsonpath},
                             {"Arguments", "M", Value::any, Only::jsonata},
                             {"WriterConfig", "M", Value::object}};
constexpr Field kWriterConfig[] = {{"Transformation", "M", Value::text}, {"OutputType", "M", Value::text}};

std::string unknown_resource(const std::string& arn) {
  return "The resource provided " + arn + " is not recognized. The value is not a valid resource ARN, or the resource is not available in this region.";
}

void gather(const Scope& scope, std::vector<const State*>& out) {
  for (const auto& [name, s] : scope.states) {
    if (s.distributed) {
      out.push_back(&s);
      gather(s.distributed->processor->top, out);
    } else {
      for (const auto& inner : s.scopes) gather(inner, out);
    }
  }
}

}  // namespace

void DefinitionReader::check_members(const Json& given, std::span<const Field> known, Language language, const std::string& at) {
  for (const auto& [name, value] : given.items()) {
    const Field* field = nullptr;
    for (const auto& one : known)
      if (one.name == name) field = &one;
    if (!field) {
      fault("Field '" + name + "' is not supported", at);
      continue;
    }
    check_language(*field, language, at + "/" + name);
    bool foreign = field->only == (language == Language::jsonpath ? Only::jsonata : Only::jsonpath);
    if (!foreign) check_value(*field, value, language, at);
  }
}

std::optional<std::string> DefinitionReader::one_of(const Json& given, const char* name, std::initializer_list<const char*> values, const std::string& at) {
  auto text = find_text(given, name);
  if (!text) return text;
  std::string all;
  for (const char* value : values) {
    if (*text == value) return text;
    all += (all.empty() ? "" : ", ") + std::string(value);
  }
  fault("Value should be one of the following: [" + all + "]", at + "/" + name);
  return std::nullopt;
}

void DefinitionReader::csv_format(const Json& config, items::CsvFormat& out, const std::string& at) {
  if (!config.contains("CSVHeaderLocation")) return fault("The field 'CSVHeaderLocation' is required", at);
  auto where = one_of(config, "CSVHeaderLocation", {"FIRST_ROW", "GIVEN"}, at);
  if (where == "GIVEN") {
    require(config, {"CSVHeaders"}, at);
    out.headers = texts_at(config, "CSVHeaders");
    const Json* list = find(config, "CSVHeaders");
    if (list && list->is_array() && list->empty()) fault("Value cannot be empty", at + "/CSVHeaders");
    if (list && list->is_array() && list->size() != out.headers->size()) fault("Expected value of type [STRING]", at + "/CSVHeaders");
  } else if (where && config.contains("CSVHeaders")) {
    fault("Field 'CSVHeaders' is not supported", at);
  }
  auto delimiter = one_of(config, "CSVDelimiter", {"COMMA", "PIPE", "SEMICOLON", "SPACE", "TAB"}, at);
  if (delimiter) out.delimiter = *delimiter == "PIPE" ? '|' : *delimiter == "SEMICOLON" ? ';' : *delimiter == "SPACE" ? ' ' : *delimiter == "TAB" ? '\t' : ',';
}

void DefinitionReader::reader_config(const Json& config, ItemReader& out, Language language, const std::string& at) {
  using From = ItemReader::From;
  check_members(config, kReaderConfig, language, at);
  out.max_items = amount(config, "MaxItems", 0, kMostItems, language, at);
  auto input = one_of(config, "InputType", {"CSV", "JSON", "JSONL", "PARQUET", "MANIFEST"}, at);
  auto manifest = one_of(config, "ManifestType", {"ATHENA_DATA", "S3_INVENTORY"}, at);
  auto loading = one_of(config, "Transformation", {"NONE", "LOAD_AND_FLATTEN"}, at);
  if (out.from == From::listing) {
    if (loading == "LOAD_AND_FLATTEN") out.from = From::flattened;
    if (out.from == From::listing && input) return fault("Field 'InputType' is not supported", at);
  } else if (manifest == "S3_INVENTORY" || (!manifest && input == "MANIFEST")) {
    out.from = From::inventory;  // whose rows are CSV with headers of their own
    return;
  } else if (manifest) {
    out.from = From::athena;
  }
  if (out.from == From::listing) return;
  if (!config.contains("InputType")) return require(config, {"InputType"}, at);
  if (input == "PARQUET") unsupported("ReaderConfig InputType PARQUET", at);
  if (input == "MANIFEST") fault("Value should be one of the following: [CSV, JSON, JSONL, PARQUET]", at + "/InputType");
  out.format.type = input == "CSV" ? items::Format::Type::csv : input == "JSONL" ? items::Format::Type::jsonl : items::Format::Type::json;
  if (input == "CSV") csv_format(config, out.format.csv, at);
  for (const char* name : {"CSVHeaderLocation", "CSVHeaders", "CSVDelimiter"})
    if (input && input != "CSV" && config.contains(name)) fault("Field '" + std::string(name) + "' is not supported", at);
  if (config.contains("ItemsPointer")) {
    if (input && *input != "JSON") fault("Field 'ItemsPointer' is not supported", at);
    out.format.pointer = text_at(config, "ItemsPointer");
  }
}

std::optional<ItemReader> DefinitionReader::item_reader(const Json& given, Language language, const std::string& at) {
  check_members(given, kReader, language, at);
  const char* parameters = language == Language::jsonata ? "Arguments" : "Parameters";
  require(given, {"Resource", parameters}, at);
  ItemReader out;
  std::string resource = text_at(given, "Resource");
  std::string asks = integration_of(resource);
  if (asks == "s3:listObjectsV2")
    out.from = ItemReader::From::listing;
  else if (!resource.empty() && asks != "s3:getObject")
    fault("The field 'Resource' does not match any of the allowed values", at + "/Resource");
  out.parameters = form(given, parameters, language, at);
  if (const Json* config = find(given, "ReaderConfig"); config && config->is_object())
    reader_config(*config, out, language, at + "/ReaderConfig");
  else if (out.from == ItemReader::From::object)
    require(given, {"ReaderConfig"}, at);
  return out;
}

std::optional<ItemBatcher> DefinitionReader::item_batcher(const Json& given, Language language, const std::string& at) {
  check_members(given, kBatcher, language, at);
  ItemBatcher out;
  out.max_items = amount(given, "MaxItemsPerBatch", 1, kMostItems, language, at);
  out.max_bytes = amount(given, "MaxInputBytesPerBatch", 1, kMostBatchBytes, language, at);
  out.input = form(given, "BatchInput", language, at);
  if (!out.max_items.given() && !out.max_bytes.given() && !given.contains("MaxItemsPerBatch") && !given.contains("MaxInputBytesPerBatch"))
    fault(std::string("One of these fields is required: [MaxItemsPerBatch, ") + (language == Language::jsonpath ? "MaxItemsPerBatchPath, " : "") +
              "MaxInputBytesPerBatch" + (language == Language::jsonpath ? ", MaxInputBytesPerBatchPath]" : "]"), at);
  return out;
}

std::optional<ResultWriter> DefinitionReader::result_writer(const Json& given, Language language, const std::string& at) {
  using Transformation = ResultWriter::Transformation;
  check_members(given, kWriter, language, at);
  const char* parameters = language == Language::jsonata ? "Arguments" : "Parameters";
  ResultWriter out;
  if (!given.contains("Resource") && !given.contains("WriterConfig")) fault("One of these fields is required: [Resource, WriterConfig]", at);
  if (given.contains("Resource")) {
    require(given, {parameters}, at);
    std::string resource = text_at(given, "Resource");
    if (!resource.empty() && integration_of(resource) != "s3:putObject") fault(unknown_resource(resource), at + "/Resource");
    out.parameters = form(given, parameters, language, at);
  } else if (given.contains(parameters)) {
    require(given, {"Resource"}, at);
  }
  const Json* config = find(given, "WriterConfig");
  if (!config || !config->is_object()) return out;
  std::string place = at + "/WriterConfig";
  check_members(*config, kWriterConfig, language, place);
  require(*config, {"Transformation", "OutputType"}, place);
  auto how = one_of(*config, "Transformation", {"NONE", "COMPACT", "FLATTEN"}, place);
  if (how) out.transformation = *how == "NONE" ? Transformation::none : *how == "COMPACT" ? Transformation::compact : Transformation::flatten;
  out.lines = one_of(*config, "OutputType", {"JSON", "JSONL"}, place) == "JSONL";
  return out;
}

// A state machine's name is part of the ARNs that a label stands in. AWS's words for an empty one and for wrong characters are not known.
void DefinitionReader::label(const std::string& label, const std::string& at) {
  static const std::string banned = "?*<>{}[]:;,\\|^~$#%&`\"/";
  bool good = !label.empty();
  size_t length = 0;
  for (char c : label) {
    auto byte = static_cast<unsigned char>(c);
    good = good && byte > 0x20 && byte != 0x7f && banned.find(c) == std::string::npos;
    length += (byte & 0xc0) != 0x80;
  }
  if (label.empty())
    fault("Invalid Label name: it is empty", at + "/Label", "INVALID_LABEL_NAME");
  else if (length > kLongestLabel)
    fault("Invalid Label name: " + label + " exceeds the 40-character limit allowed by the service", at + "/Label", "INVALID_LABEL_NAME");
  else if (!good)
    fault("Invalid Label name: " + label + " contains characters that are not allowed", at + "/Label", "INVALID_LABEL_NAME");
  else if (!labels_.insert(label).second)
    fault("Duplicate Label name: " + label, at + "/Label", "DUPLICATE_LABEL_NAME");
}

void DefinitionReader::tolerance(const Json& given, State& out, const std::string& at) {
  out.tolerated_count = amount(given, "ToleratedFailureCount", 0, kMostItems, out.language, at);
  out.tolerated_percentage = amount(given, "ToleratedFailurePercentage", INT64_MIN, INT64_MAX, out.language, at);
  auto it = given.find("ToleratedFailurePercentage");
  if (it == given.end()) return;
  std::string place = at + "/ToleratedFailurePercentage";
  if (it->is_number()) {
    if (it->get<double>() < 0) fault("Minimum value is 0.0", place);
    if (it->get<double>() > 100) fault("Maximum value is 100.0", place);
  }
  bool expression = out.language == Language::jsonata && it->is_string() && jsonata::expression_in(it->get_ref<const std::string&>());
  if (!it->is_number() && !expression) fault("Expected value of type [NUMBER]", place);
}

void DefinitionReader::distributed(const Json& given, const Json& processor, const Json& config, State& out, const std::string& at) {
  auto to = std::make_shared<Distributed>();
  if (auto name = find_text(given, "Label")) {
    label(*name, at);
    to->label = *name;
  }
  if (const Json* one = find(given, "ItemReader"); one && one->is_object()) to->reader = item_reader(*one, out.language, at + "/ItemReader");
  if (const Json* one = find(given, "ItemBatcher"); one && one->is_object()) to->batcher = item_batcher(*one, out.language, at + "/ItemBatcher");
  if (const Json* one = find(given, "ResultWriter"); one && one->is_object()) to->writer = result_writer(*one, out.language, at + "/ResultWriter");
  std::string place = at + (given.contains("ItemProcessor") ? "/ItemProcessor" : "/Iterator") + "/ProcessorConfig";
  require(config, {"ExecutionType"}, place);
  to->express = one_of(config, "ExecutionType", {"STANDARD", "EXPRESS"}, place) == "EXPRESS";
  auto machine = std::make_shared<Machine>();
  machine->language = language_;
  machine->top = out.scopes.front();
  if (to->express) machine->timeout = 300;
  to->processor = std::move(machine);
  to->definition = dump(processor);
  out.distributed = std::move(to);
}

bool reads_json(const ItemReader& reader) {
  if (reader.from == ItemReader::From::listing) return true;
  return reader.format.type == items::Format::Type::json && reader.from != ItemReader::From::inventory && reader.from != ItemReader::From::athena;
}

std::vector<const State*> distributed_maps(const Machine& machine) {
  std::vector<const State*> out;
  gather(machine.top, out);
  return out;
}

}  // namespace lambent::states::asl
