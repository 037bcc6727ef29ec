"""Intrinsic functions of JSONPath machines and what Step Functions adds to JSONata, through boto3."""
import base64
import hashlib
import re

import pytest

from machines import Machines, jsonata, machine, value


@pytest.fixture(scope="module")
def m():
    one = Machines()
    yield one
    assert one.server.stop()


DATA = {"n": 2, "f": 1.1, "name": "Ada", "list": [1, 2, 3, 4, 5], "pairs": [[1, 2], {"a": 1}], "object": {"Arg1": 1, "Arg2": []}, "json": "{\"number\": 20}",
        "a": {"a": {"a1": 1}, "b": 2}, "b": {"a": {"a3": 1}, "c": 3}, "text": "input data"}

# What AWS has been seen to answer.
CALLS = {
    "States.Format('Hello, {}. {} and {}', $.name, $.f, null)": "Hello, Ada. 1.1 and null",
    "States.Format('{}', $.object)": "{Arg1=1, Arg2=[]}",
    r"States.Format('\{\} it\'s {}', 'x')": "{} it's x",
    "States.StringToJson($.json)": {"number": 20},
    "States.StringToJson('')": None,
    "States.StringToJson('-0')": 0,
    "States.JsonToString($.pairs)": "[[1,2],{\"a\":1}]",
    "States.Array()": [],
    "States.Array('x', 1, null, true, $.list[0])": ["x", 1, None, True, 1],
    "States.ArrayPartition($.list, 2)": [[1, 2], [3, 4], [5]],
    "States.ArrayContains($.list, 5)": True,
    "States.ArrayContains($.pairs, States.StringToJson('[1,2]'))": True,
    "States.ArrayContains($.list, '5')": False,
    "States.ArrayRange(0, 10, 3)": [0, 3, 6, 9],
    "States.ArrayRange(5, 1, -2)": [5, 3, 1],
    "States.ArrayGetItem($.list, 4)": 5,
    "States.ArrayLength($.list)": 5,
    "States.ArrayUnique(States.Array(1, 2, 1, '1'))": [1, 2, "1"],
    "States.Base64Encode('Data to encode')": base64.b64encode(b"Data to encode").decode(),
    "States.Base64Decode('RGF0YSB0byBlbmNvZGU=')": "Data to encode",
    "States.Hash($.text, 'SHA-1')": "aaff4a450a104cd177d28d18d74485e8cae074b7",
    "States.JsonMerge($.a, $.b, false)": {"a": {"a3": 1}, "b": 2, "c": 3},
    "States.MathAdd($.n, -1)": 1,
    "States.MathAdd(1.5, -1.5)": 1,
    "States.MathRandom(7, 8)": 7,
    "States.StringSplit('1,2,3,4,5', ',')": ["1", "2", "3", "4", "5"],
    "States.StringSplit('This.is+a,test=string', '.+,=')": ["This", "is", "a", "test", "string"],
    "States.StringSplit(',,,,', ',')": [],
    "States.StringSplit('é-è', 'é')": ["-è"],
    "States.Format('{}', States.ArrayGetItem(States.StringSplit($.text, ' '), States.MathAdd(0, 1)))": "data",
}


def call(text):
    return machine(S={"Type": "Pass", "Parameters": {"v.$": text}, "OutputPath": "$.v"})


@pytest.mark.parametrize("text,want", CALLS.items(), ids=CALLS)
def test_intrinsic_functions(m, text, want):
    if want is None:
        assert m.output(machine(S={"Type": "Pass", "Parameters": {"v.$": text}}), DATA) == {"v": None}
    else:
        assert m.output(call(text), DATA) == want


@pytest.mark.parametrize("name", ["MD5", "SHA-1", "SHA-256", "SHA-384", "SHA-512"])
def test_hashes(m, name):
    want = hashlib.new(name.replace("-", "").lower(), b"input data").hexdigest()
    assert m.output(call(f"States.Hash($.text, '{name}')"), DATA) == want
    assert m.output(value(f"$hash($states.input.text, '{name}')"), DATA) == want


def test_random_values(m):
    assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", m.output(call("States.UUID()")))
    numbers = [m.output(call("States.MathRandom(1, 999999)")) for _ in range(3)]
    assert all(1 <= n < 999999 for n in numbers) and len(set(numbers)) > 1
    assert m.output(call("States.MathRandom(1, 999999, 5)")) == m.output(call("States.MathRandom(1, 999999, 5)"))


