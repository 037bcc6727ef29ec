#include "mocks/states/jsonata/jsonata.h"

#include "mocks/states/jsonata/aws_functions.h"
#include "mocks/states/jsonata/evaluator.h"
#include "mocks/states/jsonata/fault.h"
#include "mocks/states/jsonata/json_text.h"
#include "mocks/states/jsonata/references.h"
#include "mocks/states/jsonata/resolve.h"
#include "mocks/states/jsonata/unicode.h"

namespace lambent::states::jsonata {
namespace {

JsonataError error_of(const Fault& fault, std::string_view text) {
  const std::int64_t position = fault.position < 0 ? -1 : static_cast<std::int64_t>(units_before(text, static_cast<size_t>(fault.position)));
  const bool limit = fault.code == "timeout" || fault.code == "depth" || fault.code == "memory";
  return JsonataError(limit ? "" : fault.code, fault.message(), position, fault.token.value_or(""));
}

}  // namespace

std::string JsonataError::text() const { return code_.empty() ? what() : code_ + ": " + what(); }

Bindings::Bindings() : values_(std::make_unique<BoundValues>()) {}
Bindings::Bindings(Bindings&&) noexcept = default;
Bindings::~Bindings() = default;

void Bindings::set(std::string_view name, Json value) {
  auto& bound = values_->by_name[std::string(name)];
  bound.json = std::move(value);
  bound.value = Value();
  bound.read = false;
}

Expression::Expression(std::unique_ptr<Program> program) : program_(std::move(program)) {}
Expression::Expression(Expression&&) noexcept = default;
Expression& Expression::operator=(Expression&&) noexcept = default;
Expression::~Expression() = default;

Expression Expression::parse(std::string_view text) { return parse(text, step_functions_library()); }

Expression Expression::parse(std::string_view text, const Library& library) {
  auto program = std::make_unique<Program>();
  program->text = text;
  program->functions = &library;
  try {
    program->root = Resolver(program->atoms).run(Parser(program->text, program->heap, program->atoms).run());
  } catch (const Fault& fault) {
    throw error_of(fault, program->text);
  }
  program->references = references_of(*program);
  return Expression(std::move(program));
}

Result Expression::evaluate(const std::optional<Json>& input, const Bindings& bindings, const Limits& limits, const World& world) const {
  Heap heap(limits.memory, limits.steps, limits.value);
  try {
    Evaluator evaluator(heap, *program_, *bindings.values_, limits, world);
    const Value value = evaluator.run(input ? from_json(heap, *input) : Value());
    if (value.is_undefined()) return {};
    auto json = to_json(heap, value.is_array() && value.array().wrapper ? value.array().at(0) : value);
    if (!json) return {Result::Kind::unsupported, {}};
    return {Result::Kind::value, std::move(*json)};
  } catch (const Fault& fault) {
    throw error_of(fault, program_->text);
  }
}

const std::string& Expression::text() const { return program_->text; }
const References& Expression::references() const { return program_->references; }

}  // namespace lambent::states::jsonata
