"""Trying one state, and what is said of definitions, through boto3."""
import http.client
import json

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from functions import make_python, make_role
from server import ACCOUNT, REGION

STATES_TRUST = json.dumps({"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Principal": {"Service": "states.amazonaws.com"}, "Action": "sts:AssumeRole"}]})


@pytest.fixture(scope="module")
def sfn(server):
    make_python(server, "doubles", "def handler(event, context):\n    return {'doubled': event['n'] * 2}\n")
    return server.client("stepfunctions")


@pytest.fixture(scope="module")
def roles(server):
    allowed = make_role(server, "tester-may", "AWSLambda_FullAccess", trust=STATES_TRUST)
    denied = make_role(server, "tester-may-not", trust=STATES_TRUST)
    return allowed, denied


def ask(sfn, state, given=None, **more):
    return sfn.test_state(definition=json.dumps(state), input=json.dumps({} if given is None else given), **more)


def refused(sfn, state, **more):
    with pytest.raises(ClientError) as caught:
        ask(sfn, state, **more)
    return caught.value.response["Error"]["Code"], caught.value.response["Error"]["Message"]


TASK = {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Parameters": {"FunctionName": "doubles", "Payload.$": "$"},
        "ResultSelector": {"d.$": "$.Payload.doubled"}, "ResultPath": "$.r", "Next": "Later"}


def test_a_task_calls_its_function(sfn, roles):
    answer = ask(sfn, TASK, {"n": 21}, roleArn=roles[0], inspectionLevel="DEBUG")
    assert (answer["status"], answer["nextState"], json.loads(answer["output"])) == ("SUCCEEDED", "Later", {"n": 21, "r": {"d": 42}})
    data = {name: json.loads(text) for name, text in answer["inspectionData"].items()}
    assert data["afterParameters"] == {"FunctionName": "doubles", "Payload": {"n": 21}}
    assert data["result"]["Payload"] == {"doubled": 42} and data["afterResultSelector"] == {"d": 42}


def test_the_role_counts(sfn, roles):
    answer = ask(sfn, TASK, {"n": 1}, roleArn=roles[1])
    assert (answer["status"], answer["error"]) == ("FAILED", "Lambda.AWSLambdaException")
    assert f"User: arn:aws:sts::{ACCOUNT}:assumed-role/tester-may-not/" in answer["cause"]
    assert "not authorized to perform: lambda:InvokeFunction" in answer["cause"]


def test_an_error_of_the_function_is_caught(server, sfn, roles):
    make_python(server, "breaks", "def handler(event, context):\n    raise ValueError('no')\n")
    state = {**TASK, "Resource": f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:breaks", "Catch": [{"ErrorEquals": ["ValueError"], "Next": "Handle"}]}
    del state["ResultSelector"]
    answer = ask(sfn, state, {"n": 1}, roleArn=roles[0], inspectionLevel="TRACE")
    assert (answer["status"], answer["nextState"], answer["error"]) == ("CAUGHT_ERROR", "Handle", "ValueError")
    assert json.loads(answer["output"])["Error"] == "ValueError"
    assert answer["inspectionData"]["errorDetails"] == {"catchIndex": 0}


def test_mocks_need_no_role(sfn):
    mock = {"result": json.dumps({"Payload": {"doubled": 8}, "StatusCode": 200})}
    answer = ask(sfn, TASK, {"n": 4}, mock=mock)
    assert json.loads(answer["output"]) == {"n": 4, "r": {"d": 8}}
    bad = {"result": json.dumps({"StatusCode": "200"})}
    assert refused(sfn, TASK, mock=bad) == ("ValidationException", "Mock result schema validation error: Field 'StatusCode' must be a number")
    answer = ask(sfn, {**TASK, "Retry": [{"ErrorEquals": ["States.ALL"], "IntervalSeconds": 2}]}, {"n": 4}, inspectionLevel="DEBUG",
                 mock={"errorOutput": {"error": "Busy", "cause": "later"}}, stateConfiguration={"retrierRetryCount": 2})
    assert answer["status"] == "RETRIABLE"
    assert answer["inspectionData"]["errorDetails"] == {"retryIndex": 0, "retryBackoffIntervalSeconds": 8}


def test_what_a_caller_may(server, roles):
    iam = server.client("iam")
    iam.create_user(UserName="trier")
    key = iam.create_access_key(UserName="trier")["AccessKey"]
    sfn = server.client("stepfunctions", key["AccessKeyId"], key["SecretAccessKey"])

    def allow(*actions):
        iam.put_user_policy(UserName="trier", PolicyName="p", PolicyDocument=json.dumps(
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": list(actions), "Resource": "*"}]}))

    state = {"Type": "Pass", "End": True}
    assert "states:TestState" in refused(sfn, state)[1]
    allow("states:TestState")
    assert ask(sfn, state)["status"] == "SUCCEEDED"
    assert "iam:PassRole" in refused(sfn, state, roleArn=roles[0])[1]
    assert "states:RevealSecrets" in refused(sfn, state, revealSecrets=True)[1]
    allow("states:TestState", "states:RevealSecrets", "iam:PassRole")
    assert ask(sfn, state, roleArn=roles[0], revealSecrets=True)["status"] == "SUCCEEDED"


def test_the_host_prefix_of_the_sdks(server):
    body = json.dumps({"definition": json.dumps({"Type": "Succeed"}), "input": "7"})
    for host in (f"sync-127.0.0.1:{server.port}", f"sync-localhost:{server.port}", f"sync-states.{REGION}.amazonaws.com"):
        connection = http.client.HTTPConnection("127.0.0.1", server.port)
        connection.request("POST", "/", body, {"Host": host, "X-Amz-Target": "AWSStepFunctions.TestState", "Content-Type": "application/x-amz-json-1.0"})
        answer = connection.getresponse()
        assert answer.status == 200, (host, answer.read())
        assert json.loads(answer.read()) == {"output": "7", "status": "SUCCEEDED"}
        connection.close()


def test_the_host_prefix_through_a_proxy(server):
    sfn = boto3.client("stepfunctions", endpoint_url=f"http://localhost:{server.port}", region_name=REGION, aws_access_key_id="test",
                       aws_secret_access_key="test", config=Config(proxies={"http": server.url}))
    assert sfn.test_state(definition=json.dumps({"Type": "Succeed"}), input="[1]")["output"] == "[1]"


def test_definitions_are_judged(sfn):
    machine = {"StartAt": "A", "States": {"A": {"Type": "Pass", "Result": {"v": "$.x"}, "Next": "Ghost"}}}
    answer = sfn.validate_state_machine_definition(definition=json.dumps(machine), severity="WARNING")
    assert answer["result"] == "FAIL"
    assert [(d["severity"], d["code"], d.get("location")) for d in answer["diagnostics"]] == [
        ("ERROR", "MISSING_TRANSITION_TARGET", "/States/A/Next"), ("ERROR", "MISSING_END_STATE", None), ("WARNING", "PASS_RESULT_IS_STATIC", "/States/A/Result")]
    machine["States"]["A"] = {"Type": "Pass", "QueryLanguage": "JSONata", "Output": "{% phone %}", "End": True}
    answer = sfn.validate_state_machine_definition(definition=json.dumps(machine))
    assert answer["diagnostics"] == [{"severity": "ERROR", "code": "UNSUPPORTED_JSONATA_EXPRESSION", "location": "/States/A/Output",
                                      "message": "Reference to 'phone' at the top level is not supported."}]
