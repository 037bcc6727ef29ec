"""Mail that comes in, through boto3: rule sets, rules, filters, and a function that is told of mail."""
import io
import json
import time
import zipfile

import pytest
from botocore.exceptions import ClientError

import mail
from server import ACCOUNT, REGION, Server

HANDLER = """
import json, os
def handler(event, context):
    print("GOT", json.dumps(event))
    subject = event["Records"][0]["ses"]["mail"]["commonHeaders"]["subject"]
    return {"disposition": "STOP_RULE_SET"} if subject == "stop" else None
"""
MAIL = b"From: Ann <ann@outside.example>\r\nTo: box@in.example\r\nSubject: %s\r\n\r\nhello\r\n"


def fails(code, call, **arguments):
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    assert caught.value.response["Error"]["Code"] == code, caught.value
    return caught.value.response["Error"]["Message"]


@pytest.fixture(scope="module")
def post():
    one = Server("--clock", "real")
    mail.verify(one, "in.example")
    yield one
    assert one.stop()


def make_function(server):
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as archive:
        archive.writestr("app.py", HANDLER)
    iam, functions = server.client("iam"), server.client("lambda")
    trust = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]}
    role = iam.create_role(RoleName="inbox", AssumeRolePolicyDocument=json.dumps(trust))["Role"]["Arn"]
    return functions.create_function(FunctionName="inbox", Runtime="python3.12", Role=role, Handler="app.handler", Code={"ZipFile": code.getvalue()})["FunctionArn"]


def test_rule_sets(post):
    ses = post.client("ses")
    ses.create_receipt_rule_set(RuleSetName="one")
    assert fails("AlreadyExists", ses.create_receipt_rule_set, RuleSetName="one") == "Rule set already exists: one"
    for name in ("a", "b"):
        ses.create_receipt_rule(RuleSetName="one", Rule={"Name": name, "Enabled": True, "Recipients": ["in.example"],
                                                         "Actions": [{"AddHeaderAction": {"HeaderName": "X-A", "HeaderValue": name}}]})
    assert [r["Name"] for r in ses.describe_receipt_rule_set(RuleSetName="one")["Rules"]] == ["b", "a"]
    ses.reorder_receipt_rule_set(RuleSetName="one", RuleNames=["a", "b"])
    rule = ses.describe_receipt_rule(RuleSetName="one", RuleName="a")["Rule"]
    assert rule == {"Name": "a", "Enabled": True, "TlsPolicy": "Optional", "Recipients": ["in.example"], "ScanEnabled": False,
                    "Actions": [{"AddHeaderAction": {"HeaderName": "X-A", "HeaderValue": "a"}}]}
    assert fails("RuleSetDoesNotExist", ses.describe_receipt_rule_set, RuleSetName="none") == "Rule set does not exist: none"
    assert fails("RuleDoesNotExist", ses.describe_receipt_rule, RuleSetName="one", RuleName="none") == "Rule does not exist: none"
    ses.set_active_receipt_rule_set(RuleSetName="one")
    assert fails("CannotDelete", ses.delete_receipt_rule_set, RuleSetName="one") == "Cannot delete active rule set: one"
    report = mail.receive(post, MAIL % b"x", to="box@in.example")
    assert [(a["rule"], a["action"]) for a in report["actions"]] == [("a", "AddHeaderAction"), ("b", "AddHeaderAction")]
    ses.set_active_receipt_rule_set()
    assert "Metadata" not in ses.describe_active_receipt_rule_set()
    assert not mail.receive(post, MAIL % b"x", to="box@in.example")["accepted"]
    ses.delete_receipt_rule_set(RuleSetName="one")


def test_rules_that_cannot_work_are_refused(post):
    ses = post.client("ses")
    ses.create_receipt_rule_set(RuleSetName="refusing")

    def refused(code, action):
        return fails(code, ses.create_receipt_rule, RuleSetName="refusing", Rule={"Name": "r", "Actions": [action]})
    assert refused("InvalidS3Configuration", {"S3Action": {"BucketName": "no-such-bucket"}}) == "Could not write to bucket: no-such-bucket"
    topic = f"arn:aws:sns:{REGION}:{ACCOUNT}:none"
    assert refused("InvalidSnsTopic", {"SNSAction": {"TopicArn": topic}}) == f"Invalid SNS topic: {topic}"
    function = f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:none"
    assert refused("InvalidLambdaFunction", {"LambdaAction": {"FunctionArn": function}}) == f"Could not invoke Lambda function: {function}"
    ses.delete_receipt_rule_set(RuleSetName="refusing")


def test_filters(post):
    ses = post.client("ses")
    ses.create_receipt_filter(Filter={"Name": "net", "IpFilter": {"Policy": "Block", "Cidr": "10.0.0.0/8"}})
    assert ses.list_receipt_filters()["Filters"] == [{"Name": "net", "IpFilter": {"Policy": "Block", "Cidr": "10.0.0.0/8"}}]
    assert "blocked" in mail.receive(post, MAIL % b"x", to="box@in.example", ip="10.1.1.1")["reply"]
    ses.delete_receipt_filter(FilterName="net")
    assert ses.list_receipt_filters()["Filters"] == []


def test_a_function_is_told_if_it_lets_ses_call_it(post):
    ses, functions = post.client("ses"), post.client("lambda")
    arn = make_function(post)
    ses.create_receipt_rule_set(RuleSetName="functions")
    ses.set_active_receipt_rule_set(RuleSetName="functions")
    rule = {"Name": "f", "Enabled": True, "ScanEnabled": True, "Actions": [{"LambdaAction": {"FunctionArn": arn, "InvocationType": "RequestResponse"}},
                                                                           {"AddHeaderAction": {"HeaderName": "X-After", "HeaderValue": "1"}}]}
    assert fails("InvalidLambdaFunction", ses.create_receipt_rule, RuleSetName="functions", Rule=rule) == f"Could not invoke Lambda function: {arn}"
    functions.add_permission(FunctionName="inbox", StatementId="ses", Action="lambda:InvokeFunction", Principal="ses.amazonaws.com", SourceAccount=ACCOUNT)
    ses.create_receipt_rule(RuleSetName="functions", Rule=rule)
    report = mail.receive(post, MAIL % b"go on", **{"from": "ann@outside.example", "to": "box@in.example", "spam": "FAIL"})
    assert [a["action"] for a in report["actions"]] == ["LambdaAction", "AddHeaderAction"], report
    assert all("error" not in a for a in report["actions"]), report
    report = mail.receive(post, MAIL % b"stop", to="box@in.example")
    assert [a["action"] for a in report["actions"]] == ["LambdaAction"]
    deadline = time.time() + 30
    lines = []
    while time.time() < deadline and not lines:
        lines = [line for line in post.lines if "GOT" in line and "go on" in line]
    event = json.loads(lines[0].split("GOT ", 1)[1])
    record = event["Records"][0]
    assert record["eventSource"] == "aws:ses"
    assert record["ses"]["receipt"]["spamVerdict"] == {"status": "FAIL"}
    assert record["ses"]["receipt"]["action"] == {"type": "Lambda", "functionArn": arn, "invocationType": "RequestResponse"}
    assert "hello" not in json.dumps(event)
