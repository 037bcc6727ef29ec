"""The kill loop's clients: they go on asking while the server is killed, and keep count of what it has acknowledged."""
import collections
import json
import threading

from botocore.exceptions import BotoCoreError, ClientError

from kill_machines import arn

GONE = ("TaskTimedOut", "TaskDoesNotExist", "InvalidToken")


def code_of(error):
    return error.response["Error"]["Code"]


def stopping(error):
    """The server is about to end and says so."""
    return code_of(error) in ("ServiceUnavailable", "503")


class Moment:
    """Comes when a client is about to send a request of one operation: the server can then be killed while it is at it."""

    def __init__(self):
        self.operation, self.came = None, threading.Event()

    def set(self, operation):
        self.operation = operation
        self.came.clear()

    def watch(self, client):
        client.meta.events.register("before-send", self._note)
        return client

    def _note(self, event_name, **_):
        if self.operation and event_name.endswith("." + self.operation):
            self.came.set()


class Client:
    """One thread that does its step again and again until the server is gone or nobody needs it any more."""
    pause = 0.05

    def __init__(self, moment, problems):
        self.moment, self.problems = moment, problems

    def start(self, server):
        self.stopped = threading.Event()
        self.states, self.sqs, self.url = self.moment.watch(server.client("stepfunctions")), self.moment.watch(server.client("sqs")), server.url
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    def stop(self):
        self.stopped.set()
        self.thread.join()

    def _run(self):
        while not self.stopped.wait(self.pause):
            try:
                self.step()
            except BotoCoreError:
                pass  # killed while it was asked
            except ClientError as error:
                if stopping(error):
                    continue
                self.problems.append(f"{type(self).__name__} was refused: {error}")
                return


class Answers(Client):
    """Answers each token again and again, each time with something else: one answer may be taken, no more."""

    def __init__(self, moment, problems):
        super().__init__(moment, problems)
        self.taken, self.tried, self.open = collections.defaultdict(list), collections.Counter(), []

    def answer(self, name, token):
        self.open.append((name, token))
        self.send_open()

    def send_open(self):
        """First those whose answer was never acknowledged nor refused."""
        while self.open:
            name, token = self.open[0]
            for _ in range(2):
                self.tried[name] += 1
                try:
                    self.states.send_task_success(taskToken=token, output=json.dumps(self.tried[name]))
                except ClientError as error:
                    if code_of(error) not in GONE:
                        raise
                else:
                    self.taken[name].append(self.tried[name])
            self.open.pop(0)

    def trouble(self, name, output):
        """What is wrong with an execution's output; None if nothing is."""
        taken = self.taken.get(name, [])
        if len(taken) > 1 or (taken and output != taken[0]):
            return f"answered {taken}, gave {output}"
        return None if output in range(1, self.tried[name] + 1) else f"gave {output}, which nobody has answered"


class Owner(Answers):
    """Finds the tokens in the queue."""

    def step(self, queue="/000000000000/tokens"):
        self.send_open()
        for message in self.sqs.receive_message(QueueUrl=self.url + queue, MaxNumberOfMessages=10, WaitTimeSeconds=0).get("Messages", []):
            said = json.loads(message["Body"])
            self.answer(said["name"], said["token"])
            self.sqs.delete_message(QueueUrl=self.url + queue, ReceiptHandle=message["ReceiptHandle"])


class Worker(Answers):
    """Works for the activity."""
    pause = 0

    def step(self):
        self.send_open()
        task = self.states.get_activity_task(activityArn=arn("states", "activity:work"), workerName="one")
        if not task.get("taskToken"):
            return
        name = json.loads(task["input"])["name"]
        try:
            self.states.send_task_heartbeat(taskToken=task["taskToken"])
        except ClientError as error:
            if code_of(error) not in GONE:
                raise
        self.answer(name, task["taskToken"])

    def stop(self):
        """Its poll ends with the server only."""
        self.stopped.set()


class Redriver(Client):
    """Redrives what has failed."""
    machine = arn("states", "stateMachine:redriven")

    def __init__(self, moment, problems):
        super().__init__(moment, problems)
        self.taken = collections.Counter()

    def step(self):
        for page in self.states.get_paginator("list_executions").paginate(stateMachineArn=self.machine, statusFilter="FAILED"):
            for one in page["executions"]:
                self.states.redrive_execution(executionArn=one["executionArn"], clientToken=f"again-{one['redriveCount']}")
                self.taken[one["name"]] += 1
