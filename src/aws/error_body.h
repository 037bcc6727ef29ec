// The JSON body of an error besides its name: the message under the key the exception spells it with, and its further
// members under their wire names. Members whose place is a header go into the answer's headers (Lambda's Retry-After).
#pragma once
#include "aws/error.h"
#include "aws/identify.h"
#include "base/json.h"
#include "http/message.h"

namespace lambent {

// Adds to `body` and `headers`. An empty message is left out, as AWS does.
void add_error_members(const Identified& what, const AwsError& error, Json& body, HttpFields& headers);

}  // namespace lambent
