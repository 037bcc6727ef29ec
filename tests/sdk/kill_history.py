"""What must hold of every execution's history, however often the server was killed while it was made."""
import collections

from kill_machines import BACKOFF, visits

ENDS = ("ExecutionSucceeded", "ExecutionFailed", "ExecutionAborted", "ExecutionTimedOut")
SCHEDULED = ("LambdaFunctionScheduled", "TaskScheduled", "ActivityScheduled")
AFTER = {  # what may follow an event of an attempt
    "LambdaFunctionScheduled": {"LambdaFunctionStarted"},
    "LambdaFunctionStarted": {"LambdaFunctionSucceeded", "LambdaFunctionFailed"},
    "TaskScheduled": {"TaskStarted"},
    "TaskStarted": {"TaskSubmitted", "TaskSucceeded", "TaskFailed"},
    "TaskSubmitted": {"TaskSucceeded"},
    "ActivityScheduled": {"ActivityStarted", "ActivityTimedOut"},
    "ActivityStarted": {"ActivitySucceeded", "ActivityTimedOut"},
}
AGAIN = {  # what may follow an attempt
    "LambdaFunctionSucceeded": {"TaskStateExited"}, "TaskSucceeded": {"TaskStateExited"}, "ActivitySucceeded": {"TaskStateExited"},
    "LambdaFunctionFailed": {"LambdaFunctionScheduled", "TaskStateExited", "WaitStateAborted", "ParallelStateFailed"},
    "TaskFailed": {"TaskScheduled"}, "ActivityTimedOut": {"ActivityScheduled"},
}


def events_of(states, execution):
    return [e for page in states.get_paginator("get_execution_history").paginate(executionArn=execution) for e in page["events"]]


def details(event):
    return next((value for key, value in event.items() if key.endswith("EventDetails")), {})


def lost(event):
    """An attempt that was under way when the server was killed."""
    return details(event).get("error", "").endswith(".SdkClientException")


def check_order(events, redrives, say):
    types = [e["type"] for e in events]
    if [e["id"] for e in events] != list(range(1, len(events) + 1)):
        say(f"ids {[e['id'] for e in events]}")
    if any(not 0 <= e["previousEventId"] < e["id"] for e in events):
        say("an event follows a later one")
    if any(a["timestamp"] > b["timestamp"] for a, b in zip(events, events[1:])):
        say("time goes back")
    ends = [i for i, t in enumerate(types) if t in ENDS]
    again = [i for i, t in enumerate(types) if t == "ExecutionRedriven"]
    if types[0] != "ExecutionStarted" or types.count("ExecutionStarted") != 1 or again != [i + 1 for i in ends[:-1]] or ends[-1:] != [len(types) - 1]:
        say(f"events {types}")
    if len(again) != redrives:
        say(f"redriven {redrives} times, by its events {len(again)} times")


def check_states(kind, items, events, say):
    entered, exited = collections.Counter(), collections.Counter()
    for e in events:
        if e["type"].endswith("StateEntered"):
            entered[e["stateEnteredEventDetails"]["name"]] += 1
        if e["type"].endswith("StateExited"):
            exited[e["stateExitedEventDetails"]["name"]] += 1
    wanted = collections.Counter(visits(kind.definition, kind.skipped, items))
    if +wanted != entered:
        say(f"entered {dict(entered)}, not {dict(wanted)}")
    open_ones = entered - exited
    if kind.failure:
        open_ones -= collections.Counter(["F"])
    if open_ones or exited - entered:
        say(f"entered {dict(entered)}, left {dict(exited)}")


def check_attempts(events, say):
    """Each attempt is one line of events, ended once and followed by what may follow."""
    following = collections.defaultdict(list)
    for e in events:
        following[e["previousEventId"]].append(e)
    for e in events:
        allowed = AFTER.get(e["type"]) or AGAIN.get(e["type"])
        if not allowed:
            continue
        next_ones = [n["type"] for n in following[e["id"]]]
        if e["type"] in AFTER and (len(next_ones) != 1 or next_ones[0] not in allowed):
            say(f"{e['id']} {e['type']} is followed by {next_ones}")
        if e["type"] in AGAIN and any(n not in allowed for n in next_ones):
            say(f"{e['id']} {e['type']} is followed by {next_ones}")
    left = sum(e["type"] == "TaskStateExited" for e in events)
    well = sum(e["type"].endswith("Succeeded") and e["type"].startswith(("Lambda", "Task", "Activity")) for e in events)
    caught = sum(e["type"] == "TaskStateExited" and details(e)["name"] == "Bad" for e in events)
    if left - caught != well:
        say(f"{well} attempts succeeded, {left} Task states were left")


def check_backoff(events, say):
    """A failure of the function itself is retried when its time has come; an attempt that was lost is no retry."""
    number = 0
    for i, e in enumerate(events):
        if e["type"] != "LambdaFunctionFailed" or lost(e):
            continue
        again = next((n for n in events[i + 1:] if n["type"] == "LambdaFunctionScheduled"), None)
        if again is None:
            continue
        if number >= len(BACKOFF):
            return say(f"retried more often than {number} times")
        waited = (again["timestamp"] - e["timestamp"]).total_seconds()
        if waited < BACKOFF[number] - 0.002:
            say(f"retry {number + 1} came after {waited} s, not {BACKOFF[number]}")
        number += 1
