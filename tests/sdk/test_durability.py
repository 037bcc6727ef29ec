"""With --data, what was acknowledged survives kill -9, and what was under way goes on."""
import json
import os
import time

import requests

from server import ACCOUNT, BUILD, REGION, Server, sending

WAITING = {"StartAt": "Pause", "States": {
    "Pause": {"Type": "Wait", "Seconds": 4, "Next": "Mail"},
    "Mail": {"Type": "Task", "Resource": f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:email", "End": True}}}


def test_an_execution_goes_on_after_kill_9_in_its_wait(tmp_path):
    template, parameters = sending()
    data = ["--data", str(tmp_path / "data")]
    first = Server(*data, template=template, parameters=parameters)
    states = first.client("stepfunctions")
    role = f"arn:aws:iam::{ACCOUNT}:role/" + [r["RoleName"] for r in first.client("iam").list_roles()["Roles"] if "Machine" in r["RoleName"]][0]
    machine = states.create_state_machine(name="waiting", definition=json.dumps(WAITING), roleArn=role)["stateMachineArn"]
    execution = states.start_execution(stateMachineArn=machine, name="one", input=json.dumps(
        {"destinationEmail": "receiver@example.com", "message": "after the restart"}))["executionArn"]
    before = states.get_execution_history(executionArn=execution)["events"]
    assert [e["type"] for e in before] == ["ExecutionStarted", "WaitStateEntered"]
    first.kill()

    second = Server(*data, template=template, parameters=parameters)
    try:
        states = second.client("stepfunctions")
        for _ in range(400):
            status = states.describe_execution(executionArn=execution)["status"]
            if status != "RUNNING":
                break
            time.sleep(0.05)
        assert status == "SUCCEEDED"
        events = states.get_execution_history(executionArn=execution)["events"]
        assert [e["type"] for e in events] == [
            "ExecutionStarted", "WaitStateEntered", "WaitStateExited", "TaskStateEntered", "LambdaFunctionScheduled",
            "LambdaFunctionStarted", "LambdaFunctionSucceeded", "TaskStateExited", "ExecutionSucceeded"]
        assert events[:2] == before
        waited = (events[2]["timestamp"] - events[1]["timestamp"]).total_seconds()
        assert waited >= 4
        mails = requests.get(f"{second.url}/_aws/ses", timeout=60).json()["messages"]
        assert [m["Body"]["text_part"] for m in mails] == ["after the restart"]
    finally:
        assert second.stop()


def test_acknowledged_state_survives_kill_9(tmp_path):
    data = ["--data", str(tmp_path / "data")]
    first = Server(*data)
    first.client("sns").create_sms_sandbox_phone_number(PhoneNumber="+15550000009")
    first.client("ses").verify_email_identity(EmailAddress="kept@example.com")
    iam = first.client("iam")
    iam.create_user(UserName="kept")
    key = iam.create_access_key(UserName="kept")["AccessKey"]
    first.kill()
    second = Server(*data)
    try:
        assert [n["PhoneNumber"] for n in second.client("sns").list_sms_sandbox_phone_numbers()["PhoneNumbers"]] == ["+15550000009"]
        assert "kept@example.com" in second.client("ses").list_identities()["Identities"]
        kept = second.client("sts", key=key["AccessKeyId"], secret=key["SecretAccessKey"])
        assert kept.get_caller_identity()["Arn"].endswith(":user/kept")
    finally:
        assert second.stop()


def test_a_function_made_with_a_zip_survives_kill_9(tmp_path):
    from functions import invoke, make_python
    data = ["--data", str(tmp_path / "data")]
    first = Server(*data)
    make_python(first, "kept", "def handler(e, c): return 'still here'\n")
    first.kill()
    second = Server(*data)
    try:
        assert invoke(second, "kept")[1] == "still here"
    finally:
        assert second.stop()
    assert os.path.isdir(BUILD)
