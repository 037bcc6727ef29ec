"""Handlers that misbehave: reported as Lambda would, the next invocation works, no process is left."""
import json
import os
import signal
import subprocess
import time

import pytest

from functions import invoke, make_role
from server import BUILD, Server, sending


def processes_of(pid):
    """All living descendants of a process, by /proc."""
    children = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                with open(f"/proc/{entry}/stat") as f:
                    stat = f.read().rsplit(")", 1)[1].split()
            except OSError:
                continue
            if stat[0] != "Z":
                children.setdefault(int(stat[1]), []).append(int(entry))
    found, todo = [], [pid]
    while todo:
        for child in children.get(todo.pop(), []):
            found.append(child)
            todo.append(child)
    return found


def marked(mark):
    """Processes that carry the mark in their environment: also those that left the tree."""
    found = []
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                with open(f"/proc/{entry}/environ", "rb") as f:
                    if mark.encode() in f.read():
                        found.append(int(entry))
            except OSError:
                continue
    return found


def gone(mark, seconds=10):
    for _ in range(seconds * 20):
        if not marked(mark):
            return True
        time.sleep(0.05)
    return False


@pytest.fixture()
def faults(request):
    mark = f"lambent-test-{os.getpid()}-{request.node.name}"
    server = Server()
    role = make_role(server, "faults", "service-role/AWSLambdaBasicExecutionRole")
    server.mark = mark

    def make(name, timeout=2):
        server.client("lambda").create_function(
            FunctionName=name, Runtime="provided.al2023", Handler=f"{name}.so", Role=role, Timeout=timeout,
            Code={"S3Bucket": "hot-reload", "S3Key": os.path.join(BUILD, "handlers/faults")},
            Environment={"Variables": {"LAMBENT_TEST_MARK": mark}})
    server.make = make
    yield server
    if server.process.poll() is None:
        assert server.stop()
    assert gone(mark), f"left behind: {marked(mark)}"


def test_segfault(faults):
    faults.make("segfault")
    answer, payload = invoke(faults, "segfault", {"do": "crash"})
    assert answer["FunctionError"] == "Unhandled"
    assert payload["errorType"] == "Runtime.ExitError"
    assert payload["errorMessage"].endswith("Error: Runtime exited with error: signal: segmentation fault")
    assert invoke(faults, "segfault")[0].get("FunctionError") is None


def test_endless_loop(faults):
    faults.make("loop", timeout=1)
    answer, payload = invoke(faults, "loop", {"do": "loop"})
    assert payload["errorType"] == "Sandbox.Timedout"
    assert payload["errorMessage"].endswith("Error: Task timed out after 1.00 seconds")
    assert invoke(faults, "loop")[0].get("FunctionError") is None


def test_ten_megabytes_of_output(faults):
    faults.make("chatter", timeout=30)
    for _ in range(2):
        answer, payload = invoke(faults, "chatter")
        assert answer.get("FunctionError") is None
        assert payload == "all said"


def test_a_forked_child_that_lingers_is_ended_with_the_sandbox(faults):
    faults.make("linger")
    answer, _ = invoke(faults, "linger")
    assert answer.get("FunctionError") is None
    faults.client("lambda").delete_function(FunctionName="linger")
    assert gone(faults.mark), marked(faults.mark)


def test_kill_9_of_the_emulator_leaves_nothing(faults):
    faults.make("linger")
    invoke(faults, "linger")
    assert marked(faults.mark)
    faults.kill()
    assert gone(faults.mark), marked(faults.mark)


def test_kill_9_while_a_function_runs_leaves_nothing(faults):
    faults.make("loop", timeout=60)
    curl = subprocess.Popen(["curl", "-s", "-d", '{"do": "loop"}', f"{faults.url}/2015-03-31/functions/loop/invocations"], stdout=subprocess.DEVNULL)
    for _ in range(200):
        if marked(faults.mark):
            break
        time.sleep(0.05)
    assert marked(faults.mark)
    faults.kill()
    curl.wait(30)
    assert gone(faults.mark), marked(faults.mark)


def test_ctrl_c_ends_cleanly_with_work_in_progress():
    template, parameters = sending()
    server = Server(template=template, parameters=parameters)
    curl = subprocess.Popen(["curl", "-s", "-d", json.dumps({"httpMethod": "POST", "body": "{}"}),
                             f"{server.url}/2015-03-31/functions/rest_api/invocations"], stdout=subprocess.DEVNULL)
    server.process.send_signal(signal.SIGINT)
    assert server.process.wait(10) in (0, 130)
    curl.wait(10)
    assert "Sanitizer" not in "".join(server.errors)
