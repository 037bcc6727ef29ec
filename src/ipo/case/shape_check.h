// Compares stubs and calls with the API model, as Step Functions' TestState does with mocks. Internal to the reader.
#pragma once
#include "aws/model.h"
#include "ipo/case/context.h"
#include "ipo/case/given.h"

namespace lambent::ipo {

// A name that covers operations of several APIs (ses:SendEmail) asks for one that fits.
//
// A matcher of the call's input: each member it names must exist.
void check_matcher(const Value& matcher, const ApiName& on, Context& context);
// Parameters of a call still as written: each member must exist.
void check_params(const Value& params, const ApiName& on, Context& context);
// An answer: names and kinds of values; with Check::strict also that nothing required is missing.
void check_output(const Value& output, const ApiName& on, Check check, Context& context);
// The code is one of the operation's errors, or one every service has. Gives its usual HTTP status, 400 if unknown.
int check_error(const std::string& code, const Place& place, const ApiName& on, Check check, Context& context);

}  // namespace lambent::ipo
