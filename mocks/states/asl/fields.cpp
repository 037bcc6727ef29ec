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
    {"Output", "TPMsWCS", Value::any, Only::jsonata},
    {"Arguments", "TP", Value::any, Only::jsonata},
    {"Items", "M", Value::any, Only::jsonata},
    {"InputPath", "TPMsWCS", Value::selector, Only::jsonpath},
    {"OutputPath", "TPMsWCS", Value::selector, Only::jsonpath},
    {"Parameters", "TPMs", Value::template_form, Only::jsonpath},
    {"ResultPath", "TPMs", Value::selector, Only::jsonpath},
    {"ResultSelector", "TPM", Value::template_form, Only::jsonpath},
    {"Result", "s", Value::any, Only::jsonpath},
    {"Resource", "T", Value::text},
    {"TimeoutSeconds", "T", Value::whole, Only::both, true},
    {"TimeoutSecondsPath", "T", Value::reference, Only::jsonpath},
    {"HeartbeatSeconds", "T", Value::whole, Only::both, true},
    {"HeartbeatSecondsPath", "T", Value::reference, Only::jsonpath},
    {"Credentials", "T", Value::object},
    {"Branches", "P", Value::array},
    {"ItemProcessor", "M", Value::object},
    {"Iterator", "M", Value::object},
    {"ItemsPath", "M", Value::path, Only::jsonpath},
    {"ItemSelector", "M", Value::template_form},
    {"MaxConcurrency", "M", Value::whole, Only::both, true},
    {"MaxConcurrencyPath", "M", Value::reference, Only::jsonpath},
    {"ItemReader", "M", Value::object},
    {"ItemBatcher", "M", Value::object},
    {"ResultWriter", "M", Value::object},
    {"Label", "M", Value::text},
    {"ToleratedFailureCount", "M", Value::whole, Only::both, true},
    {"ToleratedFailureCountPath", "M", Value::reference, Only::jsonpath},
    {"ToleratedFailurePercentage", "M", Value::any, Only::both, true},
    {"ToleratedFailurePercentagePath", "M", Value::reference, Only::jsonpath},
    {"Seconds", "W", Value::whole, Only::both, true},
    {"SecondsPath", "W", Value::reference, Only::jsonpath},
    {"Timestamp", "W", Value::text, Only::both, true},
    {"TimestampPath", "W", Value::reference, Only::jsonpath},
    {"Choices", "C", Value::array},
    {"Default", "C", Value::text},
    {"Error", "F", Value::text, Only::both, true},
    {"Cause", "F", Value::text, Only::both, true},
    {"ErrorPath", "F", Value::any, Only::jsonpath},
    {"CausePath", "F", Value::any, Only::jsonpath},
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
