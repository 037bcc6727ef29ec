#!/usr/bin/env python3
"""lambent test --record against a started server: command_test.py PATH/TO/lambent BUILD_DIR"""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
import urllib.error
import urllib.request

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
LAMBENT, BUILD = (os.path.abspath(path) for path in sys.argv[1:3])
PLUGINS = {"BuildDir": os.path.join(BUILD, "handlers", "sending")}


def has_boto3():
    python = shutil.which("python3")
    return python and subprocess.run([python, "-c", "import boto3"], capture_output=True).returncode == 0


class Server:
    def __init__(self, template, parameters, *more):
        command = [LAMBENT, "serve", "--port", "0", "-q", "-t", template, *more]
        for name, value in parameters.items():
            command += ["--parameter", f"{name}={value}"]
        self.process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        lines = []
        for line in self.process.stdout:
            lines.append(line)
            if line.startswith("Ready."):
                break
        said = "".join(lines)
        if "Ready." not in said:
            raise RuntimeError(said)
        self.url = re.search(r"http://[\w.]+:\d+", said).group()
        routes = re.findall(r"route +(\S+) +(\S+)", said)
        self.route = routes[0][1] if routes else None

    def ask(self, path, body=None, headers=()):
        url = path if path.startswith("http") else self.url + path
        data = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
        request = urllib.request.Request(url, data, {"Content-Type": "application/json", **dict(headers)})
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as e:
            return e.code, e.read().decode()

    def settle(self):
        """Until nothing is under way: asked again and again, each answer is a turn of the server's loop."""
        while not json.loads(self.ask("/_lambent/api/v1/quiet")[1])["quiet"]:
            pass

    def invocation(self, function):
        items = json.loads(self.ask("/_lambent/api/v1/invocations")[1])["items"]
        return [one["data"]["requestId"] for one in items if one["data"]["function"] == function][-1]

    def end(self):
        self.process.terminate()
        self.process.wait(30)
        self.process.stdout.close()


