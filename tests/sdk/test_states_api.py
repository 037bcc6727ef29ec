"""Versions, aliases, Express machines, logs, redrive and the mock file through boto3 and the aws CLI."""
import http.client
import json
import subprocess
import time
import uuid

import pytest
import requests
from botocore.exceptions import ClientError

from server import ACCOUNT, BINARY, REGION, Server

PASS = {"StartAt": "P", "States": {"P": {"Type": "Pass", "End": True}}}
FAIL = {"StartAt": "F", "States": {"F": {"Type": "Fail", "Error": "E", "Cause": "C"}}}


def fails(code, call, **arguments):
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    assert caught.value.response["Error"]["Code"] == code, caught.value
    return caught.value.response["Error"]["Message"]


@pytest.fixture
def sfn(server):
    return server.client("stepfunctions")


@pytest.fixture(scope="module")
def role(server):
    iam = server.client("iam")
    name = f"states-{uuid.uuid4().hex[:8]}"
    trust = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "states.amazonaws.com"}, "Action": "sts:AssumeRole"}]}
    return iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(trust))["Role"]["Arn"]


def create(sfn, role, definition=PASS, **more):
    return sfn.create_state_machine(name=f"m-{uuid.uuid4().hex[:8]}", definition=json.dumps(definition), roleArn=role, **more)["stateMachineArn"]


def ended(sfn, execution):
    while True:
        described = sfn.describe_execution(executionArn=execution)
        if described["status"] != "RUNNING":
            return described


def test_versions_and_an_alias(sfn, role):
    arn = create(sfn, role)
    one = sfn.publish_state_machine_version(stateMachineArn=arn, description="first")["stateMachineVersionArn"]
    assert one == arn + ":1"
    updated = sfn.update_state_machine(stateMachineArn=arn, definition=json.dumps(FAIL), publish=True, versionDescription="second")
    two = updated["stateMachineVersionArn"]
    assert [v["stateMachineVersionArn"] for v in sfn.list_state_machine_versions(stateMachineArn=arn)["stateMachineVersions"]] == [two, one]
    described = sfn.describe_state_machine(stateMachineArn=two)
    assert (described["revisionId"], described["description"]) == (updated["revisionId"], "second")
    alias = sfn.create_state_machine_alias(name="live", routingConfiguration=[{"stateMachineVersionArn": one, "weight": 100}])["stateMachineAliasArn"]
    started = sfn.start_execution(stateMachineArn=alias, input='{"n": 1}')["executionArn"]
    done = ended(sfn, started)
    assert (done["output"], done["stateMachineVersionArn"], done["stateMachineAliasArn"]) == ('{"n":1}', one, alias)
    assert [e["executionArn"] for e in sfn.list_executions(stateMachineArn=alias)["executions"]] == [started]
    assert fails("ConflictException", sfn.delete_state_machine_version, stateMachineVersionArn=one) == (
        "Version to be deleted must not be referenced by an alias. Current list of aliases referencing this version: [live]")
    assert fails("ValidationException", sfn.create_state_machine_alias, name="bad", routingConfiguration=[
        {"stateMachineVersionArn": one, "weight": 70}, {"stateMachineVersionArn": two, "weight": 29}]) == (
        "Sum of routing configuration weights must equal 100. Received: [70, 29]")
    sfn.delete_state_machine_alias(stateMachineAliasArn=alias)
    sfn.delete_state_machine_version(stateMachineVersionArn=one)
    assert fails("StateMachineDoesNotExist", sfn.start_execution, stateMachineArn=one) == f"State Machine Does Not Exist: '{one}'"


