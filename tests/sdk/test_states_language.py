"""The Amazon States Language through boto3: every type of state in both query languages, on a clock that skips."""
import json

import pytest

from machines import Machines, function, jsonata, machine, path, task


@pytest.fixture(scope="module")
def m():
    one = Machines()
    yield one
    assert one.server.stop()


ORDER = {"id": "o1", "n": 3, "list": [1, 2, 3], "sub": {"a": {"b": 7}}}
FLOW = {
    "as it is": ({}, ORDER),
    "Result": ({"Result": {"x": [1]}}, {"x": [1]}),
    "Result into a new place": ({"Result": 1, "ResultPath": "$.r.s"}, {**ORDER, "r": {"s": 1}}),
    "Result dropped": ({"Result": 1, "ResultPath": None}, ORDER),
    "InputPath": ({"InputPath": "$.sub.a"}, {"b": 7}),
    "InputPath null": ({"InputPath": None}, {}),
    "OutputPath": ({"OutputPath": "$.list[1]"}, 2),
    "OutputPath null": ({"OutputPath": None}, {}),
    "an array of what an indefinite path finds": ({"Parameters": {"all.$": "$.list[*]", "few.$": "$.list[?(@ > 1)]", "none.$": "$.nothing[*]"}}, {"all": [1, 2, 3], "few": [2, 3], "none": []}),
    "templates however deep": ({"Parameters": {"a": [{"b.$": "$.sub.a.b", "c": "$.sub"}], "d": {"e.$": "$$.State.Name"}}}, {"a": [{"b": 7, "c": "$.sub"}], "d": {"e": "S"}}),
    "all of them": ({"InputPath": "$.sub", "Parameters": {"v.$": "$.a.b"}, "ResultPath": "$.sub.c", "OutputPath": "$.sub"}, {"a": {"b": 7}, "c": {"v": 7}}),
}


@pytest.mark.parametrize("fields,want", FLOW.values(), ids=FLOW)
def test_data_flow_of_pass(m, fields, want):
    assert m.output(path({"Type": "Pass", **fields}), ORDER) == want


EXPRESSIONS = {
    "as it is": ({}, ORDER),
    "Output": ({"Output": {"id": "{% $states.input.id %}", "plain": "$.id", "deep": [{"n": "{% $sum($states.input.list) %}"}]}}, {"id": "o1", "plain": "$.id", "deep": [{"n": 6}]}),
    "one expression": ({"Output": "{% $states.input.sub.a %}"}, {"b": 7}),
    "a singleton collapses": ({"Output": "{% $states.input.list[$ > 2] %}"}, 3),
}


@pytest.mark.parametrize("fields,want", EXPRESSIONS.values(), ids=EXPRESSIONS)
def test_data_flow_of_pass_in_jsonata(m, fields, want):
    assert m.output(jsonata(S={"Type": "Pass", **fields}), ORDER) == want


T, LATER = "2024-05-01T12:00:00Z", "2024-05-01T14:30:00+02:00"  # half an hour later
OPERATORS = [
    ("StringEquals", "b", "b", True), ("StringEquals", "b", "B", False), ("StringEquals", "1", 1, False),
    ("StringLessThan", "b", "a", True), ("StringLessThan", "b", "b", False),
    ("StringGreaterThan", "b", "c", True), ("StringGreaterThan", "b", "B", False),
    ("StringLessThanEquals", "b", "b", True), ("StringLessThanEquals", "b", "c", False),
    ("StringGreaterThanEquals", "b", "b", True), ("StringGreaterThanEquals", "b", "a", False),
    ("StringMatches", "log-*.t*t", "log-2024.text", True), ("StringMatches", "log-*.txt", "log.txt", False), ("StringMatches", "a\\*b", "a*b", True), ("StringMatches", "a\\*b", "axb", False),
    ("NumericEquals", 0, 0.0, True), ("NumericEquals", 1, "1", False),
    ("NumericLessThan", 2, 1.5, True), ("NumericLessThan", 2, 2, False),
    ("NumericGreaterThan", 2, 3, True), ("NumericGreaterThan", 2, 2, False),
    ("NumericLessThanEquals", 2, 2, True), ("NumericLessThanEquals", 2, 3, False),
    ("NumericGreaterThanEquals", 2, 2, True), ("NumericGreaterThanEquals", 2, 1, False),
    ("BooleanEquals", True, True, True), ("BooleanEquals", True, 1, False),
    ("TimestampEquals", T, "2024-05-01T14:00:00+02:00", True), ("TimestampEquals", T, LATER, False),
    ("TimestampLessThan", LATER, T, True), ("TimestampLessThan", T, T, False),
    ("TimestampGreaterThan", T, LATER, True), ("TimestampGreaterThan", T, "2024-05-01 12:00:00", False),
    ("TimestampLessThanEquals", T, T, True), ("TimestampLessThanEquals", T, LATER, False),
    ("TimestampGreaterThanEquals", T, T, True), ("TimestampGreaterThanEquals", LATER, T, False),
]
IS = [("IsNull", None, True), ("IsNull", 0, False), ("IsNumeric", 1.5, True), ("IsNumeric", "1", False), ("IsString", "", True), ("IsString", [], False),
      ("IsBoolean", False, True), ("IsBoolean", None, False), ("IsTimestamp", T, True), ("IsTimestamp", "today", False), ("IsPresent", None, True), ("IsPresent", "x", True)]


