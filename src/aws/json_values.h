// JSON texts of the json and rest-json protocols to values of a shape and back.
#pragma once
#include "aws/model.h"
#include "base/json.h"

namespace lambent {

// How the protocol of a service words a value of the wrong type.
enum class SerializationWords { json, rest_json };

// The value as services see it: unknown and null members gone, blobs decoded, times as epoch seconds.
// Throws AwsError SerializationException.
Json read_json_value(const model::Shape& shape, Json value, SerializationWords words);

// The body text of an answer: members in the model's wire names, blobs in base64, times as numbers (or as the
// model's timestampFormat says), nulls left out.
Json write_json_value(const model::Shape& shape, const Json& value, model::TimeFormat time = model::TimeFormat::unset);

// A time given as epoch seconds or ISO text, in the asked form.
Json json_time(const Json& value, model::TimeFormat format);
std::string text_time(const Json& value, model::TimeFormat format);
// Epoch seconds of a text in any of AWS's forms; nothing if it is none.
std::optional<double> read_time(const std::string& text);

}  // namespace lambent
