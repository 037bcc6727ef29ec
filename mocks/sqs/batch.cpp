#include "mocks/sqs/batch.h"

#include <set>

#include "aws/model.h"
#include "mocks/sqs/faults.h"

namespace lambent::sqs {
namespace {

constexpr size_t kMostEntries = 10;

bool good_id(const std::string& id) {
  for (char c : id)
    if (!((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' || c == '_')) return false;
  return !id.empty() && id.size() <= 80;
}

}  // namespace

const Json& checked_batch(const Call& call, const char* shape) {
  const Json* entries = find(call.input, "Entries");
  if (!entries) throw missing("Entries");
  if (entries->empty()) throw AwsError("EmptyBatchRequest", 400, std::string("There should be at least one ") + shape + " in the request.");
  if (entries->size() > kMostEntries)
    throw AwsError("TooManyEntriesInBatchRequest", 400,
                   "Maximum number of entries per request are " + std::to_string(kMostEntries) + ". You have sent " + std::to_string(entries->size()) + ".");
  std::set<std::string> seen;
  size_t n = 0;
  for (const auto& entry : *entries) {
    ++n;
    auto id = find_text(entry, "Id");
    if (!id) throw missing(std::string(shape) + "." + std::to_string(n) + ".Id");
    if (!good_id(*id))
      throw AwsError("InvalidBatchEntryId", 400,
                     "A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.");
    if (!seen.insert(*id).second) throw AwsError("BatchEntryIdsNotDistinct", 400, "Id " + *id + " repeated.");
  }
  return *entries;
}

// In batches errors go by the codes of the query protocol, whichever protocol it is.
Json failed_entry(const std::string& id, const AwsError& error) {
  const model::Service* api = model::find("sqs");
  const model::Shape* shape = api ? api->error_by_code(error.code()) : nullptr;
  return object({{"Id", id}, {"SenderFault", error.status() < 500}, {"Code", shape ? shape->error_code : error.code()}, {"Message", error.message()}});
}

}  // namespace lambent::sqs
