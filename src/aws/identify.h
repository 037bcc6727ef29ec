// Which service, operation and protocol a request is for (spec/wire.md section 1).
#pragma once
#include <string>

#include "aws/error.h"
#include "aws/model.h"
#include "http/message.h"

namespace lambent {

struct Identified {
  const model::Service* service = nullptr;      // null: not an AWS call of ours
  const model::Operation* operation = nullptr;  // null with a service: `error` says what AWS answers
  model::Protocol protocol = model::Protocol::query;
  std::vector<std::pair<std::string, std::string>> captured;  // REST: path values by name, decoded
  std::string content_type;                     // json: the version to echo
  std::string region;                           // from the credential scope; empty if unsigned
  std::string access_key;                       // likewise
};

// Never throws; an unknown operation of a known service leaves `operation` null and fills `error`.
Identified identify(const HttpRequest& request, std::optional<AwsError>& error);

}  // namespace lambent
