"""Task states: tokens, activities, other services as the machine's role, child executions, time limits."""
import json
import threading
import time

import pytest
import requests
from botocore.exceptions import ClientError

from functions import make_python, make_role
from mail import verify
from server import ACCOUNT, REGION, Server

STATES_TRUST = json.dumps({"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Principal": {"Service": "states.amazonaws.com"}, "Action": "sts:AssumeRole"}]})


@pytest.fixture(scope="module")
def world():
    one = Server("--clock", "frozen")
    yield one
    assert one.stop(), "the server did not end on SIGTERM"


def machine_role(server, name, *statements):
    role = make_role(server, name, trust=STATES_TRUST)
    if statements:
        document = json.dumps({"Version": "2012-10-17", "Statement": list(statements)})
        server.client("iam").put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=document)
    return role


def allow(action, resource="*"):
    return {"Effect": "Allow", "Action": action, "Resource": resource}


def start(server, name, task, role, **more):
    states = server.client("stepfunctions")
    definition = {"StartAt": "T", "States": {"T": {"Type": "Task", "End": True, **task}, **more}}
    machine = states.create_state_machine(name=name, definition=json.dumps(definition), roleArn=role)["stateMachineArn"]
    return states.start_execution(stateMachineArn=machine, name="one", input='{"n": 1}')["executionArn"]


def ended(server, execution):
    states = server.client("stepfunctions")
    for _ in range(600):
        found = states.describe_execution(executionArn=execution)
        if found["status"] != "RUNNING":
            return found
        time.sleep(0.05)
    raise AssertionError("still running: " + str(types(server, execution)))


def types(server, execution):
    return [e["type"] for e in server.client("stepfunctions").get_execution_history(executionArn=execution)["events"]]


def wait_for(server, execution, event):
    for _ in range(600):
        if event in types(server, execution):
            return
        time.sleep(0.05)
    raise AssertionError(f"no {event}: " + str(types(server, execution)))


def advance(server, by):
    answer = requests.post(f"{server.url}/_lambent/api/v1/clock", json={"advance": by}, headers={"X-Lambent": "1"}, timeout=60)
    assert answer.status_code == 200, answer.text


def code_of(call):
    with pytest.raises(ClientError) as caught:
        call()
    return caught.value.response["Error"]["Code"]


def test_a_function_sends_its_token_back(world):
    make_python(world, "answering", """
import boto3, json
def handler(event, context):
    boto3.client("stepfunctions").send_task_success(taskToken=event["token"], output=json.dumps({"got": event["n"]}))
""", role=make_role(world, "answering-role", "service-role/AWSLambdaBasicExecutionRole"))
    world.client("iam").put_role_policy(RoleName="answering-role", PolicyName="p", PolicyDocument=json.dumps(
        {"Version": "2012-10-17", "Statement": [allow("states:SendTaskSuccess")]}))
    role = machine_role(world, "callback-machine", allow("lambda:InvokeFunction"))
    execution = start(world, "callback", {"Resource": "arn:aws:states:::lambda:invoke.waitForTaskToken", "Parameters": {
        "FunctionName": "answering", "Payload": {"token.$": "$$.Task.Token", "n.$": "$.n"}}}, role)
    found = ended(world, execution)
    assert (found["status"], json.loads(found["output"])) == ("SUCCEEDED", {"got": 1})
    assert types(world, execution)[2:6] == ["TaskScheduled", "TaskStarted", "TaskSubmitted", "TaskSucceeded"]


def test_an_activity_worker(world):
    states = world.client("stepfunctions")
    arn = states.create_activity(name="packing", tags=[{"key": "team", "value": "a"}])["activityArn"]
    assert states.list_tags_for_resource(resourceArn=arn)["tags"] == [{"key": "team", "value": "a"}]
    assert arn in [a["activityArn"] for a in states.list_activities()["activities"]]
    taken = []
    worker = threading.Thread(target=lambda: taken.append(world.client("stepfunctions").get_activity_task(activityArn=arn, workerName="me")))
    worker.start()
    execution = start(world, "packing", {"Resource": arn, "HeartbeatSeconds": 60}, machine_role(world, "packing-machine"))
    worker.join(60)
    assert json.loads(taken[0]["input"]) == {"n": 1}
    states.send_task_heartbeat(taskToken=taken[0]["taskToken"])
    states.send_task_success(taskToken=taken[0]["taskToken"], output='"packed"')
    assert ended(world, execution)["output"] == '"packed"'
    assert code_of(lambda: states.send_task_success(taskToken=taken[0]["taskToken"], output="1")) == "TaskTimedOut"
    assert code_of(lambda: states.send_task_success(taskToken="none", output="1")) == "InvalidToken"


