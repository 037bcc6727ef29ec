// AWS::SQS::Queue and ::QueuePolicy.
#include "base/text.h"
#include "config/reader.h"

namespace lambent::config {
namespace {

constexpr const char* kTexts[] = {"DelaySeconds", "MaximumMessageSize", "MessageRetentionPeriod", "ReceiveMessageWaitTimeSeconds", "VisibilityTimeout",
                                  "ContentBasedDeduplication", "DeduplicationScope", "FifoThroughputLimit", "KmsMasterKeyId",
                                  "KmsDataKeyReusePeriodSeconds", "SqsManagedSseEnabled"};

}  // namespace

void Reader::queue(const Resource& resource) {
  Node given = properties(resource);
  Properties p(given, resource.type, diagnostics_);
  QueueModel queue;
  queue.place = resource.place;
  queue.name = names_.physical_name(resource);
  p.ignore({"QueueName"});
  for (const char* key : kTexts)
    if (auto text = p.find_text(key)) queue.attributes[key] = *text;
  if (p.boolean("FifoQueue", false)) queue.attributes["FifoQueue"] = "true";
  for (const char* key : {"RedrivePolicy", "RedriveAllowPolicy"}) {
    if (!p.has(key)) continue;
    Json document = p.document(key, Need::may);
    if (std::string(key) == "RedrivePolicy") queue.dead_letter = text_at(document, "deadLetterTargetArn");
    queue.attributes[key] = dump(document);
  }
  queue.tags = p.tag_list("Tags");
  p.done();
  out_.queues.push_back(std::move(queue));
}

void Reader::queue_policy(const Resource& resource) {
  Node given = properties(resource);
  Properties p(given, resource.type, diagnostics_);
  QueuePolicyModel policy;
  policy.place = resource.place;
  policy.queues = p.texts("Queues");
  policy.document = p.document("PolicyDocument", Need::must);
  p.done();
  out_.queue_policies.push_back(std::move(policy));
}

}  // namespace lambent::config