def test_an_express_machine_answers_at_once(sfn, role):
    arn = create(sfn, role, type="EXPRESS")
    answer = sfn.start_sync_execution(stateMachineArn=arn, input='{"a":1}', name="run")
    assert (answer["status"], answer["output"], answer["name"]) == ("SUCCEEDED", '{"a":1}', "run")
    assert answer["billingDetails"] == {"billedDurationInMilliseconds": 100, "billedMemoryUsedInMB": 64}
    assert answer["executionArn"].startswith(f"arn:aws:states:{REGION}:{ACCOUNT}:express:")
    assert fails("InvalidArn", sfn.describe_execution, executionArn=answer["executionArn"]) == (
        "Invalid Arn: 'Resource type not valid in this context: express'")
    assert fails("StateMachineTypeNotSupported", sfn.start_sync_execution, stateMachineArn=create(sfn, role)) == (
        "This operation is not supported by this type of state machine")
    failed = sfn.start_sync_execution(stateMachineArn=create(sfn, role, FAIL, type="EXPRESS"))
    assert (failed["status"], failed["error"], failed["cause"]) == ("FAILED", "E", "C")


@pytest.mark.parametrize("host", ["sync-localhost", "sync-127.0.0.1"])
def test_the_host_prefix_of_sdks_is_answered(server, host):
    """What an SDK sends that puts the prefix before the endpoint's host and finds the way by a proxy."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port)
    connection.request("POST", "/", body=json.dumps({"stateMachineArn": "x"}), headers={
        "Host": f"{host}:{server.port}", "X-Amz-Target": "AWSStepFunctions.StartSyncExecution", "Content-Type": "application/x-amz-json-1.0"})
    response = connection.getresponse()
    assert json.loads(response.read())["__type"].endswith("InvalidArn")
    connection.request("POST", f"http://{host}:{server.port}/", body=json.dumps({"stateMachineArn": "x"}), headers={
        "Host": f"{host}:{server.port}", "X-Amz-Target": "AWSStepFunctions.StartSyncExecution", "Content-Type": "application/x-amz-json-1.0"})
    response = connection.getresponse()
    assert json.loads(response.read())["__type"].endswith("InvalidArn")


def test_logs_are_written(server, sfn, role):
    group = f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:/aws/vendedlogs/states/{uuid.uuid4().hex[:8]}:*"
    arn = create(sfn, role, FAIL, type="EXPRESS", loggingConfiguration={
        "level": "ERROR", "includeExecutionData": True, "destinations": [{"cloudWatchLogsLogGroup": {"logGroupArn": group}}]})
    execution = sfn.start_execution(stateMachineArn=arn)["executionArn"]
    deadline, records = time.time() + 60, []
    while len(records) < 2 and time.time() < deadline:
        items = requests.get(f"{server.url}/_lambent/api/v1/journal", params={"type": "log", "limit": 500}, timeout=60).json()["items"]
        lines = [json.loads(i["data"]["line"]) for i in items if i["data"].get("logStream", "").startswith(group.split(":")[6])]
        records = [r for r in lines if r["execution_arn"] == execution]
    assert [r["type"] for r in records] == ["FailStateEntered", "ExecutionFailed"]
    assert fails("InvalidLoggingConfiguration", create, sfn=sfn, role=role, loggingConfiguration={"level": "ALL"}) == (
        "Invalid Logging Configuration: Must specify exactly one Log Destination.")


def test_a_failed_execution_is_redriven(sfn, role):
    execution = sfn.start_execution(stateMachineArn=create(sfn, role, FAIL))["executionArn"]
    assert ended(sfn, execution)["redriveStatus"] == "REDRIVABLE"
    sfn.redrive_execution(executionArn=execution)
    described = ended(sfn, execution)
    assert (described["status"], described["redriveCount"]) == ("FAILED", 1)
    types = [e["type"] for e in sfn.get_execution_history(executionArn=execution)["events"]]
    assert types == ["ExecutionStarted", "FailStateEntered", "ExecutionFailed", "ExecutionRedriven", "FailStateEntered", "ExecutionFailed"]
    good = sfn.start_execution(stateMachineArn=create(sfn, role))["executionArn"]
    ended(sfn, good)
    assert fails("ExecutionNotRedrivable", sfn.redrive_execution, executionArn=good) == "Execution is SUCCEEDED and cannot be redriven"


def test_lists_are_paged(sfn, role):
    arn = create(sfn, role)
    for i in range(5):
        sfn.start_execution(stateMachineArn=arn, name=f"n{i}")
    pages = list(sfn.get_paginator("list_executions").paginate(stateMachineArn=arn, PaginationConfig={"PageSize": 2}))
    assert [[e["name"] for e in p["executions"]] for p in pages] == [["n4", "n3"], ["n2", "n1"], ["n0"]]
    machines = sfn.get_paginator("list_state_machines").paginate(PaginationConfig={"PageSize": 1})
    assert arn in [m["stateMachineArn"] for page in machines for m in page["stateMachines"]]
    assert fails("ValidationException", sfn.list_executions, stateMachineArn=arn, maxResults=1001) == (
        "1 validation error detected: Value '1001' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 1000")
    assert fails("InvalidToken", sfn.list_executions, stateMachineArn=arn, nextToken="bad") == "Invalid Token: 'Invalid token'"


def test_the_mock_file(tmp_path):
    mocks = tmp_path / "MockConfigFile.json"
    mocks.write_text(json.dumps({"StateMachines": {"orders": {"TestCases": {"Happy": {"T": "Sent"}}}},
                                 "MockedResponses": {"Sent": {"0": {"Throw": {"Error": "Lambda.TimeoutException", "Cause": "late"}}, "1-2": {"Return": {"MessageId": "x"}}}}}))
    definition = {"StartAt": "T", "States": {"T": {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Parameters": {"FunctionName": "none"},
                                                   "Retry": [{"ErrorEquals": ["Lambda.TimeoutException"]}], "End": True}}}
    server = Server("--clock", "skipping", env={"SFN_MOCK_CONFIG": str(mocks)})
    try:
        sfn, iam = server.client("stepfunctions"), server.client("iam")
        trust = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "states.amazonaws.com"}, "Action": "sts:AssumeRole"}]}
        role = iam.create_role(RoleName="r", AssumeRolePolicyDocument=json.dumps(trust))["Role"]["Arn"]
        arn = sfn.create_state_machine(name="orders", definition=json.dumps(definition), roleArn=role)["stateMachineArn"]
        done = ended(sfn, sfn.start_execution(stateMachineArn=arn + "#Happy")["executionArn"])
        assert json.loads(done["output"]) == {"MessageId": "x"}
        assert "no test case 'Sad'" in fails("ValidationException", sfn.start_execution, stateMachineArn=arn + "#Sad")
    finally:
        assert server.stop()
    mocks.write_text('{"StateMachines": {"orders": {"TestCases": {"Happy": {"T": "Gone"}}}}}')
    run = subprocess.run([BINARY, "serve", "--port", "0", "--sfn-mock-config", str(mocks)], capture_output=True, text=True, timeout=120)
    assert (run.returncode, f"{mocks}: StateMachines/orders/TestCases/Happy/T: must name one of MockedResponses" in run.stderr) == (3, True), run.stderr


def test_a_template_publishes_and_logs(tmp_path):
    template = tmp_path / "template.yaml"
    template.write_text("""
