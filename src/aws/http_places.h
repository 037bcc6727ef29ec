// What the REST protocols have in common: members that stand in the path, the query and the headers. Pure functions.
#pragma once
#include "aws/identify.h"
#include "base/json.h"
#include "http/message.h"

namespace lambent {

// Adds to `out` what of the operation's input stands outside the body. Throws SerializationException for what cannot be read.
void read_places(const Identified& what, const HttpRequest& request, Json& out);

// Sets the status and the headers that the output's members give.
void write_places(const model::Shape& shape, const Json& output, HttpResponse& out);

// The value of a member outside the body from its text. Throws SerializationException.
Json text_value(const model::Member& member, const std::string& text);

}  // namespace lambent