class Record(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.file = os.path.join(self.folder.name, "recorded.ipo.yaml")

    def serve(self, template="handlers/sending/template.yaml", parameters=PLUGINS, *more):
        server = Server(os.path.join(ROOT, template), parameters, *more)
        self.addCleanup(server.end)
        return server

    def lambent(self, code, *arguments, parameters=PLUGINS):
        more = [word for name, value in parameters.items() for word in ("--parameter", f"{name}={value}")]
        env = {k: v for k, v in os.environ.items() if k not in ("AWS_ENDPOINT_URL", "GITHUB_ACTIONS")}
        ran = subprocess.run([LAMBENT, "test", *arguments, *more], cwd=ROOT, env=env, capture_output=True, text=True, timeout=300)
        self.assertEqual(ran.returncode, code, ran.stdout + ran.stderr)
        return ran.stdout + ran.stderr

    def record(self, server, what, code=0, *more, **parameters):
        return self.lambent(code, "--record", what, "--endpoint", server.url, *(more or ("-o", self.file)), **parameters)

    def text(self):
        with open(self.file) as file:
            return file.read()

    def edit(self, before, after):
        text = self.text()
        self.assertIn(before, text)
        with open(self.file, "w") as file:
            file.write(text.replace(before, after))

    def sending(self, server, parameters):
        server.ask(server.route, {"typeOfSending": "email", "destinationEmail": "receiver@example.com", "message": "Dentist, 10:30"}, [("X-Api-Key", "hunter2hunter2")])
        server.settle()
        self.assertIn("it passed three times", self.record(server, server.invocation("email"), parameters=parameters))
        text = self.text()
        for line in ("http:", "path: /sending", "- email:", "machine: Sending", "path: [Select type of sending, Email]", "status: 200"):
            self.assertIn(line, text)
        self.assertNotIn("hunter2", text)
        self.assertNotIn("advance", text)
        self.lambent(0, self.file, parameters=parameters)
        self.edit('text: "Dentist, 10:30"', 'text: "Dentist, 10:31"')
        self.assertIn('"Dentist, 10:31"', self.lambent(1, self.file, parameters=parameters))

    def test_a_request_becomes_a_case(self):
        self.sending(self.serve(), PLUGINS)

    @unittest.skipUnless(has_boto3(), "no boto3 for the functions in Python")
    def test_a_request_to_python_becomes_a_case(self):
        self.sending(self.serve("handlers/sending/python/template.yaml", {}), {})

    def test_cases_are_added_at_the_end(self):
        server = self.serve()
        for message in ("first", "second"):
            server.ask("/2015-03-31/functions/sms/invocations", {"phoneNumber": "+15556667788", "message": message})
            self.record(server, "last")
        text = self.text()
        self.assertEqual(text.count("app:"), 1)
        self.assertIn("- name: invoke sms (2)", text)
        self.assertIn('- sms: {to: "+15556667788", text: second, parts: 1}', text)
        self.assertIn("2 passed", self.lambent(0, self.file))
        with open(self.file, "a") as file:
            file.write("suite: later\n")
        self.assertIn("`cases` is not the last key", self.record(server, "last", 2))
        self.edit("suite: later\n", "oops: 1\n")
        before = self.text()
        self.assertIn("oops", self.record(server, "last", 2))
        self.assertEqual(self.text(), before)

    def test_what_was_refused_is_expected(self):
        server = self.serve("handlers/sending/denied.yaml")
        server.ask("/2015-03-31/functions/sms/invocations", {"phoneNumber": "+15556667788", "message": "hi"})
        printed = self.record(server, server.invocation("sms"), 0, "--reporter", "pretty")
        self.assertIn("denied:", printed)
        self.assertIn("action: sns:Publish", printed)
        self.assertIn("error:", printed)
        self.assertFalse(os.path.exists(self.file))

    def test_a_wait_becomes_advance(self):
        server = self.serve("tests/ipo/apps/waiting.yaml", PLUGINS, "--clock", "skipping")
        arn = "arn:aws:states:us-east-1:000000000000:stateMachine:Waiting"
        body = {"stateMachineArn": arn, "input": json.dumps({"waitSeconds": 86400, "typeOfSending": "sms", "phoneNumber": "+15556667788", "message": "hi"})}
        started = server.ask("/", body, [("X-Amz-Target", "AWSStepFunctions.StartExecution"), ("Content-Type", "application/x-amz-json-1.0")])[1]
        server.settle()
        self.record(server, json.loads(started)["executionArn"])
        self.assertIn("- advance: 1d", self.text())
        self.lambent(0, self.file)
        self.edit("- advance: 1d", "- advance: 23h")
        self.lambent(1, self.file)

    def test_what_cannot_be_recorded_is_said(self):
        server = self.serve()
        self.assertIn("the journal has no invocation and no execution 'nothing'", self.record(server, "nothing", 2))
        self.assertFalse(os.path.exists(self.file))
        self.assertIn("a recorded case is YAML", self.lambent(2, "--record", "last", "--endpoint", server.url, "-o", self.file + ".txt"))
        self.assertIn("127.0.0.1:1", self.lambent(3, "--record", "last", "--endpoint", "http://127.0.0.1:1"))

    def test_nothing_is_written_unless_it_passes(self):
        server = self.serve()
        # Somebody opted out before: the case knows nothing of it, and an SMS would go out.
        server.ask("/_aws/sns/inbound-sms", {"from": "+15556667788", "text": "STOP"})
        server.ask("/2015-03-31/functions/sms/invocations", {"phoneNumber": "+15556667788", "message": "hi"})
        said = self.record(server, "last", 1)
        self.assertIn("nothing was written", said)
        self.assertIn("sms to", said)
        self.assertFalse(os.path.exists(self.file))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
