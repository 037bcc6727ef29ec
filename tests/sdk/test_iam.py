"""Roles that really limit, through boto3: from creation over denial to the fix."""
import json

import pytest
from botocore.exceptions import ClientError

from functions import invoke, make_python, make_role
from server import ACCOUNT

PUBLISHER = """
import boto3
from botocore.exceptions import ClientError
sns = boto3.client('sns')
def handler(event, context):
    try:
        return {'id': sns.publish(PhoneNumber='+15550000002', Message='from a role')['MessageId']}
    except ClientError as e:
        return e.response['Error']
"""


def test_a_role_denies_then_the_fix_allows_on_the_next_call(server):
    sns, iam = server.client("sns"), server.client("iam")
    role = make_role(server, "limited", "service-role/AWSLambdaBasicExecutionRole")
    make_python(server, "publisher", PUBLISHER, role=role, Timeout=30)
    _, refused = invoke(server, "publisher")
    assert refused["Code"] == "AuthorizationError"
    assert refused["Message"].startswith(
        f"User: arn:aws:sts::{ACCOUNT}:assumed-role/limited/publisher is not authorized to perform: SNS:Publish on resource: ")
    assert refused["Message"].endswith("because no identity-based policy allows the SNS:Publish action")
    iam.put_role_policy(RoleName="limited", PolicyName="sms", PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": "sns:Publish", "Resource": "*"}]}))
    _, allowed = invoke(server, "publisher")
    assert "id" in allowed or allowed["Code"] != "AuthorizationError", allowed
    iam.put_role_policy(RoleName="limited", PolicyName="no", PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [
        {"Effect": "Deny", "Action": "sns:*", "Resource": "*"}]}))
    _, denied = invoke(server, "publisher")
    assert denied["Message"].endswith("with an explicit deny in an identity-based policy")
    assert sns.list_sms_sandbox_phone_numbers() is not None  # the outside caller is root and is not limited


def test_users_keys_are_verified_and_limited(server):
    iam = server.client("iam")
    iam.create_user(UserName="ann")
    key = iam.create_access_key(UserName="ann")["AccessKey"]
    ann = server.client("sts", key=key["AccessKeyId"], secret=key["SecretAccessKey"])
    assert ann.get_caller_identity()["Arn"] == f"arn:aws:iam::{ACCOUNT}:user/ann"
    with pytest.raises(ClientError) as caught:
        server.client("sts", key=key["AccessKeyId"], secret="wrong").get_caller_identity()
    assert caught.value.response["Error"]["Code"] == "SignatureDoesNotMatch"
    with pytest.raises(ClientError) as caught:
        server.client("lambda", key=key["AccessKeyId"], secret=key["SecretAccessKey"]).list_functions()
    assert caught.value.response["Error"]["Code"] == "AccessDeniedException"
    assert "is not authorized to perform: lambda:ListFunctions" in caught.value.response["Error"]["Message"]


def test_assume_role_gives_a_limited_session(server):
    trust = json.dumps({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:user/bob"}, "Action": "sts:AssumeRole"}]})
    iam = server.client("iam")
    iam.create_user(UserName="bob")
    iam.put_user_policy(UserName="bob", PolicyName="assume", PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*"}]}))
    key = iam.create_access_key(UserName="bob")["AccessKey"]
    role = make_role(server, "reader", "AWSStepFunctionsReadOnlyAccess", trust=trust)
    made = server.client("sts", key=key["AccessKeyId"], secret=key["SecretAccessKey"]).assume_role(RoleArn=role, RoleSessionName="now")
    keys = made["Credentials"]
    assert keys["AccessKeyId"].startswith("ASIA")
    session = dict(key=keys["AccessKeyId"], secret=keys["SecretAccessKey"], token=keys["SessionToken"])
    assert server.client("sts", **session).get_caller_identity()["Arn"] == f"arn:aws:sts::{ACCOUNT}:assumed-role/reader/now"
    assert "stateMachines" in server.client("stepfunctions", **session).list_state_machines()
    with pytest.raises(ClientError) as caught:
        server.client("stepfunctions", **session).create_state_machine(name="m", definition="{}", roleArn=role)
    assert caught.value.response["Error"]["Code"] == "AccessDeniedException"
    server.client("iam").detach_role_policy(RoleName="reader", PolicyArn="arn:aws:iam::aws:policy/AWSStepFunctionsReadOnlyAccess")
    server.client("iam").delete_role(RoleName="reader")
    with pytest.raises(ClientError):
        server.client("stepfunctions", **session).list_state_machines()


def test_iam_errors_in_the_words_of_iam(server):
    iam = server.client("iam")
    with pytest.raises(ClientError) as caught:
        iam.get_role(RoleName="nobody")
    assert caught.value.response["Error"] == {"Type": "Sender", "Code": "NoSuchEntity", "Message": "The role with name nobody cannot be found."}
    make_role(server, "twice")
    with pytest.raises(ClientError) as caught:
        make_role(server, "twice")
    assert caught.value.response["Error"]["Message"] == "Role with name twice already exists."
    with pytest.raises(ClientError) as caught:
        iam.put_role_policy(RoleName="twice", PolicyName="p", PolicyDocument="{")
    assert caught.value.response["Error"]["Code"] == "MalformedPolicyDocument"
