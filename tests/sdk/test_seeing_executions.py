"""lambent executions: what state machines did, for people."""
import json
import re
import subprocess

import pytest
import requests

from functions import make_role
from machines import STATES_TRUST, Machines, machine, task
from server import BINARY


@pytest.fixture(scope="module")
def m():
    one = Machines()
    yield one
    assert one.server.stop(), "the server did not end on SIGTERM"


def cli(m, *arguments):
    done = subprocess.run([BINARY, "executions", *arguments, "--endpoint", m.server.url], capture_output=True, text=True, timeout=60)
    return done.returncode, done.stdout, done.stderr


def name_of(arn):
    return arn.split(":stateMachine:")[1]


def test_list_and_show(m):
    assert cli(m) == (0, "", "no execution was started\n")
    assert cli(m, "show")[0] == 2
    good = m.create(machine(Start={"Type": "Pass", "Result": {"n": 1}}, Week={"Type": "Wait", "Seconds": 604800}, Call=task("echo")))
    bad = m.create(machine(Call={**task("bad"), "Retry": [{"ErrorEquals": ["Bad"], "MaxAttempts": 1, "IntervalSeconds": 30}]}))
    for at, name in ((good, "first"), (bad, "second")):
        arn = m.states.start_execution(stateMachineArn=at, name=name, input='{"evil": "\\u001b[31mred"}')["executionArn"]
        m.ended(arn)
    lines = cli(m)[1].splitlines()
    assert [line.split()[2:5] for line in lines] == [["SUCCEEDED", name_of(good), "first"], ["FAILED", name_of(bad), "second"]]
    assert "(7 d 0 h emulated)" in lines[0] and lines[1].endswith("Bad")
    assert cli(m, "list", "--status", "failed")[1].splitlines() == lines[1:]
    assert cli(m, "--machine", name_of(good))[1].splitlines() == lines[:1]
    assert cli(m, "-n", "1")[1].splitlines() == lines[1:]

    code, out, _ = cli(m, "show", "first")
    assert code == 0 and "\x1b" not in out
    shown = [line.strip() for line in out.splitlines()]
    assert shown[0].startswith(f"{name_of(good)}  SUCCEEDED") and f"arn       {good.replace(':stateMachine:', ':execution:')}:first" in shown
    states = re.findall(r"^  (?:\d\d-\d\d )?\d\d:\d\d:\d\d\.\d{3}  (\S+)  ", out, re.M)
    assert states == ["Start", "Week", "Call"]
    assert "in     {\"n\":1}" in shown and shown[-1] == 'output    {"n":1}'
    assert any(line.startswith("invoke echo  ok") for line in shown)
    code, out, _ = cli(m, "show")
    assert code == 0 and re.search(r"FAILED  \d.*\(3\d\.\d s emulated\)$", out.splitlines()[0])
    assert "\n  error     Bad: " in out and out.count("invoke bad  failed Bad") == 2
    whole = json.loads(cli(m, "show", "--json", "first")[1])
    assert [s["state"] for s in whole["steps"]] == ["Start", "Week", "Call"] and whole["steps"][2]["steps"][0]["function"] == "echo" and whole["output"] == '{"n":1}'


def test_one_that_is_under_way(m):
    waits = m.create(machine(Ask={"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken", "End": True, "Parameters": {
        "QueueUrl": m.server.client("sqs").create_queue(QueueName="asked")["QueueUrl"], "MessageBody.$": "$$.Task.Token"}}), role=make_role(m.server, "asks", "AmazonSQSFullAccess", trust=STATES_TRUST))
    arn = m.states.start_execution(stateMachineArn=waits)["executionArn"]
    m.server.client("sqs").receive_message(QueueUrl="asked", WaitTimeSeconds=20)
    out = cli(m, "show", arn)[1]
    assert "RUNNING" in out and "Task, under way" in out
    assert "under way" in cli(m, "--status", "RUNNING")[1]
    m.states.stop_execution(executionArn=arn)


def test_a_refused_call_tells_what_would_allow_it(m):
    url = m.server.client("sqs").create_queue(QueueName="closed")["QueueUrl"]
    sends = {"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage", "Parameters": {"QueueUrl": url, "MessageBody": "x"}, "End": True,
             "Retry": [{"ErrorEquals": ["States.ALL"], "MaxAttempts": 1}]}
    m.ended(m.states.start_execution(stateMachineArn=m.create(machine(Send=sends), role=make_role(m.server, "weak", trust=STATES_TRUST)))["executionArn"])
    out = cli(m, "show")[1]
    assert out.count("This statement in a policy of weak would allow it:") == 1
    assert '{"Effect":"Allow","Action":"sqs:SendMessage","Resource":"arn:aws:sqs:us-east-1:000000000000:closed"}' in out


def test_express_and_what_is_not_there(m):
    express = m.create(machine(P={"Type": "Pass"}), type="EXPRESS")
    arn = m.states.start_execution(stateMachineArn=express, name="quick")["executionArn"]
    assert cli(m, "show", arn)[0] == 0
    code, _, err = cli(m, "show", "nobody")
    assert code == 2 and "there is no execution 'nobody'" in err
    assert cli(m, "--status", "SLEEPING")[0] == 2
    refused = requests.get(m.server.url + "/_lambent/api/v1/executions?state=x", timeout=60)
    assert refused.status_code == 400 and "state" in refused.json()["message"]
