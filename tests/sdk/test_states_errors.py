"""What goes wrong in state machines, through boto3: every error name of the language, Retry, Catch, limits; and what states
know of themselves: variables and the context object."""
import json

import pytest

from functions import make_role
from machines import PREFIX, STATES_TRUST, Machines, function, jsonata, machine, path, task


@pytest.fixture(scope="module")
def m():
    one = Machines()
    yield one
    assert one.server.stop()


def step(name, **more):
    """A Task that is not the last state."""
    return {k: v for k, v in task(name, **more).items() if k != "End"}


NAMES = {
    "States.Runtime": ({"Type": "Pass", "InputPath": "$.no.such"}, {}, PREFIX.format("S", 2) + "Invalid path '$.no.such' : Missing property in path $['no']"),
    "States.Runtime of a template": ({"Type": "Pass", "Parameters": {"v.$": "$.no"}}, {"a": 1}, PREFIX.format("S", 2) + "The JSONPath '$.no' specified for the field 'v.$' could not be found in the input '{\"a\":1}'"),
    "States.Runtime of a wait": ({"Type": "Wait", "SecondsPath": "$.s"}, {"s": -1}, PREFIX.format("S", 2) + "The SecondsPath parameter references a negative value: $.s == -1"),
    "States.Runtime of a Map": ({"Type": "Map", "ItemsPath": "$.x", "ItemProcessor": machine(I={"Type": "Pass"})}, {"x": 1}, PREFIX.format("S", 2) + "Reference path \"$.x\" must point to array."),
    "States.QueryEvaluationError": ({"Type": "Pass", "QueryLanguage": "JSONata", "Output": "{% $no %}"}, {}, PREFIX.format("S", 2) + "The JSONata expression '$no' specified for the field 'Output' returned nothing (undefined)."),
    "States.IntrinsicFailure": ({"Type": "Pass", "Parameters": {"v.$": "States.MathAdd('x', 1)"}}, {}, None),
    "States.ResultPathMatchFailure": ({"Type": "Pass", "Result": 1, "ResultPath": "$.a.b"}, {"a": "text"}, None),
    "States.NoChoiceMatched": ({"Type": "Choice", "Choices": [{"Variable": "$.n", "NumericEquals": 1, "Next": "S2"}]}, {"n": 2}, None),
    "States.Timeout": (step("slow", TimeoutSeconds=1), {}, None),
    "States.DataLimitExceeded": ({"Type": "Pass", "Parameters": {"a.$": "$.t", "b.$": "$.t"}}, {"t": "x" * 200_000}, "The state/task 'S' returned a result with a size exceeding the maximum number of bytes service limit."),
    "Bad": (step("bad"), {}, None),
}


@pytest.mark.parametrize("name", NAMES)
def test_errors_have_the_names_of_aws(m, name):
    state, given, cause = NAMES[name]
    error, said = m.failure(machine(S=state, S2={"Type": "Succeed"}), given)
    assert error == name.split(" ")[0]
    if cause:
        assert said == cause
    elif name == "States.Timeout":
        assert said is None
    else:
        assert said


def test_a_role_that_may_not_be_assumed_any_more(m):
    role = make_role(m.server, "fickle", trust=STATES_TRUST)
    arn = m.create(machine(S=step("echo", Catch=[{"ErrorEquals": ["States.Permissions"], "Next": "C"}]), C={"Type": "Pass"}), role=role)
    m.server.client("iam").update_assume_role_policy(RoleName="fickle", PolicyDocument=STATES_TRUST.replace("states.", "ec2."))
    execution = m.states.start_execution(stateMachineArn=arn)["executionArn"]
    assert json.loads(m.ended(execution)["output"])["Error"] == "States.Permissions"


def test_a_role_that_may_not_call_the_function(m):
    role = make_role(m.server, "powerless", trust=STATES_TRUST)
    error, cause = m.failure(path(task("echo")), role=role)
    assert error == "Lambda.AWSLambdaException"
    assert "assumed-role/powerless/" in cause and "is not authorized to perform: lambda:InvokeFunction" in cause


def test_an_execution_runs_out_of_time(m):
    said = m.run({**machine(W={"Type": "Wait", "Seconds": 100}), "TimeoutSeconds": 5})
    assert (said["status"], said.get("error"), "output" in said) == ("TIMED_OUT", None, False)
    assert [kind for kind, _ in m.chain()] == ["ExecutionStarted", "WaitStateEntered", "ExecutionTimedOut"]
    assert (said["stopDate"] - said["startDate"]).total_seconds() == pytest.approx(5, abs=1)


def busy(times, **more):
    return machine(T=step("busy", Parameters={"key.$": "$$.Execution.Name", "times": times}, **more))


