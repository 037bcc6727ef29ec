#!/usr/bin/env python3
"""lambent test with snapshots, as a person and as CI use it: command_test.py PATH/TO/lambent FOLDER_OF_ECHO"""
import json
import os
import subprocess
import sys
import tempfile
import unittest

LAMBENT, PLUGINS = (os.path.abspath(path) for path in sys.argv[1:3])

TEMPLATE = """
AWSTemplateFormatVersion: "2010-09-09"
Transform: AWS::Serverless-2016-10-31
Resources:
  Echo:
    Type: AWS::Serverless::Function
    Properties: {FunctionName: echo, Runtime: provided.al2023, Handler: echo.so, CodeUri: "%s"}
""" % PLUGINS


def case(name, event, then="{snapshot: true}"):
    return f"  - name: {name}\n    when: [{{invoke: echo, event: {event}}}]\n    then: {then}\n"


class Snapshots(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.file = os.path.join(self.folder.name, "tests", "a.ipo.yaml")
        os.mkdir(os.path.dirname(self.file))
        with open(os.path.join(self.folder.name, "template.yaml"), "w") as out:
            out.write(TEMPLATE)

    def write(self, *cases):
        with open(self.file, "w") as out:
            out.write("app: ../template.yaml\nclock: 2026-11-23T09:00:00Z\ncases:\n" + "".join(cases))

    def lambent(self, *arguments, typed="", ci=None):
        env = {k: v for k, v in os.environ.items() if k not in ("CI", "GITHUB_ACTIONS")}
        if ci is not None:
            env["CI"] = ci
        return subprocess.run([LAMBENT, "test", *arguments], cwd=self.folder.name, env=env, input=typed, capture_output=True, text=True, timeout=120)

    def expect(self, code, *arguments, **more):
        ran = self.lambent(*arguments, **more)
        self.assertEqual(ran.returncode, code, ran.stdout + ran.stderr)
        return ran.stdout + ran.stderr

    def stored(self, ending=".snap.json"):
        with open(self.file + ending) as file:
            return json.load(file)["records"]

    def exists(self, ending):
        return os.path.exists(self.file + ending)

    def test_new_then_the_same(self):
        self.write(case("hello", "{say: hello}"))
        self.assertIn("snapshot new       tests/a.ipo.yaml.snap.json  hello: 0 effects", self.expect(0))
        record = self.stored()["hello"]
        self.assertEqual(record["steps"], {"when[0]": {"say": "hello"}})
        self.assertEqual(record["took"], {"virtual": "0s"})
        before = os.stat(self.file + ".snap.json").st_mtime_ns
        self.assertNotIn("snapshot", self.expect(0, "--repeat", "5", "--jobs", "3"))
        self.assertEqual(os.stat(self.file + ".snap.json").st_mtime_ns, before)

    def differ(self):
        self.write(case("hello", "{say: hello}"), case("other", "{n: 1}"))
        self.expect(0)
        self.write(case("hello", "{say: helo}"), case("other", "{n: 2}"))
        said = self.expect(1)
        self.assertIn('expected  "hello"', said)
        self.assertIn("tests/a.ipo.yaml:6  snapshot", said)  # the line of `snapshot`
        self.assertIn("if it is right   lambent test review tests/a.ipo.yaml", said)
        self.assertEqual(set(self.stored(".snap.json.new")), {"hello", "other"})

    def test_review_accepts_and_rejects(self):
        self.differ()
        said = self.expect(0, "review", typed="x\na\nr\n")
        self.assertIn('actual    "helo"', said)
        self.assertIn("1 accepted, 1 rejected", said)
        self.assertEqual(self.stored()["hello"]["steps"]["when[0]"], {"say": "helo"})
        self.assertEqual(self.stored()["other"]["steps"]["when[0]"], {"n": 1})
        self.assertFalse(self.exists(".snap.json.new"))
        self.expect(0, "tests/a.ipo.yaml:4")
        self.expect(1, "tests/a.ipo.yaml:7")
        self.assertIn("nothing to review", self.expect(0, "review", "--reject-all") + self.expect(0, "review"))

    def test_review_skips_what_is_not_answered(self):
        self.differ()
        self.assertIn("0 accepted, 0 rejected, 2 still to review", self.expect(1, "review", "tests", typed="s\n"))
        self.assertEqual(set(self.stored(".snap.json.new")), {"hello", "other"})
        self.assertIn("2 accepted", self.expect(0, "review", "tests/a.ipo.yaml", "--accept-all"))
        self.expect(0)

    def test_review_says_what_it_cannot_do(self):
        self.assertIn("no folder", self.expect(2, "review", "nowhere"))
        self.assertIn("excludes", self.expect(2, "review", "--accept-all", "--reject-all"))
        self.assertIn("CI is set", self.expect(2, "review", ci="true"))

    def test_in_ci_nothing_is_written(self):
        self.write(case("hello", "{say: hello}"))
        self.assertIn("is not stored", self.expect(1, ci="true"))
        self.assertEqual(os.listdir(os.path.dirname(self.file)), ["a.ipo.yaml"])
        self.expect(0, ci="false")
        self.expect(0, ci="1")
        self.write(case("hello", "{say: bye}"))
        self.expect(1, ci="1")
        self.assertFalse(self.exists(".snap.json.new"))
        self.assertIn("nothing is written", self.expect(2, "--update", ci="1"))

    def test_update_and_unused(self):
        self.write(case("hello", "{say: hello}"), case("other", "{n: 1}"))
        self.expect(0)
        self.write(case("hello", "{say: bye}"), case("third", "{n: 3}"))
        self.assertIn("updated", self.expect(0, "tests/a.ipo.yaml:4", "--update"))
        self.assertEqual(set(self.stored()), {"hello", "other"})
        self.assertNotIn("unused", self.expect(0, "-k", "third"))
        self.assertIn("snapshot unused    tests/a.ipo.yaml.snap.json  other", self.expect(0))
        self.assertEqual(set(self.stored()), {"hello", "other", "third"})
        self.assertIn("snapshot removed   tests/a.ipo.yaml.snap.json  other", self.expect(0, "--update"))
        self.assertEqual(set(self.stored()), {"hello", "third"})

    def test_other_expectations_still_hold(self):
        self.write(case("hello", "{say: hello}", "{response: {say: bye}, snapshot: true}"))
        self.assertIn("response", self.expect(1))
        self.assertFalse(self.exists(".snap.json"))

    def test_mistakes(self):
        self.write(case("hello", "{say: hello}", "{snapshot: same}"), case("other", "{n: 1}", "{snapshot: same}"))
        self.assertIn("tests/a.ipo.yaml:9:12: error: the case of line 4 has the snapshot 'same' too", self.expect(2))
        self.write("  - name: inner\n    when: [{invoke: echo}, {check: {snapshot: true}}]\n    then: {response: $any}\n")
        self.assertIn("a snapshot is of the whole case", self.expect(2))
        self.write(case("hello", "{say: hello}"))
        with open(self.file + ".snap.json", "w") as out:
            out.write("{}\n")
        self.assertIn("a.ipo.yaml.snap.json:1:1: error: this is no file of snapshots", self.expect(2))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
