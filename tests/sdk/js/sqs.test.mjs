// The SQS client of AWS SDK for JavaScript v3: it checks the digests of bodies and goes by the queue's URL.
import assert from "node:assert/strict";
import test from "node:test";
import {
  SQSClient, CreateQueueCommand, SendMessageCommand, SendMessageBatchCommand, ReceiveMessageCommand, DeleteMessageCommand, GetQueueAttributesCommand,
} from "@aws-sdk/client-sqs";

test("sqs", async () => {
  const sqs = new SQSClient({});
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "js-queue" }));
  assert.equal(QueueUrl, `${process.env.LAMBENT_URL}/000000000000/js-queue`);
  const sent = await sqs.send(new SendMessageCommand({
    QueueUrl, MessageBody: "héllo", MessageAttributes: { raw: { DataType: "Binary", BinaryValue: Buffer.from([0, 255]) } },
  }));
  const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20, MessageAttributeNames: ["All"] }));
  assert.equal(Messages[0].MessageId, sent.MessageId);
  assert.equal(Messages[0].Body, "héllo");
  assert.deepEqual([...Messages[0].MessageAttributes.raw.BinaryValue], [0, 255]);
  await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: Messages[0].ReceiptHandle }));
  const batch = await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries: [{ Id: "a", MessageBody: "x" }, { Id: "b", MessageBody: "y", DelaySeconds: 901 }] }));
  assert.deepEqual([batch.Successful.map((e) => e.Id), batch.Failed.map((e) => e.Code)], [["a"], ["InvalidParameterValue"]]);
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] }));
  assert.equal(Attributes.ApproximateNumberOfMessages, "1");
  await assert.rejects(sqs.send(new SendMessageCommand({ QueueUrl: QueueUrl + "-none", MessageBody: "x" })), (e) => {
    assert.equal(e.name, "QueueDoesNotExist");
    return true;
  });
});
