"""SQS through boto3, in the JSON protocol it speaks, and in the query protocol by hand, with the recorded error texts."""
import hashlib
import json
import uuid

import pytest
import requests
from botocore.exceptions import ClientError

from server import ACCOUNT, REGION, Server


def fails(code, call, **arguments):
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    assert caught.value.response["Error"]["Code"] == code, caught.value
    return caught.value.response["Error"]["Message"]


@pytest.fixture
def sqs(server):
    return server.client("sqs")


@pytest.fixture
def queue(sqs):
    return sqs.create_queue(QueueName=f"q-{uuid.uuid4()}")["QueueUrl"]


def counts(sqs, url):
    a = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    return [int(a["ApproximateNumberOfMessages" + what]) for what in ("", "NotVisible", "Delayed")]


def test_a_message_is_sent_received_and_deleted(server, sqs, queue):
    assert queue.startswith(f"{server.url}/{ACCOUNT}/q-")
    sent = sqs.send_message(QueueUrl=queue, MessageBody="héllo", MessageAttributes={
        "kind": {"DataType": "String", "StringValue": "greeting"}, "raw": {"DataType": "Binary", "BinaryValue": b"\x00\xff"}})
    assert sent["MD5OfMessageBody"] == hashlib.md5("héllo".encode()).hexdigest()
    assert counts(sqs, queue) == [1, 0, 0]
    message, = sqs.receive_message(QueueUrl=queue, MessageSystemAttributeNames=["All"], MessageAttributeNames=["All"])["Messages"]
    assert (message["MessageId"], message["Body"]) == (sent["MessageId"], "héllo")
    assert message["MD5OfMessageAttributes"] == sent["MD5OfMessageAttributes"]
    assert message["MessageAttributes"]["raw"]["BinaryValue"] == b"\x00\xff"
    assert message["Attributes"]["ApproximateReceiveCount"] == "1"
    assert counts(sqs, queue) == [0, 1, 0]
    sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
    assert counts(sqs, queue) == [0, 0, 0]
    assert "Messages" not in sqs.receive_message(QueueUrl=queue)


def test_errors_have_their_query_codes(sqs, queue):
    gone = queue + "-gone"
    assert fails("AWS.SimpleQueueService.NonExistentQueue", sqs.send_message, QueueUrl=gone, MessageBody="x") == "The specified queue does not exist."
    with pytest.raises(sqs.exceptions.QueueDoesNotExist):
        sqs.get_queue_url(QueueName="never-made")
    assert fails("InvalidParameterValue", sqs.receive_message, QueueUrl=queue, MaxNumberOfMessages=11) == (
        "Value 11 for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.")
    assert fails("MissingParameter", sqs.send_message, QueueUrl=queue, MessageBody="") == "The request must contain the parameter MessageBody."
    assert fails("InvalidAttributeName", sqs.set_queue_attributes, QueueUrl=queue, Attributes={"FifoQueue": "true"}) == "Unknown Attribute FifoQueue."
    assert fails("ReceiptHandleIsInvalid", sqs.delete_message, QueueUrl=queue, ReceiptHandle="x").startswith('The input receipt handle "x"')
    name = queue.rsplit("/", 1)[1]
    assert fails("QueueAlreadyExists", sqs.create_queue, QueueName=name, Attributes={"DelaySeconds": "1"}) == (
        "A queue already exists with the same name and a different value for attribute DelaySeconds")
    sqs.purge_queue(QueueUrl=queue)
    assert fails("AWS.SimpleQueueService.PurgeQueueInProgress", sqs.purge_queue, QueueUrl=queue) == (
        f"Only one PurgeQueue operation on {name} is allowed every 60 seconds.")
    sqs.delete_queue(QueueUrl=queue)
    assert fails("AWS.SimpleQueueService.QueueDeletedRecently", sqs.create_queue, QueueName=name).startswith("You must wait 60 seconds")
    with pytest.raises(sqs.exceptions.EmptyBatchRequest):
        sqs.send_message_batch(QueueUrl=sqs.create_queue(QueueName=f"q-{uuid.uuid4()}")["QueueUrl"], Entries=[])


