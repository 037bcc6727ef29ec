"""What the kill loop runs: one machine for each kind of execution, with how its executions end."""
import dataclasses
import json
from typing import Callable

from functions import TRUST, make_python, make_role
from server import ACCOUNT, REGION

# Counts its calls in a file of the execution's own; fails as often as it is told to, then doubles.
COUNTING = """
import os
def handler(event, context):
    path = os.path.join(event["dir"], event["key"])
    with open(path, "a") as f:
        f.write("x\\n")
    with open(path) as f:
        calls = len(f.readlines())
    if calls <= event.get("fails", 0):
        raise ValueError("call %d" % calls)
    return {"n": event["n"] * 2}
"""
# Answers its own task token, says in a file that the answer was taken, and goes on for a while before it returns.
ANSWERING = """
import json, os, time, urllib.error, urllib.request
def handler(event, context):
    path = os.path.join(event["dir"], event["key"])
    with open(path + ".tried", "a+") as f:
        f.seek(0)
        number = len(f.readlines()) + 1
        f.write("x\\n")
    said = json.dumps({"taskToken": event["token"], "output": str(number)}).encode()
    headers = {"Content-Type": "application/x-amz-json-1.0", "X-Amz-Target": "AWSStepFunctions.SendTaskSuccess"}
    try:
        urllib.request.urlopen(urllib.request.Request(os.environ["AWS_ENDPOINT_URL"], said, headers)).read()
    except urllib.error.HTTPError:
        return "too late"
    with open(path + ".taken", "a") as f:
        f.write("%d\\n" % number)
    time.sleep(0.5)
    return "answered"
"""
STATES_TRUST = TRUST.replace("lambda.amazonaws.com", "states.amazonaws.com")
POLICIES = ("AWSLambda_FullAccess", "AmazonSQSFullAccess", "AWSStepFunctionsFullAccess", "AmazonS3FullAccess", "AmazonEventBridgeFullAccess")
BUCKET = "kill-loop"
END = {"End": True}
BACKOFF = [1, 2, 2]  # seconds, of the Retry below


def arn(service, resource):
    return f"arn:aws:{service}:{REGION}:{ACCOUNT}:{resource}"


@dataclasses.dataclass
class Kind:
    """`gives` and `failure` tell an execution's end by its `n`; neither: a client's answer, or files, are its end."""
    definition: dict
    gives: Callable = None
    failure: Callable = None
    fails: int = 0          # how often the function is told to fail
    skipped: tuple = ()     # states that are never entered
    answered: str = ""      # by "client" or "function"
    items: Callable = None  # of a distributed Map: how many have succeeded, how many have failed
    express: bool = False


def call(key="", **more):
    """A Task that calls the function with a key of its own: the execution's name and `key`."""
    return {"Type": "Task", "Resource": arn("lambda", "function:counting"), "Parameters": {
        "dir.$": "$.dir", "n.$": "$.n", "fails.$": "$.fails", "key.$": f"States.Format('{{}}{key}', $$.Execution.Name)"}, **more}


def wait(seconds, **more):
    return {"Type": "Wait", "Seconds": seconds, **more}


def work(output, **more):
    return {"Type": "Pass", "QueryLanguage": "JSONata", "Output": output, **more}


def starts(how, pattern, **parameters):
    """A Task that starts a child and tells it whose it is."""
    given = {"n.$": "$.n", "parent.$": "$$.Execution.Name", "how": how}
    return {"Type": "Task", "Resource": f"arn:aws:states:::{pattern}", "Parameters": {"Input": given, **parameters}, **END}


def chain(**states):
    names = list(states)
    for name, following in zip(names, names[1:]):
        states[name].setdefault("Next", following)
    return {"StartAt": names[0], "States": states}


