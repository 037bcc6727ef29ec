#!/usr/bin/env python3
"""kill -9, again and again: a server with --data that runs state machines is killed at moments chosen by chance and started
again on the same data. Whatever was acknowledged must be there, and every execution ends once, with the right output.

usage: tests/sdk/run PATH/TO/lambent BUILD_DIR --script kill_loop.py [--kills N] [--seed N] [--keep DIR]

ctest runs ten kills. Two hundred take some ten minutes of a release build:

  tests/sdk/run build/release/lambent build/release --script kill_loop.py --kills 200

What it checks of each execution: its start was acknowledged, so it exists; it ends as it must (kill_work.py says how); event
ids count up without a gap, times never go back, ExecutionStarted is first, one end is last; states are left as often as
they succeed; a task token's answer that was acknowledged is the output, and no second one was."""
import argparse
import collections
import json
import os
import random
import sys
import tempfile
import threading
import time

from botocore.exceptions import BotoCoreError, ClientError

from kill_work import Answerer, expected, install
from server import Server

ENDS = ("ExecutionSucceeded", "ExecutionFailed", "ExecutionAborted", "ExecutionTimedOut")


class Started:
    """One execution, from before its start is asked for."""

    def __init__(self, kind, name, n, directory, queue):
        self.kind, self.name, self.acknowledged = kind, name, None
        given, self.end = expected(kind, n, directory, queue)
        self.input = json.dumps(given)

    def start(self, states, machine):
        answer = states.start_execution(stateMachineArn=machine, name=self.name, input=self.input)
        self.acknowledged = answer["executionArn"]


