"""Puts event["text"] into the queue $QUEUE; with event["take"] it takes one message out instead and returns its body."""
import json
import os

import boto3

sqs = boto3.client("sqs")
QUEUE = os.environ["QUEUE"]


def handler(event, context):
    url = sqs.get_queue_url(QueueName=QUEUE)["QueueUrl"]
    if event.get("take"):
        message, = sqs.receive_message(QueueUrl=url)["Messages"]
        sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        return message["Body"]
    sqs.send_message(QueueUrl=url, MessageBody=json.dumps({"text": event["text"]}),
                     MessageAttributes={"kind": {"DataType": "String", "StringValue": "note"}})
    return "queued"
