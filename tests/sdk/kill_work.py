"""What the kill loop runs: machines, how their executions end, and who answers their task tokens."""
import json
import threading
import time

from botocore.exceptions import BotoCoreError, ClientError

from functions import TRUST, make_python, make_role
from server import ACCOUNT, REGION

# Counts its calls in a file of the execution's own; fails as often as it is told to, then doubles.
COUNTING = """
import json, os
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
FUNCTION = f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:counting"
STATES_TRUST = TRUST.replace("lambda.amazonaws.com", "states.amazonaws.com")
END = {"End": True}


def call(key, **more):
    """A Task that calls the function with a key of its own; `key` is what comes after the execution's name."""
    return {"Type": "Task", "Resource": FUNCTION, "Parameters": {"dir.$": "$.dir", "n.$": "$.n", "fails.$": "$.fails",
            "key.$": f"States.Format('{{}}{key}', $$.Execution.Name)"}, **more}


def wait(seconds, **more):
    return {"Type": "Wait", "Seconds": seconds, **more}


def chain(**states):
    names = list(states)
    for name, following in zip(names, names[1:]):
        states[name].setdefault("Next", following)
    return {"StartAt": names[0], "States": states}


def machines():
    each = {"Type": "Map", "ItemsPath": "$.items", "MaxConcurrency": 3,
            "ItemSelector": {"n.$": "$$.Map.Item.Value", "i.$": "$$.Map.Item.Index", "dir.$": "$.dir"}, "ItemProcessor": chain(
                Sleep=wait(1), Call={"Type": "Task", "Resource": FUNCTION, "Parameters": {
                    "dir.$": "$.dir", "n.$": "$.n", "key.$": "States.Format('{}.{}', $$.Execution.Name, $.i)"}, **END})}
    apart = {**each, "ItemSelector": {"n.$": "$$.Map.Item.Value"},
             "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}, **chain(
                 Sleep2=wait(1), Twice={"Type": "Pass", "QueryLanguage": "JSONata", "Output": {"n": "{% 2 * $states.input.n %}"}, **END})}}
    total = {"Type": "Pass", "QueryLanguage": "JSONata", "Output": {"sum": "{% $sum($states.input.n) %}"}, **END}
    branches = [chain(A=wait(1), B={"Type": "Pass", "OutputPath": "$.n", **END}), chain(C=call(".c", ResultSelector={"x.$": "$.n"}, OutputPath="$.x", **END)),
                chain(D={"Type": "Parallel", "Branches": [chain(E=wait(1, **END)), chain(F={"Type": "Pass", **END})], "ResultSelector": {"n.$": "$[0].n"}, "OutputPath": "$.n", **END})]
    retry = {"Retry": [{"ErrorEquals": ["ValueError"], "MaxAttempts": 2, "IntervalSeconds": 1, "BackoffRate": 1}]}
    failing = chain(Bad=call("", ResultPath="$.r", **retry), Never={"Type": "Pass", **END}, Caught={"Type": "Pass", "OutputPath": "$.e.Error", **END})
    failing["States"]["Bad"]["Catch"] = [{"ErrorEquals": ["States.ALL"], "ResultPath": "$.e", "Next": "Caught"}]
    failing["States"]["Never"].pop("Next")
    token = {"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken", "Parameters": {
        "QueueUrl.$": "$.queue", "MessageBody": {"token.$": "$$.Task.Token", "name.$": "$$.Execution.Name"}}, **END}
    return {
        "waits": chain(W1=wait(1), W2={"Type": "Wait", "SecondsPath": "$.n", "Next": "P"}, P={"Type": "Pass", "Parameters": {"was.$": "$.n"}, **END}),
        "fails": chain(W=wait(1), F={"Type": "Fail", "Error": "Meant", "CausePath": "States.Format('with {}', $.n)"}),
        "retries": chain(Call=call("", **retry, Next="W"), W=wait(1, **END)),
        "caught": failing,
        "branches": chain(P={"Type": "Parallel", "Branches": branches, **END}),
        "items": chain(M=each, T=total),
        "tokens": chain(T=token),
        "children": chain(M=apart, T=total),
    }


# The input and the end of one execution; `n` is small.
def expected(kind, n, directory, queue):
    given = {"dir": directory, "n": n, "fails": {"retries": 2, "caught": 99}.get(kind, 0), "items": list(range(n + 2)), "queue": queue}
    ends = {"waits": {"was": n}, "retries": {"n": n * 2}, "caught": "ValueError", "branches": [n, n * 2, n], "items": {"sum": (n + 1) * (n + 2)},
            "children": {"sum": (n + 1) * (n + 2)}, "tokens": None}
    return given, ("FAILED", ("Meant", f"with {n}")) if kind == "fails" else ("SUCCEEDED", ends[kind])


def install(server):
    """Makes everything; returns the machines that this emulator can run, by kind, and the queue of the tokens."""
    role = make_role(server, "kill-machine", "AWSLambda_FullAccess", "AmazonSQSFullAccess", "AWSStepFunctionsFullAccess", trust=STATES_TRUST)
    make_python(server, "counting", COUNTING, Timeout=20)
    queue = server.client("sqs").create_queue(QueueName="tokens", Attributes={"VisibilityTimeout": "2"})["QueueUrl"]
    states, made = server.client("stepfunctions"), {}
    for kind, definition in machines().items():
        try:
            made[kind] = states.create_state_machine(name=kind, definition=json.dumps(definition), roleArn=role)["stateMachineArn"]
        except ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] != 501:
                raise
    if "tokens" in made:
        try:
            states.send_task_success(taskToken="none", output="1")
        except ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] == 501:
                del made["tokens"]
    return made, queue


class Answerer:
    """Answers each token again and again, each time with something else: one answer may be taken, no more."""

    def __init__(self):
        self.taken, self.tried, self.stopping = {}, {}, False

    def start(self, server, queue):
        self.stopping = False
        self.clients = server.client("sqs"), server.client("stepfunctions")
        self.thread = threading.Thread(target=self._run, args=(f"{server.url}/{queue.split('/', 3)[3]}",), daemon=True)
        self.thread.start()

    def stop(self):
        self.stopping = True
        self.thread.join()

    def _run(self, queue):
        sqs, states = self.clients
        while not self.stopping:
            try:
                for message in sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10, WaitTimeSeconds=0).get("Messages", []):
                    said = json.loads(message["Body"])
                    self._answer(states, said["name"], said["token"])
                    sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
            except (BotoCoreError, ClientError):
                pass
            time.sleep(0.05)

    def _answer(self, states, name, token):
        for _ in range(2):
            number = self.tried[name] = self.tried.get(name, 0) + 1
            try:
                states.send_task_success(taskToken=token, output=json.dumps(number))
            except ClientError as error:
                if error.response["Error"]["Code"] not in ("TaskTimedOut", "TaskDoesNotExist", "InvalidToken"):
                    raise
            else:
                self.taken.setdefault(name, []).append(number)
