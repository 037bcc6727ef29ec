// What a machine may be configured to beside its definition: logging, tracing, encryption. Checked as AWS checks it.
//
// Encryption: everything is as under a key that AWS owns; other keys are refused by name. Tracing is kept and shown, but
// nobody draws a map of traces here; the trace header of StartExecution goes on to what the execution calls.
#pragma once
#include "aws/call.h"

namespace lambent::states {

// Throws InvalidLoggingConfiguration, InvalidEncryptionConfiguration or not_emulated.
void check_configuration(const Json& input);

Json shown_logging(const Json& kept);     // null: nothing was given
Json shown_tracing(bool enabled);
Json shown_encryption();
bool logs_anything(const Json& logging);  // has a level other than OFF

}  // namespace lambent::states