def test_a_worker_that_dies_is_missed(world):
    states = world.client("stepfunctions")
    arn = states.create_activity(name="dying")["activityArn"]
    execution = start(world, "dying", {"Resource": arn, "HeartbeatSeconds": 60, "Retry": [
        {"ErrorEquals": ["States.HeartbeatTimeout"], "MaxAttempts": 1, "IntervalSeconds": 1}]}, machine_role(world, "dying-machine"))
    first = states.get_activity_task(activityArn=arn)
    advance(world, "60s")
    wait_for(world, execution, "ActivityTimedOut")
    advance(world, "2s")
    second = states.get_activity_task(activityArn=arn)
    assert code_of(lambda: states.send_task_heartbeat(taskToken=first["taskToken"])) == "TaskTimedOut"
    states.send_task_failure(taskToken=second["taskToken"], error="Mine", cause="why")
    found = ended(world, execution)
    assert (found["error"], found["cause"]) == ("Mine", "why")


def test_a_token_nobody_answers(world):
    url = world.client("sqs").create_queue(QueueName="tokens")["QueueUrl"]
    role = machine_role(world, "tokens-machine", allow("sqs:SendMessage"))
    execution = start(world, "tokens", {"Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken", "TimeoutSeconds": 86400, "Parameters": {
        "QueueUrl": url, "MessageBody": {"token.$": "$$.Task.Token"}}}, role)
    wait_for(world, execution, "TaskSubmitted")
    message = world.client("sqs").receive_message(QueueUrl=url)["Messages"][0]
    assert json.loads(message["Body"])["token"]
    advance(world, "1d")
    found = ended(world, execution)
    assert (found["status"], found["error"]) == ("FAILED", "States.Timeout")


def test_sns_sqs_and_mail_by_the_sdk_integration(world):
    topic = world.client("sns").create_topic(Name="told")["TopicArn"]
    url = world.client("sqs").create_queue(QueueName="told")["QueueUrl"]
    verify(world, "from@example.com", "to@example.com")
    role = machine_role(world, "told-machine", allow("sns:Publish", topic), allow(["ses:SendEmail", "sqs:SendMessage"]))
    mail = {"Source": "from@example.com", "Destination": {"ToAddresses": ["to@example.com"]},
            "Message": {"Subject": {"Data": "s"}, "Body": {"Text": {"Data.$": "States.Format('n is {}', $.n)"}}}}
    mail2 = {"FromEmailAddress": "from@example.com", "Destination": {"ToAddresses": ["to@example.com"]},
             "Content": {"Simple": {"Subject": {"Data": "s"}, "Body": {"Text": {"Data": "second"}}}}}
    steps = [("arn:aws:states:::sns:publish", {"TopicArn": topic, "Message": {"a": 1}}),
             ("arn:aws:states:::aws-sdk:sns:publish", {"TopicArn": topic, "Message": "plain"}),
             ("arn:aws:states:::aws-sdk:sqs:sendMessage", {"QueueUrl": url, "MessageBody": {"b": 2}}),
             ("arn:aws:states:::aws-sdk:ses:sendEmail", mail), ("arn:aws:states:::aws-sdk:sesv2:sendEmail", mail2)]
    branches = [{"StartAt": f"S{i}", "States": {f"S{i}": {"Type": "Task", "Resource": r, "Parameters": p, "End": True}}} for i, (r, p) in enumerate(steps)]
    states = world.client("stepfunctions")
    machine = states.create_state_machine(name="told", roleArn=role, definition=json.dumps(
        {"StartAt": "P", "States": {"P": {"Type": "Parallel", "Branches": branches, "End": True}}}))["stateMachineArn"]
    found = ended(world, states.start_execution(stateMachineArn=machine, input='{"n": 1}')["executionArn"])
    assert found["status"] == "SUCCEEDED", found.get("cause")
    results = json.loads(found["output"])
    assert set(results[0]) == {"MessageId", "SdkHttpMetadata", "SdkResponseMetadata"}
    assert set(results[1]) == {"MessageId"}
    assert "Md5OfMessageBody" in results[2]
    assert json.loads(world.client("sqs").receive_message(QueueUrl=url)["Messages"][0]["Body"]) == {"b": 2}
    texts = [m["Body"]["text_part"] for m in requests.get(f"{world.url}/_aws/ses", timeout=60).json()["messages"]]
    assert {"n is 1", "second"} <= set(texts)


def test_a_child_execution_is_waited_for_and_stopped(world):
    states = world.client("stepfunctions")
    child_role = machine_role(world, "child-machine")
    child = states.create_state_machine(name="child", roleArn=child_role, definition=json.dumps({"StartAt": "W", "States": {
        "W": {"Type": "Wait", "Seconds": 3600, "Next": "P"}, "P": {"Type": "Pass", "Result": {"x": 1}, "End": True}}}))["stateMachineArn"]
    runs = f"arn:aws:states:{REGION}:{ACCOUNT}:execution:child:*"
    rule = f"arn:aws:events:{REGION}:{ACCOUNT}:rule/StepFunctionsGetEventsForStepFunctionsExecutionRule"
    rights = [allow("states:StartExecution", child), allow(["states:DescribeExecution", "states:StopExecution"], runs)]
    role = machine_role(world, "parent-machine", *rights, allow(["events:PutTargets", "events:PutRule", "events:DescribeRule"], rule))
    task = {"Resource": "arn:aws:states:::states:startExecution.sync:2", "Parameters": {"StateMachineArn": child, "Input.$": "$", "Name": "c1"}}
    with pytest.raises(ClientError, match="^An error occurred .AccessDeniedException. when calling the CreateStateMachine operation: '[^']*role/unruly' is not authorized to create managed-rule.$"):
        start(world, "parent", task, machine_role(world, "unruly", *rights))
    execution = start(world, "parent", task, role)
    wait_for(world, execution, "TaskSubmitted")
    advance(world, "1h")
    result = json.loads(ended(world, execution)["output"])
    assert (result["Output"], result["Input"], result["Status"]) == ({"x": 1}, {"n": 1}, "SUCCEEDED")
    other = start(world, "parent2", {**task, "Parameters": {**task["Parameters"], "Name": "c2"}}, role)
    wait_for(world, other, "TaskSubmitted")
    states.stop_execution(executionArn=other)
    assert ended(world, runs.replace("*", "c2"))["status"] == "ABORTED"


