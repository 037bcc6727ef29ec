"""Each error name of the States Language, provoked through boto3 in the ways that test_states_errors does not: tasks that wait,
distributed Maps; and that none of the names is left out."""
import json
import re
from pathlib import Path

import pytest

import test_states_errors
import test_states_http
from functions import make_role
from machines import PREFIX, STATES_TRUST, Machines, function, machine

# Spec of the language, appendix A, with what the developer guide adds to it.
NAMES = {"States.ALL", "States.BranchFailed", "States.DataLimitExceeded", "States.ExceedToleratedFailureThreshold", "States.HeartbeatTimeout",
         "States.Http.Socket", "States.Http.StatusCode.404", "States.IntrinsicFailure", "States.ItemReaderFailed", "States.NoChoiceMatched",
         "States.ParameterPathFailure", "States.Permissions", "States.QueryEvaluationError", "States.ResultPathMatchFailure",
         "States.ResultWriterFailed", "States.Runtime", "States.TaskFailed", "States.Timeout"}


@pytest.fixture(scope="module")
def m():
    one = Machines()
    yield one
    assert one.server.stop()


@pytest.fixture(scope="module")
def role(m):
    """May do all that these machines ask for."""
    arn = make_role(m.server, "all", trust=STATES_TRUST)
    m.server.client("iam").put_role_policy(RoleName="all", PolicyName="p", PolicyDocument=json.dumps(
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}))
    return arn


