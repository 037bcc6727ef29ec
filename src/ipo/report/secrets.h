// Secrets, taken out of what a report shows.
//
// A value is secret because of its key (password, token, authorization, SecretAccessKey … at the end of a name, in JSON,
// in headers, forms and texts of them) or because of its look (access key ids, session tokens of STS, bearer tokens, JWTs,
// signatures). It becomes ***; of an access key id its first four letters stay. Too much is masked rather than too little.
#pragma once
#include <string>
#include <string_view>

#include "base/json.h"
#include "ipo/run/outcome.h"

namespace lambent::ipo {

bool is_secret_key(std::string_view key);
std::string masked_text(std::string_view text);
Json masked_json(Json value);
CaseOutcome masked(CaseOutcome outcome);

}  // namespace lambent::ipo
