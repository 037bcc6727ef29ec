"""Receives an API Gateway proxy event and starts an execution of $STATE_MACHINE_ARN with the request's body as input.

Answers 200 {"Status": "RUNNING"} (a started execution's status; its outcome is in its history), 400 if the body is no
JSON object. A refused StartExecution is a function error, so that the caller gets API Gateway's 502.
"""
import json
import os

import boto3

states = boto3.client("stepfunctions")
MACHINE = os.environ["STATE_MACHINE_ARN"]


def answer(status, body):
    return {"statusCode": status, "headers": {"Content-Type": "application/json"}, "body": json.dumps(body)}


def is_json_object(text):
    try:
        return isinstance(json.loads(text), dict)
    except (TypeError, ValueError):
        return False


def handler(event, context):
    body = event.get("body")
    if not is_json_object(body):
        return answer(400, {"Status": "BAD_REQUEST", "Message": "The body is not a JSON object."})
    started = states.start_execution(stateMachineArn=MACHINE, input=body)
    print("started", started["executionArn"])
    return answer(200, {"Status": "RUNNING"})