def test_batches_tags_and_permissions(sqs, queue):
    answer = sqs.send_message_batch(QueueUrl=queue, Entries=[{"Id": "a", "MessageBody": "1"}, {"Id": "b", "MessageBody": "2", "DelaySeconds": 901}])
    assert [e["Id"] for e in answer["Successful"]] == ["a"]
    assert [(e["Id"], e["Code"], e["SenderFault"]) for e in answer["Failed"]] == [("b", "InvalidParameterValue", True)]
    message, = sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10)["Messages"]
    handle = message["ReceiptHandle"]
    sqs.change_message_visibility_batch(QueueUrl=queue, Entries=[{"Id": "a", "ReceiptHandle": handle, "VisibilityTimeout": 0}])
    message, = sqs.receive_message(QueueUrl=queue)["Messages"]
    assert sqs.delete_message_batch(QueueUrl=queue, Entries=[{"Id": "a", "ReceiptHandle": message["ReceiptHandle"]}])["Successful"] == [{"Id": "a"}]
    sqs.tag_queue(QueueUrl=queue, Tags={"k": "v", "l": ""})
    sqs.untag_queue(QueueUrl=queue, TagKeys=["l"])
    assert sqs.list_queue_tags(QueueUrl=queue)["Tags"] == {"k": "v"}
    sqs.add_permission(QueueUrl=queue, Label="other", AWSAccountIds=["111111111111"], Actions=["SendMessage"])
    policy = json.loads(sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["Policy"])["Attributes"]["Policy"])
    assert policy["Statement"][0]["Principal"] == {"AWS": "arn:aws:iam::111111111111:root"}
    sqs.remove_permission(QueueUrl=queue, Label="other")
    assert "Attributes" not in sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["Policy"])


def test_another_account_needs_the_queues_permission(server, sqs, queue):
    other = server.client("sqs", key="111111111111")
    text = fails("AccessDenied", other.send_message, QueueUrl=queue, MessageBody="x")
    assert "is not authorized to perform: sqs:sendmessage on resource: arn:aws:sqs:" in text
    assert text.endswith("because no resource-based policy allows the sqs:sendmessage action")
    sqs.add_permission(QueueUrl=queue, Label="other", AWSAccountIds=["111111111111"], Actions=["SendMessage"])
    other.send_message(QueueUrl=queue, MessageBody="x")
    assert counts(sqs, queue) == [1, 0, 0]
    fails("AccessDenied", other.receive_message, QueueUrl=queue)
    fails("AccessDenied", other.delete_queue, QueueUrl=queue)


def test_fifo_queues_keep_the_order_and_drop_copies(sqs):
    url = sqs.create_queue(QueueName=f"{uuid.uuid4()}.fifo", Attributes={"FifoQueue": "true", "ContentBasedDeduplication": "true"})["QueueUrl"]
    for body in ("a", "b", "a"):
        sqs.send_message(QueueUrl=url, MessageBody=body, MessageGroupId="g")
    messages = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, MessageSystemAttributeNames=["All"])["Messages"]
    assert [m["Body"] for m in messages] == ["a", "b"]
    assert messages[0]["Attributes"]["SequenceNumber"] < messages[1]["Attributes"]["SequenceNumber"]
    assert fails("MissingParameter", sqs.send_message, QueueUrl=url, MessageBody="x") == "The request must contain the parameter MessageGroupId."


def test_dead_letters_go_and_come_back(sqs):
    stem = str(uuid.uuid4())
    dead = sqs.create_queue(QueueName=f"dead-{stem}")["QueueUrl"]
    arn = f"arn:aws:sqs:{REGION}:{ACCOUNT}:dead-{stem}"
    url = sqs.create_queue(QueueName=f"q-{stem}", Attributes={"RedrivePolicy": json.dumps({"deadLetterTargetArn": arn, "maxReceiveCount": "1"})})["QueueUrl"]
    assert sqs.list_dead_letter_source_queues(QueueUrl=dead)["queueUrls"] == [url]
    sqs.send_message(QueueUrl=url, MessageBody="poison")
    assert sqs.receive_message(QueueUrl=url, VisibilityTimeout=0)["Messages"]
    assert "Messages" not in sqs.receive_message(QueueUrl=url)
    assert counts(sqs, dead) == [1, 0, 0]
    handle = sqs.start_message_move_task(SourceArn=arn)["TaskHandle"]
    message, = sqs.receive_message(QueueUrl=url, WaitTimeSeconds=20)["Messages"]
    assert message["Body"] == "poison"
    task, = sqs.list_message_move_tasks(SourceArn=arn)["Results"]
    assert (task["Status"], task["ApproximateNumberOfMessagesMoved"]) == ("COMPLETED", 1)
    assert fails("AWS.SimpleQueueService.UnsupportedOperation", sqs.cancel_message_move_task, TaskHandle=handle)
    assert fails("ResourceNotFoundException", sqs.list_message_move_tasks, SourceArn=arn + "x") == (
        "The resource that you specified for the SourceArn parameter doesn't exist.")