Resources:
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: {Version: "2012-10-17", Statement: [{Effect: Allow, Principal: {Service: states.amazonaws.com}, Action: "sts:AssumeRole"}]}
  Group:
    Type: AWS::Logs::LogGroup
    Properties: {LogGroupName: /aws/vendedlogs/states/m}
  Machine:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      StateMachineType: EXPRESS
      RoleArn: !GetAtt Role.Arn
      Definition: {StartAt: P, States: {P: {Type: Pass, End: true}}}
      LoggingConfiguration: {Level: ALL, Destinations: [{CloudWatchLogsLogGroup: {LogGroupArn: !GetAtt Group.Arn}}]}
      TracingConfiguration: {Enabled: true}
  Version:
    Type: AWS::StepFunctions::StateMachineVersion
    Properties: {StateMachineArn: !Ref Machine, Description: by template}
  Live:
    Type: AWS::StepFunctions::StateMachineAlias
    Properties:
      Name: live
      RoutingConfiguration: [{StateMachineVersionArn: !Ref Version, Weight: 100}]
Outputs:
  Alias: {Value: !Ref Live}
  Version: {Value: !Ref Version}
""")
    data = tmp_path / "data"
    arn = f"arn:aws:states:{REGION}:{ACCOUNT}:stateMachine:Machine"
    for _ in range(2):  # the second time everything is there
        server = Server("-t", str(template), "--data", str(data))
        try:
            said = "".join(server.lines)
            assert f"Alias = {arn}:live" in said and f"Version = {arn}:1" in said
            sfn = server.client("stepfunctions")
            answer = sfn.start_sync_execution(stateMachineArn=arn + ":live", input="7")
            assert answer["output"] == "7"
            described = sfn.describe_state_machine(stateMachineArn=arn + ":1")
            assert (described["description"], described["type"], described["tracingConfiguration"]) == ("by template", "EXPRESS", {"enabled": True})
            assert described["loggingConfiguration"]["destinations"][0]["cloudWatchLogsLogGroup"]["logGroupArn"] == (
                f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:/aws/vendedlogs/states/m:*")
        finally:
            assert server.stop()


def test_the_cli_runs_an_express_machine(server, sfn, role):
    arn = create(sfn, role, type="EXPRESS")
    run = subprocess.run(["aws", "--output", "json", "stepfunctions", "start-sync-execution", "--state-machine-arn", arn, "--input", "3"],
                         capture_output=True, text=True, timeout=120, env=server.cli_env())
    assert run.returncode == 0, run.stderr
    assert json.loads(run.stdout)["output"] == "3"


@pytest.mark.parametrize("operation", ["StartMapRun", "InvokeRestApi", "InvokeHTTPEndpoint"])
def test_what_the_engine_asks_the_door_is_no_operation_of_the_api(server, sfn, role, operation):
    body = {"stateMachineArn": f"arn:aws:states:{REGION}:{ACCOUNT}:stateMachine:m", "Url": server.url, "Method": "GET"}
    answer = requests.post(server.url, json.dumps(body), timeout=60, headers={"X-Amz-Target": "AWSStepFunctions." + operation, "Content-Type": "application/x-amz-json-1.0"})
    assert (answer.status_code, answer.json()["__type"].split("#")[-1]) == (400, "UnknownOperationException")
    answer = requests.post(server.url, f"Action={operation}&Version=2016-11-23", timeout=60, headers={
        "Content-Type": "application/x-www-form-urlencoded", "Authorization": f"AWS4-HMAC-SHA256 Credential=test/20260101/{REGION}/states/aws4_request, SignedHeaders=host, Signature=0"})
    assert answer.status_code >= 400
    seen = requests.get(server.url + "/_lambent/api/v1/journal?type=call", timeout=60).json()["items"]
    assert operation not in [one["data"].get("operation") for one in seen]
    action = operation[0].lower() + operation[1:]
    task = {"StartAt": "T", "States": {"T": {"Type": "Task", "Resource": f"arn:aws:states:::aws-sdk:sfn:{action}", "Parameters": {}, "End": True}}}
    message = fails("InvalidDefinition", sfn.create_state_machine, name="never", definition=json.dumps(task), roleArn=role)
    assert f"The resource provided arn:aws:states:::aws-sdk:sfn:{action} is not recognized." in message


def test_versions_and_aliases_have_no_tags(sfn, role):
    arn = create(sfn, role, tags=[{"key": "a", "value": "1"}])
    version = sfn.publish_state_machine_version(stateMachineArn=arn)["stateMachineVersionArn"]
    alias = sfn.create_state_machine_alias(name="live", routingConfiguration=[{"stateMachineVersionArn": version, "weight": 100}])["stateMachineAliasArn"]
    for one in (version, alias):
        for call, more in ((sfn.tag_resource, {"tags": [{"key": "b", "value": "2"}]}), (sfn.untag_resource, {"tagKeys": ["a"]}), (sfn.list_tags_for_resource, {})):
            assert fails("ResourceNotFound", call, resourceArn=one, **more) == f"Resource not found: '{one}'"
    assert sfn.list_tags_for_resource(resourceArn=arn)["tags"] == [{"key": "a", "value": "1"}]