RETRIES = {
    "backoff of two by default": ([{"ErrorEquals": ["Busy"]}], 3, 1 + 2 + 4),
    "interval and rate": ([{"ErrorEquals": ["Busy"], "IntervalSeconds": 10, "BackoffRate": 1.5}], 3, 10 + 15 + 22.5),
    "no more than MaxDelaySeconds": ([{"ErrorEquals": ["Busy"], "IntervalSeconds": 10, "MaxDelaySeconds": 15}], 3, 10 + 15 + 15),
    "many attempts": ([{"ErrorEquals": ["Busy"], "IntervalSeconds": 100, "BackoffRate": 1, "MaxAttempts": 9}], 8, 800),
    "by a wildcard": ([{"ErrorEquals": ["Other"], "IntervalSeconds": 7}, {"ErrorEquals": ["States.ALL"], "IntervalSeconds": 50, "BackoffRate": 1}], 2, 100),
    "by States.TaskFailed": ([{"ErrorEquals": ["States.TaskFailed"], "IntervalSeconds": 5}], 1, 5),
}


@pytest.mark.parametrize("retry,times,seconds", RETRIES.values(), ids=RETRIES)
def test_retries_come_after_their_delays(m, retry, times, seconds):
    assert m.output(busy(times, Retry=retry)) == times + 1
    assert seconds <= m.took() < seconds + 5
    kinds = [kind for kind, _ in m.chain()]
    assert kinds.count("LambdaFunctionFailed") == times and kinds.count("LambdaFunctionScheduled") == times + 1
    assert [p for kind, p in m.chain() if kind == "LambdaFunctionScheduled"] == [2 + 3 * i for i in range(times + 1)]


def test_full_jitter_waits_at_most_the_delay(m):
    assert m.output(busy(3, Retry=[{"ErrorEquals": ["Busy"], "IntervalSeconds": 1000, "BackoffRate": 1, "JitterStrategy": "FULL"}])) == 4
    assert 0 < m.took() < 3000


@pytest.mark.parametrize("retry", [[{"ErrorEquals": ["Busy"], "MaxAttempts": 0}], [{"ErrorEquals": ["busy"]}], [{"ErrorEquals": ["Busy"], "MaxAttempts": 1}], []])
def test_a_task_fails_when_no_attempt_is_left(m, retry):
    assert m.failure(busy(2, Retry=retry))[0] == "Busy"


CATCHES = {
    "the error is the output": ({"ErrorEquals": ["Bad"]}, {"Error", "Cause"}),
    "ResultPath": ({"ErrorEquals": ["States.ALL"], "ResultPath": "$.e"}, {"in", "e"}),
    "ResultPath null": ({"ErrorEquals": ["States.TaskFailed"], "ResultPath": None}, {"in"}),
}


@pytest.mark.parametrize("catcher,members", CATCHES.values(), ids=CATCHES)
def test_catch_goes_on_with(m, catcher, members):
    state = step("bad", Catch=[{"ErrorEquals": ["Never"], "Next": "N"}, {**catcher, "Assign": {"kept.$": "$.Error"}, "Next": "C"}])
    said = m.output(machine(S={**state, "Next": "N"}, N={"Type": "Fail"}, C={"Type": "Pass", "Parameters": {"got.$": "$", "kept.$": "$kept"}}), {"in": 1})
    assert set(said["got"]) == members and said["kept"] == "Bad"
    assert json.loads((said["got"].get("e") or {"Cause": '{"errorMessage":"always"}'})["Cause"])["errorMessage"] == "always"


def test_catch_in_jsonata_has_output_and_assign(m):
    catcher = {"ErrorEquals": ["States.ALL"], "Output": {"e": "{% $states.errorOutput.Error %}", "in": "{% $states.input.in %}"},
               "Assign": {"kept": "{% $parse($states.errorOutput.Cause).errorType %}"}, "Next": "C"}
    said = jsonata(S=step("bad", Catch=[catcher], Next="N"), N={"Type": "Fail"}, C={"Type": "Pass", "Output": "{% [$states.input, $kept] %}"})
    assert m.output(said, {"in": 1}) == [{"e": "Bad", "in": 1}, "Bad"]


def test_a_failed_branch_is_caught_by_either_name(m):
    for name in ("States.BranchFailed", "Mine", "States.ALL"):
        state = {"Type": "Parallel", "Branches": [machine(F={"Type": "Fail", "Error": "Mine"})], "Catch": [{"ErrorEquals": [name], "Next": "C"}], "Next": "C"}
        assert m.output(machine(P=state, C={"Type": "Pass"}))["Error"] == "Mine"


def test_runtime_errors_are_never_caught(m):
    for name in ("States.Runtime", "States.ALL"):
        state = step("echo", OutputPath="$.no.such", Catch=[{"ErrorEquals": [name], "Next": "C"}])
        assert m.failure(machine(T=state, C={"Type": "Pass"}))[0] == "States.Runtime"


