#!/usr/bin/env python3
"""kill -9, again and again: a server with --data that runs state machines is killed at moments chosen by chance and started
again on the same data. Whatever was acknowledged must be there, and every execution ends once, with the right output.

usage: tests/sdk/run PATH/TO/lambent BUILD_DIR --script kill_loop.py [--kills N] [--seed N] [--kinds A,B] [--keep DIR]

ctest runs ten kills. Two hundred take some ten minutes of a release build:

  tests/sdk/run build/release/lambent build/release --script kill_loop.py --kills 200

Most kills come some time after an execution has begun; others while the server is at a request of one sort: a start, an
answer with a task token, a worker's poll or heartbeat, a redrive; some while it starts. One in ten is a SIGTERM. kill_machines.py says what runs and how it must end,
kill_clients.py who answers, kill_history.py what must hold of each history. Of all of them together: none is lost, none
is there twice, lists and descriptions agree, no function was called without an attempt on record."""
import argparse
import collections
import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time

from botocore.exceptions import BotoCoreError, ClientError

from kill_checks import Checks
from kill_clients import Moment, Owner, Redriver, Worker, code_of, stopping
from kill_machines import arn, given, install, kinds
from server import BINARY, Server

MOMENTS = ("StartExecution", "SendTaskSuccess", "SendTaskHeartbeat", "GetActivityTask", "RedriveExecution")
FAMILY = ("kids", "quick")  # started by others only
OFTEN = ("tokens", "called", "worked", "redriven", "families", "written")


class Started:
    """One execution, from before its start is asked for."""

    def __init__(self, kind, name, n, directory, queue, of):
        self.kind, self.name, self.n, self.acknowledged = kind, name, n, None
        self.input = json.dumps(given(of, n, directory, queue))

    def start(self, states):
        answer = states.start_execution(stateMachineArn=arn("states", f"stateMachine:{self.kind}"), name=self.name, input=self.input)
        self.acknowledged = answer["executionArn"]


class Loop:
    def __init__(self, seed, directory, only):
        self.chance = random.Random(seed)
        self.calls = os.path.join(directory, "calls")
        os.makedirs(self.calls)
        self.data = ["--clock", "real", "--data", os.path.join(directory, "data")]
        self.kinds = kinds()
        self.chosen = only or sorted(set(self.kinds) - set(FAMILY)) + list(OFTEN)
        self.started, self.problems, self.answered, self.kills = [], [], threading.Event(), 0
        self.moment = Moment()
        self.owner, self.worker, self.redriver = (made(self.moment, self.problems) for made in (Owner, Worker, Redriver))

    def ask(self, states, until):
        """Starts executions, first those whose start was never acknowledged, until the time comes or the server is gone."""
        try:
            for one in [one for one in self.started if not one.acknowledged]:
                self.again(states, one)
            for _ in range(self.chance.randrange(2, 9)):
                if time.monotonic() > until:
                    break
                kind = self.chance.choice(self.chosen)
                one = Started(kind, f"{kind}-{len(self.started)}", self.chance.randrange(3), self.calls, self.queue, self.kinds[kind])
                self.started.append(one)
                one.start(states)
                self.answered.set()
                time.sleep(0.05 * self.chance.random())
        except BotoCoreError:
            pass  # killed while it was asked
        except ClientError as error:
            if not stopping(error):
                self.problems.append(f"a start was refused: {error}")

    def again(self, states, one):
        try:
            one.start(states)
        except ClientError as error:
            if code_of(error) != "ExecutionAlreadyExists":
                raise
            one.acknowledged = arn("states", f"execution:{one.kind}:{one.name}")  # it was taken, and has ended

    def clients(self):
        return (self.owner, self.worker, self.redriver)

    def round(self):
        server = Server(*self.data)
        operation = self.chance.choice(MOMENTS) if self.chance.random() < 0.5 else None
        after = self.chance.choice([0.02, 0.2, 0.5, 1.0, 3.0]) * self.chance.random()
        self.answered.clear()
        self.moment.set(operation)
        for client in self.clients():
            client.start(server)
        asking = threading.Thread(target=self.ask, args=(self.moment.watch(server.client("stepfunctions")), time.monotonic() + 60))
        asking.start()
        if operation and self.moment.came.wait(2):
            after = 0.006 * self.chance.random()  # while it is at it
        elif self.chance.random() < 0.8:
            self.answered.wait(20)  # most other kills come when something has begun
        time.sleep(after)
        if self.chance.random() < 0.1 and not server.stop():  # an ordinary end must not do worse
            self.problems.append("the server did not end on SIGTERM")
        server.kill()
        self.kills += 1
        asking.join()
        self.rest(server)

    def kill_early(self):
        """While it loads its data and takes up what was under way."""
        with subprocess.Popen([BINARY, "serve", "--port", "0", *self.data], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            time.sleep(0.2 * self.chance.random())
            process.kill()
        self.kills += 1

    def rest(self, server):
        for client in self.clients():
            client.stop()
        for client in self.clients():
            client.thread.join()  # the server has gone, and with it what they waited for
        self.problems += [line for line in server.errors if "anitizer" in line or "failed:" in line or "error" in line.lower()]

    def settle(self):
        server = Server(*self.data)
        states = server.client("stepfunctions")
        self.moment.set(None)
        self.ask(states, 0)
        for client in self.clients():
            client.start(server)
        checks = Checks(self, server)
        for _ in range(1800):
            if not checks.running():
                break
            time.sleep(0.1)
        checks.run()
        if not server.stop():
            self.problems.append("the server did not end on SIGTERM")
        self.rest(server)

    def run(self, kills):
        server = Server(*self.data)
        self.queue = install(server, self.kinds)
        server.kill()
        while self.kills < kills:
            self.kill_early() if self.chance.random() < 0.1 else self.round()
            if self.kills % 10 == 0:
                print(f"{self.kills} kills, {len(self.started)} executions, {len(self.problems)} problems", flush=True)
        self.settle()
        lost = sum(one.acknowledged is None for one in self.started)
        count = collections.Counter(one.kind for one in self.started)
        print(f"{kills} kills, {len(self.started)} executions ({', '.join(f'{n} {k}' for k, n in sorted(count.items()))}), {lost} never started, "
              f"{sum(map(len, self.owner.taken.values()))} tokens and {sum(map(len, self.worker.taken.values()))} activity tasks answered, "
              f"{sum(self.redriver.taken.values())} redrives, {len(self.problems)} problems")
        return self.problems


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--kills", type=int, default=10)
    arguments.add_argument("--seed", type=int, default=None)
    arguments.add_argument("--kinds", help="only these, separated by commas")
    arguments.add_argument("--keep", help="a folder for the data, to look at afterwards")
    asked = arguments.parse_args()
    seed = asked.seed if asked.seed is not None else random.randrange(1 << 32)
    print(f"seed {seed}", flush=True)
    with tempfile.TemporaryDirectory() as own:
        problems = Loop(seed, asked.keep or own, asked.kinds and asked.kinds.split(",")).run(asked.kills)
    for problem in problems:
        print(problem)
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
