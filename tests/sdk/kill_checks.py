"""What the kill loop checks in the end: each execution by its kind, and all of them together."""
import collections
import json
import os

from botocore.exceptions import ClientError

from kill_history import check_attempts, check_backoff, check_order, check_states, details, events_of, lost
from kill_machines import BUCKET, arn

CALLING = ("retries", "caught", "branches", "items", "redriven")


class Checks:
    def __init__(self, loop, server):
        self.loop, self.states, self.s3 = loop, server.client("stepfunctions"), server.client("s3")
        self.standard = [name for name, kind in loop.kinds.items() if not kind.express]

    def listed(self, **which):
        return [one for page in self.states.get_paginator("list_executions").paginate(**which) for one in page["executions"]]

    def running(self):
        """Whether something is still under way."""
        # What has failed is about to be redriven.
        open_ones = any(self.listed(stateMachineArn=arn("states", f"stateMachine:{name}"), statusFilter="RUNNING") for name in self.standard)
        broken = self.listed(stateMachineArn=arn("states", "stateMachine:redriven"), statusFilter="FAILED")
        calls = any(not self.calls(one.name) for one in self.loop.started if one.kind == "express" and one.acknowledged)
        return open_ones or broken or calls

    def run(self):
        for one in self.loop.started:
            self.say = lambda what: self.loop.problems.append(f"{one.name}: {what}")
            if self.loop.kinds[one.kind].express:
                if one.acknowledged and not self.calls(one.name):
                    self.say("has never run to its end")
                continue
            try:
                described = self.states.describe_execution(executionArn=one.acknowledged)
            except ClientError as error:
                self.say(f"lost: {error}")
                continue
            self.check(one, described)
        self.say = self.loop.problems.append
        for name in self.standard:
            self.check_list(name)
        self.check_kids()

    def calls(self, name, suffix=""):
        path = os.path.join(self.loop.calls, name + suffix)
        if not os.path.exists(path):
            return 0
        with open(path) as file:
            return len(file.readlines())

    def check(self, one, d):
        kind, say = self.loop.kinds[one.kind], self.say
        status = "FAILED" if kind.failure else "SUCCEEDED"
        if d["status"] != status:
            return say(f"is {d['status']}, not {status}: {d.get('error')} {d.get('cause')}")
        if kind.failure and (d.get("error"), d.get("cause")) != kind.failure(one.n):
            say(f"failed with {d.get('error')}: {d.get('cause')}")
        output = json.loads(d["output"]) if status == "SUCCEEDED" else None
        if kind.gives and output != kind.gives(one.n):
            say(f"gave {d['output']}, not {json.dumps(kind.gives(one.n))}")
        if kind.answered:
            trouble = self.by_function(one.name, output) if kind.answered == "function" else (self.loop.owner if one.kind == "tokens" else self.loop.worker).trouble(one.name, output)
            if trouble:
                say(trouble)
        if one.kind == "redriven" and d["redriveCount"] < self.loop.redriver.taken[one.name]:
            say(f"redriven {d['redriveCount']} times, acknowledged {self.loop.redriver.taken[one.name]} times")
        events = events_of(self.states, one.acknowledged)
        self.check_history(kind, one.n + 2, events, d)
        if kind.items:
            self.check_map_run(one, kind, output)
        if one.kind in CALLING:
            begun = sum(e["type"] == "LambdaFunctionStarted" for e in events)
            made = sum(self.calls(name) for name in os.listdir(self.loop.calls) if name == one.name or name.startswith(one.name + "."))
            if made > begun:
                say(f"{made} calls, {begun} on record")
        if one.kind == "retries":
            check_backoff(events, say)

    def check_history(self, kind, items, events, d):
        check_order(events, d["redriveCount"], self.say)
        check_states(kind, items, events, self.say)
        check_attempts(events, self.say)
        gone = sum(lost(e) for e in events)
        if gone > self.loop.kills * max(1, sum(e["type"] == "TaskStateEntered" for e in events)):
            self.say(f"{gone} attempts were lost by {self.loop.kills} kills")
        end = {"SUCCEEDED": "ExecutionSucceeded", "FAILED": "ExecutionFailed"}[d["status"]]
        if events[-1]["type"] != end or details(events[-1]).get("output") != d.get("output") or abs((events[-1]["timestamp"] - d["stopDate"]).total_seconds()) > 0.001:
            self.say(f"is described otherwise than by its last event: {events[-1]}, {d}")

    def by_function(self, name, output):
        path, taken = os.path.join(self.loop.calls, name), []
        if os.path.exists(path + ".taken"):
            with open(path + ".taken") as file:
                taken = [int(line) for line in file]
        if len(taken) > 1 or (taken and output != taken[0]) or output not in range(1, self.calls(name, ".tried") + 1):
            return f"answered {taken} by its function, gave {output}"
        return None

    def check_map_run(self, one, kind, output):
        runs = self.states.list_map_runs(executionArn=one.acknowledged)["mapRuns"]
        if len(runs) != 1:
            return self.say(f"{len(runs)} map runs")
        well, badly = kind.items(one.n)
        run = self.states.describe_map_run(mapRunArn=runs[0]["mapRunArn"])
        self.check_counts(run, "itemCounts", well, badly)
        if run["status"] != "SUCCEEDED" or "stopDate" not in run:
            self.say(f"its map run is {run['status']}")
        if one.kind == "batched":
            return self.check_counts(run, "executionCounts", (well + 1) // 2, 0)
        self.check_counts(run, "executionCounts", well, badly)
        children = [self.states.describe_execution(executionArn=child["executionArn"]) for child in self.listed(mapRunArn=run["mapRunArn"])]
        count = collections.Counter(child["status"] for child in children)
        if +count != +collections.Counter(SUCCEEDED=well, FAILED=badly) or len({child["input"] for child in children}) != len(children):
            self.say(f"its children {dict(count)}: {[child['input'] for child in children]}")
        for child in children:
            events = events_of(self.states, child["executionArn"])
            check_order(events, 0, self.say)
            check_attempts(events, self.say)
            names = [e["stateEnteredEventDetails"]["name"] for e in events if e["type"].endswith("StateEntered")]
            if len(set(names)) != len(names):
                self.say(f"a child entered {names}")
        if one.kind == "written":
            self.check_files(one, run, output, children)

    def check_counts(self, run, which, well, badly):
        wanted = {"succeeded": well, "failed": badly, "total": well + badly, "resultsWritten": well + badly}
        counts = {name: value for name, value in run[which].items() if value}
        if counts != {name: value for name, value in wanted.items() if value}:
            self.say(f"{which} {counts}, not {wanted}")

    def check_files(self, one, run, output, children):
        if output["MapRunArn"] != run["mapRunArn"]:
            self.say(f"gave {output}, of another map run than {run['mapRunArn']}")
        read = lambda key: json.loads(self.s3.get_object(Bucket=BUCKET, Key=key)["Body"].read())
        files = read(output["ResultWriterDetails"]["Key"])["ResultFiles"]
        results = [record for kind in ("SUCCEEDED", "FAILED", "PENDING") for file in files[kind] for record in read(file["Key"])]
        shown = lambda of: sorted((r.get("Name") or r["name"], r.get("Status") or r["status"], r.get("Output") or r.get("output") or "") for r in of)
        if shown(results) != shown(children):
            self.say(f"wrote {shown(results)} of children {shown(children)}")
        numbers = sorted(json.loads(r["Output"])["n"] for r in results if r["Status"] == "SUCCEEDED")
        if numbers != list(range(1, one.n + 3)):
            self.say(f"wrote {numbers}")

    def check_list(self, name):
        """A machine's executions: those that were asked for, each once, and as they are described."""
        machine = arn("states", f"stateMachine:{name}")
        known = self.listed(stateMachineArn=machine)
        mine = sorted(one.name for one in self.loop.started if one.kind == name)
        if name != "kids" and sorted(one["name"] for one in known) != mine:
            self.say(f"{name}: {len(known)} executions of {len(mine)}")
        if len({one["name"] for one in known}) != len(known):
            self.say(f"{name}: executions are there twice")
        for one in known:
            d = self.states.describe_execution(executionArn=one["executionArn"])
            different = {member: (value, d.get(member)) for member, value in one.items() if value != d.get(member)}
            if different:
                self.say(f"{name}: listed and described otherwise: {different}")
        by_status = sum(len(self.listed(stateMachineArn=machine, statusFilter=status)) for status in ("SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED", "RUNNING"))
        if by_status != len(known):
            self.say(f"{name}: {len(known)} executions, {by_status} of them by their status")

    def check_kids(self):
        """Each parent has started one child of each sort, whatever became of the call that did."""
        count = collections.Counter()
        kid = self.loop.kinds["kids"]
        for one in self.listed(stateMachineArn=arn("states", "stateMachine:kids")):
            d = self.states.describe_execution(executionArn=one["executionArn"])
            of = json.loads(d["input"])
            count[of["parent"], of["how"]] += 1
            self.say = lambda what: self.loop.problems.append(f"child {of['how']} of {of['parent']}: {what}")
            if d["status"] != "SUCCEEDED" or json.loads(d["output"]) != {"n": of["n"] * 2}:
                self.say(f"{d['status']} {d.get('output')}")
                continue
            self.check_history(kid, 0, events_of(self.states, one["executionArn"]), d)
        wanted = collections.Counter((one.name, how) for one in self.loop.started if one.kind == "families" for how in ("sync", "sync2", "plain"))
        if count != wanted:
            self.loop.problems.append(f"children too many {dict(count - wanted)}, too few {dict(wanted - count)}")