@pytest.mark.parametrize("service,resource,parameters,error", [
    ("sns", "sns:publish", {"TopicArn": f"arn:aws:sns:{REGION}:{ACCOUNT}:denied", "Message": "x"}, "SNS.AuthorizationErrorException"),
    ("sqs", "sqs:sendMessage", {"QueueUrl": "denied", "MessageBody": "x"}, "SQS.AmazonSQSException"),
    ("ses", "aws-sdk:ses:sendEmail", {"Source": "a@example.com", "Destination": {"ToAddresses": ["b@example.com"]},
                                      "Message": {"Subject": {"Data": "s"}, "Body": {"Text": {"Data": "t"}}}}, "Ses.SesException"),
    ("lambda", "lambda:invoke", {"FunctionName": "denied"}, "Lambda.AWSLambdaException"),
    ("states", "states:startExecution", {"StateMachineArn": f"arn:aws:states:{REGION}:{ACCOUNT}:stateMachine:denied"}, "StepFunctions.AWSStepFunctionsException"),
])
def test_denied_roles(world, service, resource, parameters, error):
    if service == "sns":
        world.client("sns").create_topic(Name="denied")
    if service == "sqs":
        world.client("sqs").create_queue(QueueName="denied")
    role = machine_role(world, f"denied-{service}")
    found = ended(world, start(world, f"denied-{service}", {"Resource": "arn:aws:states:::" + resource, "Parameters": parameters}, role))
    assert (found["status"], found["error"]) == ("FAILED", error), found
    assert f"assumed-role/denied-{service}/" in found["cause"]


def test_credentials_of_a_task(world):
    topic = world.client("sns").create_topic(Name="elsewhere")["TopicArn"]
    role = machine_role(world, "poor-machine", allow("sts:AssumeRole", f"arn:aws:iam::{ACCOUNT}:role/rich"))
    trust = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": role}, "Action": "sts:AssumeRole"}]}
    make_role(world, "rich", trust=json.dumps(trust))
    world.client("iam").put_role_policy(RoleName="rich", PolicyName="p", PolicyDocument=json.dumps(
        {"Version": "2012-10-17", "Statement": [allow("sns:Publish", topic)]}))
    task = {"Resource": "arn:aws:states:::sns:publish", "Parameters": {"TopicArn": topic, "Message": "x"}}
    rich = {**task, "Credentials": {"RoleArn": f"arn:aws:iam::{ACCOUNT}:role/rich"}}
    assert ended(world, start(world, "rich", rich, role))["status"] == "SUCCEEDED"
    stranger = make_role(world, "stranger", trust=STATES_TRUST)
    found = ended(world, start(world, "stranger", {**task, "Credentials": {"RoleArn": stranger}}, role))
    assert found["error"] == "States.TaskFailed"
    assert found["cause"] == f"The role {role} is not authorized to assume the task state's role, {stranger}."


def test_an_open_token_and_an_activity_survive_kill_9(tmp_path):
    data = ["--data", str(tmp_path / "data")]
    first = Server(*data)
    states = first.client("stepfunctions")
    activity = states.create_activity(name="kept")["activityArn"]
    url = first.client("sqs").create_queue(QueueName="kept")["QueueUrl"]
    role = machine_role(first, "kept-machine", allow("sqs:SendMessage"))
    by_token = start(first, "by-token", {"Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken", "Parameters": {
        "QueueUrl": url, "MessageBody.$": "$$.Task.Token"}}, role)
    by_worker = start(first, "by-worker", {"Resource": activity}, role)
    wait_for(first, by_token, "TaskSubmitted")
    token = first.client("sqs").receive_message(QueueUrl=url)["Messages"][0]["Body"]
    first.kill()
    second = Server(*data)
    try:
        states = second.client("stepfunctions")
        states.send_task_success(taskToken=token, output='"by token"')
        task = states.get_activity_task(activityArn=activity)
        states.send_task_success(taskToken=task["taskToken"], output='"by worker"')
        assert ended(second, by_token)["output"] == '"by token"'
        assert ended(second, by_worker)["output"] == '"by worker"'
        assert types(second, by_token)[2:6] == ["TaskScheduled", "TaskStarted", "TaskSubmitted", "TaskSucceeded"]
    finally:
        assert second.stop()