def choose(rule, language=None):
    return machine(C={"Type": "Choice", "Choices": [{**rule, "Next": "Yes"}], "Default": "No", **({"QueryLanguage": language} if language else {})},
                   Yes={"Type": "Pass", "Result": True, "End": True}, No={"Type": "Pass", "Result": False, "End": True})


@pytest.mark.parametrize("operator,operand,given,want", OPERATORS)
def test_choice_operators_and_their_path_forms(m, operator, operand, given, want):
    assert m.output(choose({"Variable": "$.v", operator: operand}), {"v": given}) is want
    if operator != "StringMatches":
        assert m.output(choose({"Variable": "$.v", operator + "Path": "$.w"}), {"v": given, "w": operand}) is want


@pytest.mark.parametrize("operator,given,want", IS)
def test_choice_asks_for_kinds(m, operator, given, want):
    assert m.output(choose({"Variable": "$.v", operator: True}), {"v": given}) is want
    assert m.output(choose({"Variable": "$.v", operator: False}), {"v": given}) is not want


def test_choice_of_what_is_not_there(m):
    assert m.output(choose({"Variable": "$.v", "IsPresent": True})) is False
    error, cause = m.failure(choose({"Variable": "$.v", "StringEquals": "x"}))
    assert (error, cause.split(". ", 1)[1]) == ("States.Runtime", "Invalid path '$.v': The choice state's condition path references an invalid value.")


def test_choice_combines_rules(m):
    one, two = {"Variable": "$.a", "NumericEquals": 1}, {"Variable": "$.b", "NumericEquals": 2}
    for rule, given, want in [({"And": [one, two]}, (1, 2), True), ({"And": [one, two]}, (1, 3), False), ({"Or": [one, two]}, (0, 2), True), ({"Or": [one, two]}, (0, 0), False),
                              ({"Not": one}, (1, 0), False), ({"Not": {"Or": [one, {"And": [two, {"Not": one}]}]}}, (0, 2), False)]:
        assert m.output(choose(rule), {"a": given[0], "b": given[1]}) is want, (rule, given)


@pytest.mark.parametrize("condition,want", [("{% $states.input.n = 3 %}", True), ("{% $states.input.n > 3 or $states.input.id = 'x' %}", False), (True, True), ("{% 'a' in $states.input.list %}", False)])
def test_choice_of_conditions(m, condition, want):
    assert m.output(choose({"Condition": condition}, "JSONata"), ORDER) is want


WAITS = {
    "Seconds": ({"Seconds": 3600}, {}, 3600), "no Seconds": ({"Seconds": 0}, {}, 0), "SecondsPath": ({"SecondsPath": "$.s"}, {"s": 2592000}, 2592000),
    "a Timestamp that is over": ({"Timestamp": "2001-01-01T00:00:00Z"}, {}, 0), "a TimestampPath that is over": ({"TimestampPath": "$.t"}, {"t": "2001-01-01T00:00:00.5+01:00"}, 0),
    "an expression of seconds": ({"QueryLanguage": "JSONata", "Seconds": "{% $states.input.s * 60 %}"}, {"s": 5}, 300),
    "an expression of an instant": ({"QueryLanguage": "JSONata", "Timestamp": "{% $fromMillis($toMillis($states.context.State.EnteredTime) + 7200000) %}"}, {}, 7200),
}


@pytest.mark.parametrize("fields,given,seconds", WAITS.values(), ids=WAITS)
def test_waits_take_emulated_time_only(m, fields, given, seconds):
    assert m.output(path({"Type": "Wait", **fields}), given) == given
    assert seconds <= m.took() < seconds + 60