def apart(execution_type, **states):
    return {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": execution_type}, **chain(**states)}


def reader(kind, **config):
    return {"Resource": "arn:aws:states:::s3:getObject", "ReaderConfig": {"InputType": kind.upper(), **config},
            "Parameters": {"Bucket": BUCKET, "Key.$": f"States.Format('{{}}.{kind}', $.n)"}}


def kinds():
    retry = {"Retry": [{"ErrorEquals": ["ValueError"], "MaxAttempts": 3, "IntervalSeconds": 1, "BackoffRate": 2, "MaxDelaySeconds": 2}]}
    each = {"Type": "Map", "ItemsPath": "$.items", "MaxConcurrency": 3,
            "ItemSelector": {"n.$": "$$.Map.Item.Value", "i.$": "$$.Map.Item.Index", "dir.$": "$.dir"}, "ItemProcessor": chain(
                Sleep=wait(1), Call={"Type": "Task", "Resource": arn("lambda", "function:counting"), "Parameters": {
                    "dir.$": "$.dir", "n.$": "$.n", "key.$": "States.Format('{}.{}', $$.Execution.Name, $.i)"}, **END})}
    children = {**each, "ItemSelector": {"n.$": "$$.Map.Item.Value"},
                "ItemProcessor": apart("STANDARD", Sleep2=wait(1), Twice=work({"n": "{% 2 * $states.input.n %}"}, **END))}
    total = work({"sum": "{% $sum($states.input.n) %}"}, **END)
    branches = [chain(A=wait(1), B={"Type": "Pass", "OutputPath": "$.n", **END}), chain(C=call(".c", ResultSelector={"x.$": "$.n"}, OutputPath="$.x", **END)),
                chain(D={"Type": "Parallel", "Branches": [chain(E=wait(1, **END)), chain(F={"Type": "Pass", **END})], "ResultSelector": {"n.$": "$[0].n"}, "OutputPath": "$.n", **END})]
    caught = chain(Bad=call(ResultPath="$.r", **retry), Never={"Type": "Pass", **END}, Caught={"Type": "Pass", "OutputPath": "$.e.Error", **END})
    caught["States"]["Bad"]["Catch"] = [{"ErrorEquals": ["States.ALL"], "ResultPath": "$.e", "Next": "Caught"}]
    del caught["States"]["Never"]["Next"]
    token = {"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken", "Parameters": {
        "QueueUrl.$": "$.queue", "MessageBody": {"token.$": "$$.Task.Token", "name.$": "$$.Execution.Name"}}, **END}
    called = {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke.waitForTaskToken", "Parameters": {"FunctionName": "answering", "Payload": {
        "token.$": "$$.Task.Token", "key.$": "$$.Execution.Name", "dir.$": "$.dir"}}, **END}
    worked = {"Type": "Task", "Resource": arn("states", "activity:work"), "Parameters": {"name.$": "$$.Execution.Name"}, "HeartbeatSeconds": 2, "TimeoutSeconds": 90,
              "Retry": [{"ErrorEquals": ["States.HeartbeatTimeout", "States.Timeout"], "MaxAttempts": 90, "IntervalSeconds": 1, "BackoffRate": 1}], **END}
    broken = [chain(Call2=call(OutputPath="$.n", **END)), chain(Long=wait(2, OutputPath="$.n", **END))]
    kid, quick = arn("states", "stateMachine:kids"), arn("states", "stateMachine:quick")
    text = {"ResultSelector": {"n.$": "States.StringToJson($.Output)"}, "OutputPath": "$.n.n"}
    family = [chain(Sync2={**starts("sync2", "states:startExecution.sync:2", StateMachineArn=kid), "OutputPath": "$.Output.n"}),
              chain(Sync={**starts("sync", "states:startExecution.sync", StateMachineArn=kid, **{"Name.$": "States.Format('{}-named', $$.Execution.Name)"}), **text}),
              chain(Quick={**starts("quick", "aws-sdk:sfn:startSyncExecution", StateMachineArn=quick), **text}),
              chain(Plain={**starts("plain", "states:startExecution", StateMachineArn=kid), "ResultPath": "$.started", "OutputPath": "$.n"})]
    doubling = chain(KidWait=wait(1), Double=work({"n": "{% 2 * $states.input.n %}"}, **END))
    picky = apart("STANDARD", Pick={"Type": "Choice", "Choices": [{"Variable": "$.n", "StringEquals": "0", "Next": "Zero"}], "Default": "Sleep3"},
                  Zero={"Type": "Fail", "Error": "Zero", "Cause": "it is 0"}, Sleep3=wait(1), Number=work({"n": "{% $number($states.input.n) %}"}, **END))
    del picky["States"]["Pick"]["Next"], picky["States"]["Zero"]["Next"]
    written = {"Type": "Map", "MaxConcurrency": 2, "ToleratedFailureCount": 1, "ItemReader": reader("csv", CSVHeaderLocation="FIRST_ROW"), "ItemProcessor": picky,
               "ResultWriter": {"Resource": "arn:aws:states:::s3:putObject", "Parameters": {"Bucket": BUCKET, "Prefix": "results"}}, **END}
    batched = {"Type": "Map", "MaxConcurrency": 2, "ItemReader": reader("json"), "ItemBatcher": {"MaxItemsPerBatch": 2},
               "ItemProcessor": apart("EXPRESS", Sleep4=wait(1), Sum=work({"n": "{% $sum($states.input.Items.n) %}"}, **END))}
    whole = lambda n: {"sum": (n + 1) * (n + 2)}
    return {
        "waits": Kind(chain(W1=wait(1), W2={"Type": "Wait", "SecondsPath": "$.n", "Next": "P"}, P={"Type": "Pass", "Parameters": {"was.$": "$.n"}, **END}), lambda n: {"was": n}),
        "fails": Kind(chain(W=wait(1), F={"Type": "Fail", "Error": "Meant", "CausePath": "States.Format('with {}', $.n)"}), failure=lambda n: ("Meant", f"with {n}")),
        "retries": Kind(chain(Call=call(**retry, Next="W"), W=wait(1, **END)), lambda n: {"n": n * 2}, fails=3),
        "caught": Kind(caught, lambda n: "ValueError", fails=99, skipped=("Never",)),
        "branches": Kind(chain(P={"Type": "Parallel", "Branches": branches, **END}), lambda n: [n, n * 2, n]),
        "items": Kind(chain(M=each, T=total), whole),
        "tokens": Kind(chain(T=token), answered="client"),
        "called": Kind(chain(T=called), answered="function"),
        "worked": Kind(chain(T=worked), answered="client"),
        "redriven": Kind(chain(W=wait(1), P={"Type": "Parallel", "Branches": broken}, S={"Type": "Pass", **END}), lambda n: [n * 2, n], fails=1),
        "kids": Kind(doubling),  # of the families
        "families": Kind(chain(P={"Type": "Parallel", "Branches": family, **END}), lambda n: [n * 2, n * 2, n * 2, n]),
        "children": Kind(chain(M=children, T=total), whole, items=lambda n: (n + 2, 0)),
        "written": Kind(chain(M=written), items=lambda n: (n + 2, 1)),
        "batched": Kind(chain(M=batched, T=total), lambda n: {"sum": (n + 1) * (n + 2) // 2}, items=lambda n: (n + 2, 0)),
        "quick": Kind(doubling, express=True),  # of the families
        "express": Kind(chain(W=wait(1), C=call(**END)), express=True),
    }


def given(kind, n, directory, queue):
    return {"dir": directory, "n": n, "fails": kind.fails, "items": list(range(n + 2)), "queue": queue}


def visits(scope, skipped=(), items=1, times=1):
    """How often each state of a scope is entered by one execution; the children of distributed Maps are executions of their own."""
    out = {}
    for name, state in scope["States"].items():
        out[name] = 0 if name in skipped else times
        inner = state.get("ItemProcessor", {})
        for branch in state.get("Branches", []):
            out.update(visits(branch, skipped, items, times))
        if inner and "ProcessorConfig" not in inner:
            out.update(visits(inner, skipped, items, times * items))
    return out


def install(server, kinds):
    """Makes everything; returns the queue of the tokens."""
    role = make_role(server, "kill-machine", *POLICIES, trust=STATES_TRUST)
    make_python(server, "counting", COUNTING, Timeout=20)
    make_python(server, "answering", ANSWERING, Timeout=20)
    s3, states = server.client("s3"), server.client("stepfunctions")
    s3.create_bucket(Bucket=BUCKET)
    for n in range(3):
        s3.put_object(Bucket=BUCKET, Key=f"{n}.csv", Body="n,name\n" + "".join(f"{i},item {i}\n" for i in range(n + 3)))
        s3.put_object(Bucket=BUCKET, Key=f"{n}.json", Body=json.dumps([{"n": i} for i in range(n + 2)]))
    states.create_activity(name="work")
    for name, kind in kinds.items():
        states.create_state_machine(name=name, definition=json.dumps(kind.definition), roleArn=role, type="EXPRESS" if kind.express else "STANDARD")
    return server.client("sqs").create_queue(QueueName="tokens", Attributes={"VisibilityTimeout": "2"})["QueueUrl"]