def distributed(*, fails=False, **fields):
    inside = machine(F={"Type": "Fail", "Error": "Bad"}) if fails else machine(P={"Type": "Pass"})
    return {"Type": "Map", "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}, **inside}, **fields}


def caught(m, role, name, state, given=None, language="JSONPath"):
    """The error as it arrives behind a Catch that names it."""
    caught_by = {**state, "Catch": [{"ErrorEquals": [name], "Next": "C"}], "Next": "N"}
    definition = {**machine(S=caught_by, N={"Type": "Succeed"}, C={"Type": "Pass", "End": True}), "QueryLanguage": language}
    said = m.run(definition, given, role=role)
    assert said["status"] == "SUCCEEDED" and "C" in [e["stateEnteredEventDetails"]["name"] for e in m.events() if e["type"].endswith("StateEntered")], said
    return json.loads(said["output"])


def test_every_name_is_provoked_somewhere():
    tests = "".join(Path(f).read_text(encoding="utf-8") for f in (__file__, test_states_errors.__file__, test_states_http.__file__))
    without_list = tests.replace(re.search(r"NAMES = \{\"States.ALL.*?\}", tests, re.S).group(0), "")
    assert {name for name in NAMES if f'"{name}"' not in without_list} == set()


WAITING = {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke.waitForTaskToken", "HeartbeatSeconds": 1}


def test_heartbeat_timeouts_are_timeouts_that_have_a_name_of_their_own(m, role):
    state = {**WAITING, "Parameters": {"FunctionName": "echo", "Payload": {"token.$": "$$.Task.Token"}}}
    assert caught(m, role, "States.HeartbeatTimeout", state) == {"Error": "States.Timeout", "Cause": ""}
    assert "TaskTimedOut" in [kind for kind, _ in m.chain()]
    state = {**WAITING, "HeartbeatSeconds": "{% $states.input.n %}", "Arguments": {"FunctionName": "echo", "Payload": "{% $states.context.Task.Token %}"}}
    assert caught(m, role, "States.HeartbeatTimeout", state, {"n": 1}, "JSONata") == {"Error": "States.Timeout", "Cause": ""}


def test_a_time_limit_is_no_missed_heartbeat(m, role):
    state = {"Type": "Task", "Resource": WAITING["Resource"], "TimeoutSeconds": 1, "Parameters": {"FunctionName": "echo", "Payload": {"t.$": "$$.Task.Token"}}}
    states = machine(S={**state, "Catch": [{"ErrorEquals": ["States.HeartbeatTimeout"], "Next": "C"}, {"ErrorEquals": ["States.Timeout"], "Next": "D"}], "Next": "D"},
                     C={"Type": "Fail"}, D={"Type": "Succeed"})
    assert m.run(states, role=role)["status"] == "SUCCEEDED"


# What AWS calls such a path is States.Runtime, in a Pass (recorded) as in a Task, whatever the language's specification says;
# so the name catches nothing but an error that somebody else gives it.
def test_paths_of_parameters(m, role):
    state = {"Type": "Task", "Resource": function("echo"), "Parameters": {"v.$": "$.no"}, "Next": "C", "Catch": [{"ErrorEquals": ["States.ParameterPathFailure"], "Next": "C"}]}
    error, cause = m.failure(machine(S=state, C={"Type": "Pass"}), {"a": 1})
    assert (error, cause) == ("States.Runtime", PREFIX.format("S", 2) + "The JSONPath '$.no' specified for the field 'v.$' could not be found in the input '{\"a\":1}'")
    answer = m.states.test_state(definition=json.dumps(state), input='{"no": 1}', mock={"errorOutput": {"error": "States.ParameterPathFailure", "cause": "c"}})
    assert (answer["status"], answer["nextState"]) == ("CAUGHT_ERROR", "C")


def test_a_child_that_fails(m, role):
    child = m.create(machine(F={"Type": "Fail", "Error": "Mine", "Cause": "why"}))
    for suffix in (".sync", ".sync:2"):
        state = {"Type": "Task", "Resource": "arn:aws:states:::states:startExecution" + suffix, "Parameters": {"StateMachineArn": child}}
        said = caught(m, role, "States.TaskFailed", state)
        assert said["Error"] == "States.TaskFailed" and json.loads(said["Cause"])["Error"] == "Mine"


@pytest.mark.parametrize("name", ["States.ExceedToleratedFailureThreshold", "States.BranchFailed", "States.ALL"])
def test_a_map_run_with_too_many_failures(m, role, name):
    said = caught(m, role, name, distributed(fails=True, ToleratedFailureCount=1), [1, 2])
    assert said == {"Error": "States.ExceedToleratedFailureThreshold", "Cause": "The specified tolerated failure threshold was exceeded"}
    said = caught(m, role, name, distributed(fails=True, Items="{% $states.input.l %}", ToleratedFailurePercentage="{% 50 %}"), {"l": [1, 2]}, "JSONata")
    assert said["Error"] == "States.ExceedToleratedFailureThreshold"


@pytest.fixture(scope="module")
def bucket(m):
    s3 = m.server.client("s3")
    s3.create_bucket(Bucket="reads")
    s3.put_object(Bucket="reads", Key="number.json", Body="3")
    s3.put_object(Bucket="reads", Key="broken.json", Body='[1, {"a"')
    s3.put_object(Bucket="reads", Key="twice.csv", Body="a,a\n1,2\n")
    return "reads"


CSV = {"InputType": "CSV", "CSVHeaderLocation": "FIRST_ROW"}
UNREADABLE = {
    "no such object": ({"InputType": "JSON"}, "none", "The specified key does not exist. (Service: S3, Status Code: 404, Request ID: "),
    "no such bucket": ({"InputType": "JSON"}, None, "The specified bucket does not exist (Service: S3, Status Code: 404, Request ID: "),
    "no array": ({"InputType": "JSON"}, "number.json", "Attempting to map over non-iterable node."),
    "no JSON": ({"InputType": "JSON"}, "broken.json", None),
    "a header twice": (CSV, "twice.csv", "CSV headers cannot contain duplicates."),
    "a limit below zero": ({"InputType": "JSON", "MaxItemsPath": "$.n"}, "number.json", "field MaxItems must be positive"),
}


@pytest.mark.parametrize("config,key,cause", UNREADABLE.values(), ids=UNREADABLE)
def test_items_that_cannot_be_read(m, role, bucket, config, key, cause):
    given = {"Bucket": bucket if key else "nobodys", "Key": key or "k"}
    reader = {"Resource": "arn:aws:states:::s3:getObject", "ReaderConfig": config, "Parameters": given}
    said = caught(m, role, "States.ItemReaderFailed", distributed(ItemReader=reader), {"n": -1})
    assert said["Error"] == "States.ItemReaderFailed" and said["Cause"].startswith(cause or "")
    assert [kind for kind, _ in m.chain()][3:6] == ["MapRunStarted", "MapRunFailed", "MapStateFailed"]
    if "MaxItemsPath" not in config:
        reader = {"Resource": "arn:aws:states:::s3:getObject", "ReaderConfig": config, "Arguments": given}
        assert caught(m, role, "States.ItemReaderFailed", distributed(ItemReader=reader), {}, "JSONata")["Cause"].startswith(cause or "")


def test_results_that_cannot_be_written(m, role, bucket):
    writer = {"Resource": "arn:aws:states:::s3:putObject", "Parameters": {"Bucket": "nobodys", "Prefix": "p"}}
    said = caught(m, role, "States.ResultWriterFailed", distributed(ResultWriter=writer), [1])
    assert said["Error"] == "States.ResultWriterFailed"
    assert said["Cause"].startswith("The specified bucket does not exist (Service: S3, Status Code: 404, Request ID: ")
    weak = make_role(m.server, "reads-only", trust=STATES_TRUST)
    m.server.client("iam").put_role_policy(RoleName="reads-only", PolicyName="p", PolicyDocument=json.dumps(
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "states:*", "Resource": "*"}]}))
    writer = {"Resource": "arn:aws:states:::s3:putObject", "Arguments": {"Bucket": bucket, "Prefix": "p"}}
    said = caught(m, weak, "States.ResultWriterFailed", distributed(ResultWriter=writer), [1], "JSONata")
    assert "is not authorized to perform: s3:PutObject on resource" in said["Cause"]