def test_variables_and_their_scopes(m):
    each = machine(I={"Type": "Pass", "Assign": {"own.$": "$"}}, J={"Type": "Pass", "Parameters": {"outer.$": "$outer", "own.$": "$own"}})
    over = {"Type": "Map", "InputPath": "$$.Execution.Input.list", "ItemProcessor": each}
    said = machine(A={"Type": "Pass", "Assign": {"outer.$": "$.n", "fixed": {"k": 1}}}, B={"Type": "Pass", "Assign": {"outer": "new"}, "Parameters": {"seen.$": "$outer"}}, M=over,
                   P={"Type": "Parallel", "Branches": [machine(X={"Type": "Pass", "Parameters": {"fixed.$": "$fixed.k"}})]}, Z={"Type": "Pass", "Parameters": {"all.$": "$", "outer.$": "$outer"}})
    given = {"n": 1, "list": ["a", "b"]}
    assert m.output(said, given) == {"all": [{"fixed": 1}], "outer": "new"}
    exits = {e["stateExitedEventDetails"]["name"]: e["stateExitedEventDetails"] for e in m.events() if e["type"].endswith("StateExited")}
    assert exits["A"]["assignedVariables"] == {"outer": "1", "fixed": '{"k":1}'} and exits["A"]["assignedVariablesDetails"] == {"truncated": False}
    assert "assignedVariables" not in exits["Z"]
    assert json.loads(exits["B"]["output"]) == {"seen": 1}  # the value from before the state
    assert json.loads(exits["M"]["output"]) == [{"outer": "new", "own": "a"}, {"outer": "new", "own": "b"}]
    error, cause = m.failure(machine(M=over, B={"Type": "Pass", "Parameters": {"gone.$": "$own"}}), {"list": []})
    assert error == "States.Runtime" and "$own" in cause


def test_a_choice_rule_assigns_in_place_of_the_state(m):
    said = machine(C={"Type": "Choice", "Choices": [{"Variable": "$.n", "NumericEquals": 1, "Next": "P", "Assign": {"v": "rule"}}], "Default": "P", "Assign": {"v": "state"}},
                   P={"Type": "Pass", "Parameters": {"v.$": "$v"}})
    assert m.output(said, {"n": 1}) == {"v": "rule"}
    assert m.output(said, {"n": 2}) == {"v": "state"}


def test_the_context_object(m):
    said = m.output(path({"Type": "Pass", "InputPath": "$$"}), {"a": 1})
    execution = said["Execution"]
    assert list(said) == ["Execution", "StateMachine", "State"]
    assert list(execution) == ["Id", "Input", "StartTime", "Name", "RoleArn", "RedriveCount"]
    assert (execution["Id"], execution["Input"], execution["RoleArn"], execution["RedriveCount"]) == (m.last, {"a": 1}, m.role, 0)
    assert said["StateMachine"] == {"Id": m.last.rsplit(":", 1)[0].replace(":execution:", ":stateMachine:"), "Name": m.last.split(":")[-2]}
    assert said["State"]["Name"] == "S" and said["State"]["EnteredTime"].endswith("Z")
    assert m.output(jsonata(S={"Type": "Pass", "Output": "{% $states.context.Execution.Input.a %}"}), {"a": 1}) == 1
    retried = task("busy", Parameters={"key.$": "States.Format('{}{}', $$.Execution.Name, 'x')", "times.$": "States.MathAdd(2, 0)", "count.$": "$$.State.RetryCount"}, Retry=[{"ErrorEquals": ["Busy"]}])
    assert m.output(path(retried)) == 3
    assert [json.loads(e["lambdaFunctionScheduledEventDetails"]["input"])["count"] for e in m.events() if e["type"] == "LambdaFunctionScheduled"] == [0, 1, 2]


def test_the_limit_of_history_events(m):
    loop = machine(A={"Type": "Pass"}, C={"Type": "Choice", "Choices": [{"Variable": "$.stop", "IsPresent": True, "Next": "Z"}], "Default": "A"}, Z={"Type": "Succeed"})
    error, _ = m.failure(loop)
    events = m.events()
    assert (error, len(events), events[-1]["type"]) == ("States.Runtime", 25_000, "ExecutionFailed")
    assert [e["id"] for e in events] == list(range(1, 25_001))


def test_the_limit_of_256_kib(m):
    whole = json.dumps("x" * (262_144 - 2))
    assert len(whole) == 262_144
    assert m.output(path({"Type": "Pass"}), whole) == json.loads(whole)
    with pytest.raises(m.states.exceptions.ValidationException, match="Member must have length less than or equal to 262144"):
        m.run(path({"Type": "Pass"}), whole + " ")
    with pytest.raises(m.states.exceptions.InvalidExecutionInput):  # so many characters, but more bytes
        m.run(path({"Type": "Pass"}), whole.replace("x", "é"))
    assert m.failure(path({"Type": "Pass", "Parameters": {"v.$": "$"}}), whole)[0] == "States.DataLimitExceeded"
    assert m.failure(path(task("large"))) == ("States.DataLimitExceeded", f"The state/task '{function('large')}' returned a result with a size exceeding the maximum number of bytes service limit.")


def test_data_may_be_nested_only_so_deep(m):
    deepest = "[" * 500 + "]" * 500
    assert json.dumps(m.output(path({"Type": "Pass"}), deepest)) == deepest
    error, cause = m.failure(path({"Type": "Pass", "Parameters": {"v.$": "$"}}), deepest)
    assert (error, cause) == ("States.Runtime", PREFIX.format("S", 2) + "The data is nested deeper than 500 levels.")
    with pytest.raises(m.states.exceptions.InvalidExecutionInput):
        m.run(path({"Type": "Pass"}), "[" + deepest + "]")
