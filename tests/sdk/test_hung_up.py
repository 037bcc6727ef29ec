"""A worker that is stopped while it waits for work takes none of it: what comes afterwards is for those who still ask."""
import http.client
import json
import time
from urllib.parse import urlparse

import pytest
import requests

from machines import STATES_TRUST
from functions import make_role
from server import ACCOUNT, REGION, Server

CREDENTIAL = "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/{}/aws4_request, SignedHeaders=host, Signature=0"


@pytest.fixture(scope="module")
def world():
    one = Server()
    yield one
    assert one.stop(), "the server did not end on SIGTERM"


def statuses(world, operation):
    """Of all calls of the operation, the open ones among them as None."""
    items = requests.get(world.url + "/_lambent/api/v1/journal?type=call&limit=500", timeout=60).json()["items"]
    return [None if e.get("open") else e["data"]["status"] for e in items if e["data"]["operation"] == operation]


def until(world, operation, status):
    for _ in range(600):
        if statuses(world, operation) == [status]:
            return
        time.sleep(0.05)
    raise AssertionError(f"{operation}: {statuses(world, operation)}")


def ask_and_hang_up(world, service, target, body):
    at = urlparse(world.url)
    line = http.client.HTTPConnection(at.hostname, at.port)
    line.request("POST", "/", json.dumps(body), {"X-Amz-Target": target, "Content-Type": "application/x-amz-json-1.0", "Authorization": CREDENTIAL.format(service)})
    operation = target.split(".")[1]
    until(world, operation, None)
    line.close()
    until(world, operation, 499)


def test_an_activity_s_task(world):
    states = world.client("stepfunctions")
    activity = states.create_activity(name="work")["activityArn"]
    ask_and_hang_up(world, "states", "AWSStepFunctions.GetActivityTask", {"activityArn": activity})
    definition = json.dumps({"StartAt": "T", "States": {"T": {"Type": "Task", "Resource": activity, "End": True}}})
    machine = states.create_state_machine(name="work", definition=definition, roleArn=make_role(world, "work-machine", trust=STATES_TRUST))["stateMachineArn"]
    states.start_execution(stateMachineArn=machine, input='"for whoever asks"')
    task = states.get_activity_task(activityArn=activity)
    assert task["input"] == '"for whoever asks"'


def test_a_message(world):
    sqs = world.client("sqs")
    url = sqs.create_queue(QueueName="work")["QueueUrl"]
    ask_and_hang_up(world, "sqs", "AmazonSQS.ReceiveMessage", {"QueueUrl": url, "WaitTimeSeconds": 20})
    sqs.send_message(QueueUrl=url, MessageBody="for whoever asks")
    assert [m["Body"] for m in sqs.receive_message(QueueUrl=url, WaitTimeSeconds=20)["Messages"]] == ["for whoever asks"]