def test_a_wait_until_next_year(m):
    def until(days):
        return {"Type": "Wait", "Timestamp": "{% $fromMillis($toMillis($states.context.State.EnteredTime) + " + str(days) + " * 86400000) %}"}
    assert m.output(jsonata(S=until(360))) == {}
    assert 360 * 86400 <= m.took() < 360 * 86400 + 60
    # No execution lasts longer than a year.
    for endless in (jsonata(S=until(366)), path({"Type": "Wait", "Timestamp": "2249-01-01T00:00:00Z"}), machine(A={"Type": "Wait", "Seconds": 20000000, "Next": "B"}, B={"Type": "Wait", "Seconds": 20000000})):
        assert m.run(endless)["status"] == "TIMED_OUT"
        assert m.took() == pytest.approx(365 * 86400, abs=60)


def test_succeed_and_fail(m):
    assert m.output(path({"Type": "Succeed", "InputPath": "$.sub", "OutputPath": "$.a"}), ORDER) == {"b": 7}
    assert m.output(jsonata(S={"Type": "Succeed", "Output": "{% $states.input.n %}"}), ORDER) == 3
    assert m.failure(path({"Type": "Fail", "Error": "E", "Cause": "C"})) == ("E", "C")
    assert m.failure(path({"Type": "Fail"})) == (None, None)
    assert m.failure(path({"Type": "Fail", "ErrorPath": "$.e", "CausePath": "States.Format('{} of {}', $.n, $$.State.Name)"}), {"e": "Own", "n": 1}) == ("Own", "1 of S")
    assert m.failure(jsonata(S={"Type": "Fail", "Error": "{% $states.input.e %}", "Cause": "{% 'n is ' & $states.input.n %}"}), {"e": "Own", "n": 1}) == ("Own", "n is 1")
    assert [kind for kind, _ in m.chain()] == ["ExecutionStarted", "FailStateEntered", "ExecutionFailed"]


def test_parallel_gathers_in_the_order_of_its_branches(m):
    branches = [machine(A={"Type": "Wait", "Seconds": 100}), machine(B={"Type": "Pass", "Result": "b"}), machine(C=task("echo"))]
    assert m.output(path({"Type": "Parallel", "Branches": branches, "Parameters": {"n.$": "$.n"}, "ResultSelector": {"all.$": "$"}, "ResultPath": "$.r", "OutputPath": "$.r"}), ORDER) == {"all": [{"n": 3}, "b", {"n": 3}]}
    inner = [machine(A={"Type": "Pass", "Output": "{% $states.input.k + 1 %}"}), machine(B={"Type": "Succeed"})]
    assert m.output(jsonata(P={"Type": "Parallel", "Branches": inner, "Arguments": {"k": "{% $states.input.n %}"}, "Output": {"r": "{% $states.result %}"}}), ORDER) == {"r": [4, {"k": 3}]}


@pytest.mark.parametrize("most", [0, 1, 2, 40])
def test_map_gives_results_in_the_order_of_items(m, most):
    each = machine(W={"Type": "Wait", "SecondsPath": "$.v"}, T=task("echo"))
    said = m.output(path({"Type": "Map", "ItemsPath": "$.list", "MaxConcurrency": most, "ItemProcessor": {"ProcessorConfig": {"Mode": "INLINE"}, **each},
                          "ItemSelector": {"v.$": "$$.Map.Item.Value", "i.$": "$$.Map.Item.Index", "id.$": "$.id"}}), {"id": "x", "list": [30, 20, 10]})
    assert said == [{"v": v, "i": i, "id": "x"} for i, v in enumerate([30, 20, 10])]
    assert {0: 30, 1: 60, 2: 30, 40: 30}[most] <= m.took() < 90
    assert sum(kind == "MapIterationSucceeded" for kind, _ in m.chain()) == 3


def test_map_in_jsonata_and_of_nothing(m):
    each = machine(I={"Type": "Pass", "Output": "{% $states.input.v * 10 %}"})
    said = jsonata(M={"Type": "Map", "Items": "{% $states.input.list %}", "MaxConcurrency": "{% $states.input.n %}", "ItemSelector": {"v": "{% $states.context.Map.Item.Value %}"}, "ItemProcessor": each})
    assert m.output(said, ORDER) == [10, 20, 30]
    assert m.output(said, {**ORDER, "list": []}) == []
    assert m.output(path({"Type": "Map", "ItemsPath": "$.list", "MaxConcurrencyPath": "$.n", "Iterator": machine(I={"Type": "Pass"})}), ORDER) == [1, 2, 3]


