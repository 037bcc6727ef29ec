#include "aws/error_body.h"

#include "aws/json_values.h"

namespace lambent {
namespace {

// "Message" where the exception's shape spells it so, and in Lambda's refusals, which no shape describes.
const char* message_member(const Identified& what, const AwsError& error, const model::Shape* shape) {
  if (shape && shape->find("Message")) return "Message";
  bool lambda = what.service && what.service->name == "lambda";
  return lambda && error.code() == "AccessDeniedException" ? "Message" : "message";
}

}  // namespace

void add_error_members(const Identified& what, const AwsError& error, Json& body, HttpFields& headers) {
  const model::Shape* shape = what.service ? what.service->error_by_code(error.code()) : nullptr;
  for (const auto& [key, value] : error.fields().items()) {
    const model::Member* m = shape ? shape->find(key) : nullptr;
    if (!m)
      body[key] = value;
    else if (m->place == model::Place::header)
      headers.set(m->wire, value.is_string() ? value.get<std::string>() : dump(value));
    else
      body[m->wire] = write_json_value(*m->shape, value, m->time);
  }
  if (!error.message().empty()) set_text(body, message_member(what, error, shape), error.message());
}

}  // namespace lambent
