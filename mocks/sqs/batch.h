// The rules all batches share, and their answers: what went well and what did not, entry by entry.
//
//   check_batch(call, "DeleteMessageBatchRequestEntry");
//   return run_batch(entries, [&](const Json& entry) { delete_one(…); return Json::object(); });
#pragma once
#include "aws/call.h"
#include "aws/error.h"
#include "base/json.h"

namespace lambent::sqs {

// The entries of the call's batch: 1 to 10, with ids that are well formed and not repeated. `shape` as AWS's texts name it.
// Throws AwsError EmptyBatchRequest, TooManyEntriesInBatchRequest, InvalidBatchEntryId, BatchEntryIdsNotDistinct.
const Json& checked_batch(const Call& call, const char* shape);

Json failed_entry(const std::string& id, const AwsError& error);

// `run` gives the members of a successful entry besides Id, or throws the AwsError of a failed one. Template: each batch
// brings its own.
template <class Run>
Json run_batch(const Json& entries, Run run) {
  Json good = array(), bad = array();
  for (const auto& entry : entries) {
    std::string id = text_at(entry, "Id");
    try {
      Json done = run(entry);
      Json shown = object({{"Id", id}});
      for (const auto& [key, value] : done.items()) set(shown, key, value);
      good.push_back(std::move(shown));
    } catch (const AwsError& e) {
      bad.push_back(failed_entry(id, e));
    }
  }
  Json out = Json::object();
  if (!good.empty()) set(out, "Successful", std::move(good));
  if (!bad.empty()) set(out, "Failed", std::move(bad));
  return out;
}

}  // namespace lambent::sqs