def test_tasks_in_both_languages(m):
    plain = task("echo", Parameters={"n.$": "$.n"}, ResultSelector={"got.$": "$.n"}, ResultPath="$.r", OutputPath="$.r")
    assert m.output(path(plain), ORDER) == {"got": 3}
    invoke = {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke"}
    said = m.output(path({**invoke, "Parameters": {"FunctionName": function("echo"), "Payload.$": "$.sub"}}), ORDER)
    assert (said["Payload"], said["StatusCode"], said["ExecutedVersion"]) == ({"a": {"b": 7}}, 200, "$LATEST")
    assert list(said) == sorted(said)
    by_expression = {**invoke, "Arguments": {"FunctionName": "echo", "Payload": {"x": "{% $states.input.n %}"}}, "Output": "{% $states.result.Payload.x + 1 %}"}
    assert m.output(jsonata(T=by_expression), ORDER) == 4


def test_the_worked_example_of_all_simple_states(m):
    said = machine(
        P={"Type": "Pass"}, C={"Type": "Choice", "Choices": [{"Variable": "$.n", "NumericGreaterThan": 1, "Next": "W"}], "Default": "S"}, W={"Type": "Wait", "Seconds": 60},
        T={"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Parameters": {"FunctionName": "echo", "Payload.$": "$"}, "OutputPath": "$.Payload"}, S={"Type": "Succeed"})
    assert m.output(said, ORDER) == ORDER
    assert m.chain() == [
        ("ExecutionStarted", 0), ("PassStateEntered", 0), ("PassStateExited", 2), ("ChoiceStateEntered", 3), ("ChoiceStateExited", 4), ("WaitStateEntered", 5),
        ("WaitStateExited", 6), ("TaskStateEntered", 7), ("TaskScheduled", 8), ("TaskStarted", 9), ("TaskSucceeded", 10), ("TaskStateExited", 11),
        ("SucceedStateEntered", 12), ("SucceedStateExited", 13), ("ExecutionSucceeded", 14)]
    events = m.events()
    assert events[0]["executionStartedEventDetails"] == {"input": json.dumps(ORDER), "inputDetails": {"truncated": False}, "roleArn": m.role}
    assert json.loads(events[1]["stateEnteredEventDetails"]["input"]) == ORDER
    scheduled = events[8]["taskScheduledEventDetails"]
    assert (scheduled["resourceType"], scheduled["resource"], scheduled["region"]) == ("lambda", "invoke", "us-east-1")
    assert json.loads(scheduled["parameters"]) == {"FunctionName": "echo", "Payload": ORDER}


def test_the_worked_example_of_a_failing_branch(m):
    said = machine(P={"Type": "Parallel", "Branches": [machine(Branch1={"Type": "Fail", "Error": "FailureType", "Cause": "Cause description"})],
                      "Catch": [{"ErrorEquals": ["FailureType"], "Next": "FinalCaught"}]}, FinalCaught={"Type": "Pass"})
    assert m.output(said) == {"Error": "FailureType", "Cause": "Cause description"}
    assert m.chain() == [("ExecutionStarted", 0), ("ParallelStateEntered", 0), ("ParallelStateStarted", 2), ("FailStateEntered", 3), ("ParallelStateFailed", 4),
                         ("ParallelStateExited", 5), ("PassStateEntered", 6), ("PassStateExited", 7), ("ExecutionSucceeded", 8)]


def test_the_worked_example_of_a_map_that_is_retried(m):
    said = machine(A={"Type": "Pass", "Result": [1]}, M={"Type": "Map", "ItemProcessor": machine(F={"Type": "Fail", "Error": "E", "Cause": "C"}), "Retry": [{"ErrorEquals": ["E"], "MaxAttempts": 2}]})
    assert m.failure(said) == ("E", "C")
    assert m.chain()[3:] == [("MapStateEntered", 3), ("MapStateStarted", 4), ("MapIterationStarted", 5), ("FailStateEntered", 6), ("MapIterationFailed", 7),
                             ("MapStateStarted", 7), ("MapIterationStarted", 9), ("FailStateEntered", 10), ("MapIterationFailed", 11),
                             ("MapStateStarted", 11), ("MapIterationStarted", 13), ("FailStateEntered", 14), ("MapIterationFailed", 15), ("MapStateFailed", 15), ("ExecutionFailed", 17)]
