// The AWS API over HTTP: which operation, by whom, with what; through Aws::call; and the answer on the wire.
//
//   AwsDoor door(aws, who_is, account, region);
//   HttpResponse answer = co_await door.handle(std::move(request));   // never throws for what a client did
//
// `who_is` gives the caller of an identified request (signatures, keys, root by default; access/caller.h) or throws
// the AwsError to answer. Account comes from the caller, region from the credential scope; the two defaults stand in.
#pragma once
#include <functional>
#include <string>

#include "aws/aws.h"
#include "aws/identify.h"
#include "http/message.h"

namespace lambent {

using WhoIs = std::function<Principal(const HttpRequest&, const Identified&)>;

class AwsDoor {
 public:
  AwsDoor(Aws& aws, WhoIs who_is, std::string account, std::string region);

  Task<HttpResponse> handle(HttpRequest request);

 private:
  Call make_call(HttpRequest& request, const Identified& what);

  Aws& aws_;
  const WhoIs who_is_;
  const std::string account_, region_;
};

// What a request gets that belongs to no service of ours: 501 naming the service if it is signed for one or names a
// target, else 404. The body suits the protocol the request speaks. AWS's own words where it has some (spec wire 2.2).
HttpResponse not_ours(const HttpRequest& request, const Identified& what, const std::string& request_id);

}  // namespace lambent
