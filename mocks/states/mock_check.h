// What TestState says of a mocked result, in AWS's words: against the state's type, and against the output shape of the API
// that the task calls.
//
// Members are spelled with a capital whatever the API's casing; unknown ones pass. A timestamp or blob is a string, an
// integer or a float a number. Throws ValidationException.
#pragma once
#include "mocks/states/asl/machine.h"

namespace lambent::states {

enum class FieldCheck {
  strict,   // required members must be there
  present,  // those that are there must fit
  none,
};

// The mode asked for by the mock; without one strict.
FieldCheck field_check(const Json& mock);

// `given`: the state as it was written (whether a Map has a ResultWriter).
void check_mocked_result(const asl::State& s, const Json& given, const Json& result, const Json& mock);

}  // namespace lambent::states