def test_queues_are_listed_in_pages(sqs):
    stem = f"list-{uuid.uuid4()}-"
    urls = sorted(sqs.create_queue(QueueName=f"{stem}{n}")["QueueUrl"] for n in range(3))
    page = sqs.list_queues(QueueNamePrefix=stem, MaxResults=2)
    assert page["QueueUrls"] == urls[:2]
    assert sqs.list_queues(QueueNamePrefix=stem, MaxResults=2, NextToken=page["NextToken"])["QueueUrls"] == urls[2:]
    assert [url for page in sqs.get_paginator("list_queues").paginate(QueueNamePrefix=stem, PaginationConfig={"PageSize": 1}) for url in page["QueueUrls"]] == urls
    assert sqs.get_queue_url(QueueName=f"{stem}1")["QueueUrl"] == urls[1]
    assert "QueueUrls" not in sqs.list_queues(QueueNamePrefix="nothing-")


def test_the_query_protocol_at_the_queues_address(server, sqs, queue):
    def get(**parameters):
        return requests.get(queue, params=parameters, timeout=60)
    assert "<MD5OfMessageBody>" in get(Action="SendMessage", MessageBody="by hand").text
    text = get(Action="ReceiveMessage", **{"AttributeName.1": "All"}).text
    assert "<Body>by hand</Body>" in text and "<Attribute><Name>SenderId</Name>" in text
    assert text.startswith('<ReceiveMessageResponse xmlns="http://queue.amazonaws.com/doc/2012-11-05/">')
    unknown = get(Action="FooBar")
    assert unknown.status_code == 400 and "<Message>The action FooBar is not valid for this endpoint.</Message>" in unknown.text
    assert "<Code>InvalidAction</Code>" in get(Action="ListQueues").text
    assert requests.get(queue, timeout=60).status_code == 404
    gone = requests.post(server.url, data={"Action": "GetQueueUrl", "Version": "2012-11-05", "QueueName": "never-made"}, timeout=60)
    assert gone.status_code == 400
    assert "<Code>AWS.SimpleQueueService.NonExistentQueue</Code><Message>The specified queue does not exist for this wsdl version.</Message>" in gone.text
    shown = requests.get(f"{server.url}/_aws/sqs/messages", params={"QueueUrl": queue, "ShowInvisible": "true"}, headers={"Accept": "application/json"}, timeout=60).json()
    assert [m["Body"] for m in shown["ReceiveMessageResponse"]["ReceiveMessageResult"]["Message"]] == ["by hand"]


def test_acknowledged_messages_survive_kill_9(tmp_path):
    data = ["--data", str(tmp_path / "data")]
    first = Server(*data)
    sqs = first.client("sqs")
    url = sqs.create_queue(QueueName="kept", Attributes={"DelaySeconds": "0"}, tags={"k": "v"})["QueueUrl"]
    sqs.send_message_batch(QueueUrl=url, Entries=[{"Id": str(n), "MessageBody": str(n)} for n in range(3)])
    message, = sqs.receive_message(QueueUrl=url)["Messages"]
    sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    first.kill()
    second = Server(*data)
    try:
        sqs = second.client("sqs")
        url = sqs.get_queue_url(QueueName="kept")["QueueUrl"]
        assert sqs.list_queue_tags(QueueUrl=url)["Tags"] == {"k": "v"}
        assert [m["Body"] for m in sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)["Messages"]] == ["1", "2"]
    finally:
        assert second.stop()
