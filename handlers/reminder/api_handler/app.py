"""Receives POST /reminders and starts the state machine $STATE_MACHINE_ARN with the request's body.

The body: {"waitSeconds": 604800, "preference": "email"|"sms"|"both", "email": …, "phone": …, "message": …}.
"""
import json
import os

import boto3

states = boto3.client("stepfunctions")
MACHINE = os.environ["STATE_MACHINE_ARN"]
NEEDED = {"email": ("email",), "sms": ("phone",), "both": ("email", "phone")}


def answer(status, body):
    headers = {"Access-Control-Allow-Origin": "*", "Content-Type": "application/json"}
    return {"statusCode": status, "headers": headers, "body": json.dumps(body)}


def mistakes(reminder):
    if not isinstance(reminder, dict):
        return ["the body must be a JSON object"]
    found = []
    if not isinstance(reminder.get("waitSeconds"), int) or reminder["waitSeconds"] < 0:
        found.append("waitSeconds must be a whole number of seconds")
    if reminder.get("preference") not in NEEDED:
        found.append("preference must be one of email, sms, both")
    needed = ("message",) + NEEDED.get(reminder.get("preference"), ())
    return found + [f"{name} is missing" for name in needed if not reminder.get(name)]


def handler(event, context):
    print("EVENT:", json.dumps(event.get("body")))
    try:
        reminder = json.loads(event.get("body") or "")
    except ValueError:
        return answer(400, {"Status": "Refused", "Reasons": ["the body is not JSON"]})
    wrong = mistakes(reminder)
    if wrong:
        return answer(400, {"Status": "Refused", "Reasons": wrong})
    states.start_execution(stateMachineArn=MACHINE, input=json.dumps(reminder))
    return answer(200, {"Status": "Success"})
