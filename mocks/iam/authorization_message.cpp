#include "aws/authorization_message.h"

#include "mocks/iam/sts.h"

namespace lambent::iam {

Json Sts::decode_authorization_message(const Call& call) {
  auto span = authorization_message_span(aws_.message_secret(), text_at(call.input, "EncodedMessage"));
  const auto* entry = span ? aws_.journal().get<CallEntry>(*span) : nullptr;
  if (!entry || !entry->denial)
    throw AwsError("InvalidAuthorizationMessageException", 400,
                   "The message is not valid: it was not made here, has been changed, or what it tells of is no longer in the journal.");
  return object({{"DecodedMessage", dump(authorization_status(*entry->denial))}});
}

}  // namespace lambent::iam
