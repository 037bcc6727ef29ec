#include "mocks/states/asl/fields.h"

namespace lambent::states::asl {
namespace {

constexpr Field kFields[] = {
    {"Type", "TPMsWCSF", Value::text},
    {"Comment", "TPMsWCSF", Value::any},
    {"QueryLanguage", "TPMsWCSF", Value::text},
    {"Next", "TPMsW", Value::text},
    {"End", "TPMsW", Value::boolean},
    {"Assign", "TPMsWC", Value::template_form},
    {"Retry", "TPM", Value::array},
    {"Catch", "TPM", Value::array},
    {"Output", "TPMsWCS", Value::any, true},
    {"Arguments", "TP", Value::any, true},
    {"Items", "M", Value::any, true},
    {"InputPath", "TPMsWCS", Value::selector},
    {"OutputPath", "TPMsWCS", Value::selector},
    {"Parameters", "TPMs", Value::template_form},
    {"ResultPath", "TPMs", Value::selector},
    {"ResultSelector", "TPM", Value::template_form},
    {"Result", "s", Value::any},
    {"Resource", "T", Value::text},
    {"TimeoutSeconds", "T", Value::whole},
    {"TimeoutSecondsPath", "T", Value::reference},
    {"HeartbeatSeconds", "T", Value::whole},
    {"HeartbeatSecondsPath", "T", Value::reference},
    {"Credentials", "T", Value::object},
    {"Branches", "P", Value::array},
    {"ItemProcessor", "M", Value::object},
    {"Iterator", "M", Value::object},
    {"ItemsPath", "M", Value::path},
    {"ItemSelector", "M", Value::template_form},
    {"MaxConcurrency", "M", Value::whole},
    {"MaxConcurrencyPath", "M", Value::reference},
    {"ItemReader", "M", Value::object},
    {"ItemBatcher", "M", Value::object},
    {"ResultWriter", "M", Value::object},
    {"Label", "M", Value::text},
    {"ToleratedFailureCount", "M", Value::whole},
    {"ToleratedFailureCountPath", "M", Value::reference},
    {"ToleratedFailurePercentage", "M", Value::any},
    {"ToleratedFailurePercentagePath", "M", Value::reference},
    {"Seconds", "W", Value::whole},
    {"SecondsPath", "W", Value::reference},
    {"Timestamp", "W", Value::text},
    {"TimestampPath", "W", Value::reference},
    {"Choices", "C", Value::array},
    {"Default", "C", Value::text},
    {"Error", "F", Value::text},
    {"Cause", "F", Value::text},
    {"ErrorPath", "F", Value::any},
    {"CausePath", "F", Value::any},
};

char letter(Type type) { return "TPMsWCSF"[static_cast<size_t>(type)]; }

}  // namespace

const Field* find_field(std::string_view name) {
  for (const auto& field : kFields)
    if (field.name == name) return &field;
  return nullptr;
}

bool allowed(const Field& field, Type type) { return field.types.find(letter(type)) != std::string_view::npos; }

const char* name_of(Type type) {
  static constexpr const char* names[] = {"Task", "Parallel", "Map", "Pass", "Wait", "Choice", "Succeed", "Fail"};
  return names[static_cast<size_t>(type)];
}

}  // namespace lambent::states::asl
