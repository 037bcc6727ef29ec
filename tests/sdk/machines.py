"""Small state machines on an emulator whose clock skips: made, run to their end, and looked at."""
import itertools
import json
import time

from functions import TRUST, make_python, make_role
from server import ACCOUNT, REGION, Server

STATES_TRUST = TRUST.replace("lambda.amazonaws.com", "states.amazonaws.com")
PREFIX = "An error occurred while executing the state '{}' (entered at the event id #{}). "

# echo gives its event back; busy fails so often as its event says, then answers how often it was called; bad fails always;
# large answers more than a state may give; slow takes its time.
SOURCES = {
    "echo": "def handler(event, context): return event\n",
    "busy": ("calls = {}\nclass Busy(Exception): pass\ndef handler(event, context):\n    n = calls[event['key']] = calls.get(event['key'], 0) + 1\n"
             "    if n <= event['times']: raise Busy('call %d' % n)\n    return n\n"),
    "bad": "class Bad(Exception): pass\ndef handler(event, context): raise Bad('always')\n",
    "large": "def handler(event, context): return 'x' * 262143\n",
    "slow": "import time\ndef handler(event, context):\n    time.sleep(3)\n    return 'late'\n",
}


def function(name):
    return f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{name}"


def task(name, **more):
    """A Task that calls a function by its ARN."""
    return {"Type": "Task", "Resource": function(name), "End": True, **more}


def machine(**states):
    """The first state is where it starts; a state whose fields do not say goes to the one after it, the last ends."""
    names = list(states)
    filled = {}
    for at, (name, state) in enumerate(states.items()):
        goes = state["Type"] in ("Succeed", "Fail", "Choice") or "Next" in state or "End" in state
        last = at + 1 == len(names)
        filled[name] = state if goes else {**state, **({"End": True} if last else {"Next": names[at + 1]})}
    return {"StartAt": names[0], "States": filled}


class Machines:
    def __init__(self):
        self.server = Server("--clock", "skipping")
        self.states = self.server.client("stepfunctions")
        self.role = make_role(self.server, "machine", "AWSLambda_FullAccess", trust=STATES_TRUST)
        role = make_role(self.server, "function", "service-role/AWSLambdaBasicExecutionRole")
        for name, source in SOURCES.items():
            make_python(self.server, name, source, role=role, Timeout=30)
        self.count = itertools.count()

    def create(self, definition, **more):
        text = definition if isinstance(definition, str) else json.dumps(definition)
        return self.states.create_state_machine(name=f"m{next(self.count)}", definition=text, roleArn=more.pop("role", self.role), **more)["stateMachineArn"]

    def ended(self, execution):
        for _ in range(2400):
            said = self.states.describe_execution(executionArn=execution)
            if said["status"] != "RUNNING":
                return said
            time.sleep(0.02)
        raise AssertionError(f"still running: {said}")

    def run(self, definition, given=None, **more):
        """Makes a machine, runs it, and gives what DescribeExecution says in the end."""
        arn = self.create(definition, **more)
        text = given if isinstance(given, str) else json.dumps({} if given is None else given)
        self.last = self.states.start_execution(stateMachineArn=arn, input=text)["executionArn"]
        return self.ended(self.last)

    def output(self, definition, given=None):
        said = self.run(definition, given)
        assert said["status"] == "SUCCEEDED", (said.get("error"), said.get("cause"))
        return json.loads(said["output"])

    def failure(self, definition, given=None, **more):
        said = self.run(definition, given, **more)
        assert said["status"] == "FAILED", said
        return said.get("error"), said.get("cause")

    def events(self):
        pages = self.states.get_paginator("get_execution_history").paginate(executionArn=self.last)
        return [e for page in pages for e in page["events"]]

    def chain(self):
        """[(type, previousEventId)]; ids are checked to count up."""
        events = self.events()
        assert [e["id"] for e in events] == list(range(1, len(events) + 1))
        return [(e["type"], e["previousEventId"]) for e in events]

    def took(self):
        events = self.events()
        return (events[-1]["timestamp"] - events[0]["timestamp"]).total_seconds()


def path(state):
    return machine(S=state)


def jsonata(**states):
    return {"QueryLanguage": "JSONata", **machine(**states)}


def value(expression):
    """A machine whose output is an expression's value."""
    return jsonata(S={"Type": "Pass", "Output": "{% " + expression + " %}"})
