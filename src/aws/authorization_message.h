// The encoded message that tells of a refusal, for sts:DecodeAuthorizationMessage. AWS source: STS API reference. On AWS
// only some services put one into their answers (EC2); here every denial in the journal has one. It is a reference to the
// journal entry under a key of this emulator: opaque, unforgeable, void once the entry is gone.
//
//   std::string text = encode_authorization_message(secret, span);
//   std::optional<std::uint64_t> span = authorization_message_span(secret, text);   // nothing for what is none of ours
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "aws/access_need.h"

namespace lambent {

std::string encode_authorization_message(std::string_view secret, std::uint64_t span);
std::optional<std::uint64_t> authorization_message_span(std::string_view secret, std::string_view text);

// {"allowed", "explicitDeny", "matchedStatements", "failures", "context": {"principal", "action", "resource", "conditions"}}
Json authorization_status(const Denial& denial);

}  // namespace lambent
