"""`lambent policy`: what a run needs is what its roles must be allowed, and that is enough."""
import json
import os
import re
import subprocess

import pytest

from server import BINARY, ROOT, Server, sending

SMS, EMAIL = "handlers/sending/events/sms.json", "handlers/sending/events/email.json"
NO_COLOR = {**os.environ, "NO_COLOR": "1"}


def lambent(*arguments):
    return subprocess.run([BINARY, *arguments], capture_output=True, text=True, cwd=ROOT, env=NO_COLOR, timeout=120)


def words(template, parameters):
    out = ["-t", os.path.join(ROOT, template) if not os.path.isabs(template) else template]
    for key, value in parameters.items():
        out += ["--parameter", f"{key}={value}"]
    return out


def least(template, parameters, *events):
    run = lambent("policy", "rest_api", *words(template, parameters), *[w for e in events for w in ("-e", e)], "--json")
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)["roles"]


def actions(policy):
    return {a: s["Resource"] for s in policy["Statement"] for a in s["Action"]}


def test_the_sending_application_needs_three_actions_and_runs_with_just_these(tmp_path):
    template, parameters = sending()
    roles = least(template, parameters, SMS, EMAIL)
    needed = actions(roles["SendingRole"]["policy"])
    identity = "arn:aws:ses:us-east-1:000000000000:identity/"  # of a verified recipient too, as SES asks for
    assert needed == {"sns:Publish": ["*"], "ses:SendEmail": [identity + "receiver@example.com", identity + "sender@example.com"],
                      "states:StartExecution": ["arn:aws:states:us-east-1:000000000000:stateMachine:Sending"]}
    assert roles["SendingRole"]["missing"] == []
    # The same template with just that in the place of the three managed policies.
    with open(os.path.join(ROOT, template)) as f:
        text = f.read()
    policy = json.dumps(roles["SendingRole"]["policy"])
    inline = "      Policies:\n        - PolicyName: Least\n          PolicyDocument: " + policy + "\n"
    text, changed = re.subn(r"      ManagedPolicyArns:\n(        - .*\n)+", lambda _: inline, text, count=1)
    assert changed == 1
    folder = tmp_path / "app"
    folder.mkdir()
    (folder / "template.yaml").write_text(text)
    with open(os.path.join(ROOT, "handlers/sending/sending.asl.json")) as f:
        (folder / "sending.asl.json").write_text(f.read())
    for event in (SMS, EMAIL):
        run = lambent("invoke", "rest_api", *words(str(folder / "template.yaml"), parameters), "-e", event)
        assert run.returncode == 0, run.stdout + run.stderr


def test_what_is_refused_today_is_needed_and_told():
    template, parameters = sending(variant="denied")
    roles = least(template, parameters, SMS)
    assert "sns:Publish" in actions(roles["SendingRole"]["policy"])
    assert roles["SendingRole"]["missing"] == ["sns:Publish on *"]
    assert any("AmazonSESFullAccess" in one for one in roles["SendingRole"]["unused"])


NESTED = """
Transform: AWS::Serverless-2016-10-31
Resources:
  Starter:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.12
      Handler: app.handler
      CodeUri: .
      Policies: [{Version: "2012-10-17", Statement: [{Effect: Allow, Action: "states:StartExecution", Resource: "*"}]}]
  Child:
    Type: AWS::Serverless::StateMachine
    Properties: {Name: Child, Definition: {StartAt: P, States: {P: {Type: Pass, End: true}}}}
  Parent:
    Type: AWS::Serverless::StateMachine
    Properties:
      Name: Parent
      Definition:
        StartAt: T
        States: {T: {Type: Task, Resource: "arn:aws:states:::states:startExecution.sync:2", Parameters: {StateMachineArn: !Ref Child}, End: true}}
      Policies: [POLICY]
"""


def test_a_machine_that_waits_for_another_needs_its_managed_rule(tmp_path):
    (tmp_path / "app.py").write_text("import boto3\ndef handler(event, context):\n"
                                     "    return boto3.client('stepfunctions').start_execution(stateMachineArn=event)['executionArn']\n")
    (tmp_path / "event.json").write_text(json.dumps("arn:aws:states:us-east-1:000000000000:stateMachine:Parent"))
    template, event = tmp_path / "template.yaml", str(tmp_path / "event.json")
    template.write_text(NESTED.replace("POLICY", '{Version: "2012-10-17", Statement: [{Effect: Allow, Action: "states:*", Resource: "*"}]}'))
    run = lambent("invoke", "Starter", "-t", str(template), "-e", event)
    assert run.returncode == 2 and "role/ParentRole' is not authorized to create managed-rule." in run.stderr
    run = lambent("policy", "Starter", "-t", str(template), "-e", event, "--json")
    assert run.returncode == 0, run.stderr
    policy = json.loads(run.stdout)["roles"]["ParentRole"]["policy"]
    assert sorted(actions(policy)) == ["events:DescribeRule", "events:PutRule", "events:PutTargets", "states:DescribeExecution", "states:StartExecution"]
    template.write_text(NESTED.replace("POLICY", json.dumps(policy)))
    run = lambent("invoke", "Starter", "-t", str(template), "-e", event)
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.fixture
def audited():
    template, parameters = sending(variant="denied")
    server = Server("--iam", "audit", template=template, parameters=parameters)
    yield server
    server.stop()


def test_audit_does_what_it_would_refuse_and_the_policy_tells_it(audited):
    answer = audited.client("lambda").invoke(FunctionName="sms", Payload=json.dumps({"phoneNumber": "+15556667788", "message": "hi"}))
    assert answer["Payload"].read() == b'"SMS sent!"'
    run = lambent("policy", "--endpoint", audited.url, "--json")
    assert run.returncode == 0, run.stderr
    roles = json.loads(run.stdout)["roles"]
    assert actions(roles["SendingRole"]["policy"]) == {"sns:Publish": ["*"]}
    assert roles["SendingRole"]["missing"] == ["sns:Publish on *"]


def test_no_signature_is_checked_with_auth_off():
    server = Server("--auth", "off")
    try:
        iam = server.client("iam")
        iam.create_user(UserName="ann")
        key = iam.create_access_key(UserName="ann")["AccessKey"]
        wrong = server.client("sts", key=key["AccessKeyId"], secret="not the secret")
        assert wrong.get_caller_identity()["Arn"].endswith(":user/ann")
    finally:
        server.stop()


@pytest.mark.parametrize("arguments, words", [
    (["policy"], "give a FUNCTION with events"),
    (["policy", "rest_api", "-t", "handlers/sending/template.yaml"], "go together"),
    (["policy", "--journal", "no/such/file"], "no/such/file"),
])
def test_wrong_arguments_are_told(arguments, words):
    run = lambent(*arguments)
    assert run.returncode in (2, 3)
    assert words in run.stderr