class Loop:
    def __init__(self, seed, directory):
        self.chance = random.Random(seed)
        self.calls = os.path.join(directory, "calls")
        os.makedirs(self.calls)
        self.data = ["--clock", "real", "--data", os.path.join(directory, "data")]
        self.started, self.problems, self.answerer, self.answered = [], [], Answerer(), threading.Event()

    def serve(self):
        return Server(*self.data)

    def ask(self, states, until):
        """Starts executions, first those whose start was never acknowledged, until the time comes or the server is gone."""
        try:
            for one in [one for one in self.started if not one.acknowledged]:
                self.again(states, one)
            for _ in range(self.chance.randrange(2, 9)):
                if time.monotonic() > until:
                    break
                kind = self.chance.choice(sorted(self.made))
                one = Started(kind, f"{kind}-{len(self.started)}", self.chance.randrange(3), self.calls, self.queue)
                self.started.append(one)
                one.start(states, self.made[kind])
                self.answered.set()
                time.sleep(0.05 * self.chance.random())
        except BotoCoreError:
            pass  # killed while it was asked
        except ClientError as error:
            self.problems.append(f"a start was refused: {error}")

    def again(self, states, one):
        try:
            one.start(states, self.made[one.kind])
        except ClientError as error:
            if error.response["Error"]["Code"] != "ExecutionAlreadyExists":
                raise
            one.acknowledged = self.made[one.kind].replace(":stateMachine:", ":execution:") + ":" + one.name  # it was taken, and has ended

    def round(self):
        server = self.serve()
        states = server.client("stepfunctions")
        self.answerer.start(server, self.queue)
        after = self.chance.choice([0.2, 0.5, 1.0, 3.0, 6.0]) * self.chance.random()
        self.answered.clear()
        asking = threading.Thread(target=self.ask, args=(states, time.monotonic() + 60))
        asking.start()
        if self.chance.random() < 0.8:
            self.answered.wait(20)  # most kills come when something has begun
        time.sleep(after)
        server.kill()
        asking.join()
        self.answerer.stop()
        self.blame(server)

    def blame(self, server):
        self.problems += [line for line in server.errors if "anitizer" in line or "failed:" in line or "error" in line.lower()]

    def settle(self):
        server = self.serve()
        states = server.client("stepfunctions")
        self.ask(states, 0)
        self.answerer.start(server, self.queue)
        for _ in range(1200):
            if not any(states.list_executions(stateMachineArn=arn, statusFilter="RUNNING")["executions"] for arn in self.made.values()):
                break
            time.sleep(0.1)
        self.answerer.stop()
        for one in self.started:
            self.check(states, one)
        for kind, arn in self.made.items():
            known = sum(len(page["executions"]) for page in states.get_paginator("list_executions").paginate(stateMachineArn=arn))
            mine = sum(one.kind == kind for one in self.started)
            if known != mine:
                self.problems.append(f"{kind}: {known} executions of {mine}")
        if not server.stop():
            self.problems.append("the server did not end on SIGTERM")
        self.blame(server)

    def check(self, states, one):
        say = lambda what: self.problems.append(f"{one.name}: {what}")
        try:
            d = states.describe_execution(executionArn=one.acknowledged)
        except ClientError as error:
            return say(f"lost: {error}")
        status, value = one.end
        if d["status"] != status:
            return say(f"is {d['status']}, not {status}: {d.get('error')} {d.get('cause')}")
        if status == "FAILED" and (d.get("error"), d.get("cause")) != value:
            say(f"failed with {d.get('error')}: {d.get('cause')}")
        if status == "SUCCEEDED" and one.kind == "tokens":
            taken = self.answerer.taken.get(one.name, [])
            if len(taken) > 1 or (taken and json.loads(d["output"]) != taken[0]):
                say(f"answered {taken}, gave {d['output']}")
        elif status == "SUCCEEDED" and json.loads(d["output"]) != value:
            say(f"gave {d['output']}, not {json.dumps(value)}")
        self.check_history(states, one, say)

    def check_history(self, states, one, say):
        events = [e for page in states.get_paginator("get_execution_history").paginate(executionArn=one.acknowledged) for e in page["events"]]
        types = [e["type"] for e in events]
        if [e["id"] for e in events] != list(range(1, len(events) + 1)):
            say(f"ids {[e['id'] for e in events]}")
        if any(not 0 <= e["previousEventId"] < e["id"] for e in events):
            say("an event follows a later one")
        if any(a["timestamp"] > b["timestamp"] for a, b in zip(events, events[1:])):
            say("time goes back")
        if types[0] != "ExecutionStarted" or types[-1] not in ENDS or sum(t in ENDS for t in types) != 1:
            say(f"events {types}")
        count = collections.Counter(types)
        for kind in ("Pass", "Wait", "Task", "Map", "Parallel"):
            if count[kind + "StateEntered"] != count[kind + "StateExited"]:
                say(f"{count[kind + 'StateEntered']} {kind} states entered, {count[kind + 'StateExited']} left: {types}")
        if one.kind in ("retries", "branches", "items") and count["LambdaFunctionSucceeded"] != count["TaskStateExited"]:
            say(f"{count['LambdaFunctionSucceeded']} calls for {count['TaskStateExited']} states: {types}")
        failed = [e["lambdaFunctionFailedEventDetails"]["error"] for e in events if e["type"] == "LambdaFunctionFailed"]
        if failed.count("ValueError") > {"retries": 2, "caught": 3}.get(one.kind, 0):
            say(f"attempts that failed: {failed}")

    def run(self, kills):
        server = self.serve()
        self.made, self.queue = install(server)
        server.kill()
        for number in range(kills):
            self.round()
            if (number + 1) % 10 == 0:
                print(f"{number + 1} kills, {len(self.started)} executions", flush=True)
        self.settle()
        lost = sum(one.acknowledged is None for one in self.started)
        kinds = collections.Counter(one.kind for one in self.started)
        print(f"{kills} kills, {len(self.started)} executions ({', '.join(f'{n} {k}' for k, n in sorted(kinds.items()))}), {lost} never started, "
              f"{sum(map(len, self.answerer.taken.values()))} tokens answered, {len(self.problems)} problems")
        return self.problems


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--kills", type=int, default=10)
    arguments.add_argument("--seed", type=int, default=None)
    arguments.add_argument("--keep", help="a folder for the data, to look at afterwards")
    given = arguments.parse_args()
    seed = given.seed if given.seed is not None else random.randrange(1 << 32)
    print(f"seed {seed}")
    with tempfile.TemporaryDirectory() as own:
        problems = Loop(seed, given.keep or own).run(given.kills)
    for problem in problems:
        print(problem)
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