WRONG = ["States.StringToJson('{')", "States.ArrayGetItem($.list, 5)", "States.ArrayRange(1, 2, 0)", "States.ArrayRange(0, 100000, 1)", "States.ArrayPartition($.list, 0)",
         "States.ArrayLength($.name)", "States.Base64Decode('%')", "States.Hash($.text, 'CRC')", "States.JsonMerge($.a, $.name, false)", "States.MathAdd(2147483647, 1)",
         "States.MathRandom(3, 3)", "States.Format('{}')", "States.Format('{} {}', 1)", "States.StringSplit($.n, ',')", "States.JsonMerge($.a, $.b, 1)"]


@pytest.mark.parametrize("text", WRONG)
def test_intrinsic_failures_name_the_call(m, text):
    error, cause = m.failure(call(text), DATA)
    assert error == "States.IntrinsicFailure"
    assert text in cause


@pytest.mark.parametrize("text", ["States.Nothing()", "States.Format()", "States.UUID(1)", "States.Array($.a", "States.Format('{}', 'open)"])
def test_what_is_no_call_is_refused_at_creation(m, text):
    with pytest.raises(m.states.exceptions.InvalidDefinition, match="The value for the field 'v.\\$' must be a valid JSONPath or a valid intrinsic function call"):
        m.create(call(text))


EXPRESSIONS = {
    "$partition($states.input.list, 2)": [[1, 2], [3, 4], [5]],
    "$partition([0], 1)": [[0]],
    "$range(0, 10, 3)": [0, 3, 6, 9],
    "$range(1, 9, 9)": 1,
    "$range(5, 1, -2)": [5, 3, 1],
    "$parse($states.input.json)": {"number": 20},
    "$parse('[1, \"x\"]')": [1, "x"],
    "$random(7) = $random(7)": True,
    "$random() >= 0 and $random() < 1": True,
    "$length($uuid())": 36,
    "$uuid() = $uuid()": False,
    "$states.input.pairs[0][1]": 2,
    "$map($states.input.list, function($v, $i) { $v * $i })": [0, 2, 6, 12, 20],
    "$merge([$states.input.a, {'b': 9}]).b": 9,
}


@pytest.mark.parametrize("text,want", EXPRESSIONS.items(), ids=EXPRESSIONS)
def test_expressions(m, text, want):
    assert m.output(value(text), DATA) == want


CAUSES = {
    "$doesNotExist": "The JSONata expression '$doesNotExist' specified for the field 'Output' returned nothing (undefined).",
    "$sum": "The JSONata expression '$sum' specified for the field 'Output' returned an unsupported result type.",
    "$doesNotExist(1)": "The JSONata expression '$doesNotExist(1)' specified for the field 'Output' threw an error during evaluation. T1006: Attempted to invoke a non-function",
    "$eval('1')": "The JSONata expression '$eval('1')' specified for the field 'Output' threw an error during evaluation. T1006: Attempted to invoke a non-function",
}


@pytest.mark.parametrize("text,cause", CAUSES.items(), ids=CAUSES)
def test_expressions_that_fail(m, text, cause):
    error, said = m.failure(value(text), DATA)
    assert (error, said) == ("States.QueryEvaluationError", "An error occurred while executing the state 'S' (entered at the event id #2). " + cause)
    assert m.chain() == [("ExecutionStarted", 0), ("PassStateEntered", 0), ("EvaluationFailed", 0), ("ExecutionFailed", 3)]
    details = m.events()[2]["evaluationFailedEventDetails"]
    assert (details["error"], details["cause"], details["location"], details["state"]) == (error, said, "Output", "S")


def test_an_endless_expression_is_cut(m):
    error, cause = m.failure(value("($f := function($n) { $f($n + 1) + 1 }; $f(0))"))
    assert error == "States.QueryEvaluationError"
    assert "Stack overflow error" in cause or "timeout" in cause


def test_expressions_see_variables_and_the_context(m):
    said = jsonata(A={"Type": "Pass", "Assign": {"x": "{% $states.input.n %}", "y": {"z": ["{% $states.context.State.Name %}"]}}},
                   B={"Type": "Pass", "Output": "{% [$x, $y.z[0], $states.context.StateMachine.Name = $states.context.StateMachine.Name] %}"})
    assert m.output(said, DATA) == [2, "A", True]
