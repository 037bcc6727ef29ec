"""Mobile push and data protection policies through boto3."""
import json

import pytest
import requests
from botocore.exceptions import ClientError

from server import ACCOUNT, REGION, Server

APP = f"arn:aws:sns:{REGION}:{ACCOUNT}:app/ADM/shop"


@pytest.fixture(scope="module")
def server():
    one = Server("--clock", "real")
    yield one
    assert one.stop(), "the server did not end on SIGTERM"


def fails(code, call, **arguments):
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    assert caught.value.response["Error"]["Code"] == code, caught.value
    return caught.value.response["Error"]["Message"]


def pushes(server, query=""):
    return requests.get(f"{server.url}/_aws/sns/platform-endpoint-messages{query}", timeout=60).json()


def test_applications_endpoints_and_their_texts(server):
    sns = server.client("sns")
    keys = {"PlatformPrincipal": "id", "PlatformCredential": "secret"}
    assert sns.create_platform_application(Name="shop", Platform="ADM", Attributes=keys)["PlatformApplicationArn"] == APP
    assert sns.list_platform_applications()["PlatformApplications"] == [{"PlatformApplicationArn": APP, "Attributes": {"Enabled": "true"}}]
    for name, reason in (("@name", "must contain only characters 'a'-'z', 'A'-'Z', '0'-'9', '_', '-', and '.'"), ("", "cannot be empty"),
                         ("a" * 257, "must be at most 256 characters long")):
        assert fails("InvalidParameter", sns.create_platform_application, Name=name, Platform="ADM", Attributes=keys) == f"Invalid parameter: {name} Reason: {reason}"
    assert fails("InvalidParameter", sns.create_platform_application, Name="x", Platform="AAA", Attributes=keys) == "Invalid parameter: Platform Reason: AAA is not supported"
    assert fails("InvalidParameter", sns.create_platform_application, Name="x", Platform="ADM", Attributes={"PlatformPrincipal": "id"}) == (
        "Invalid parameter: Attributes Reason: PlatformPrincipal attribute provided without PlatformCredential")
    assert fails("ValidationError", sns.create_platform_application, Name="x", Platform="ADM", Attributes={}) == (
        "1 validation error detected: Value null at 'attributes' failed to satisfy constraint: Member must not be null")
    assert fails("InvalidParameter", sns.get_platform_application_attributes, PlatformApplicationArn="x") == (
        "Invalid parameter: PlatformApplicationArn Reason: An ARN must have at least 6 elements, not 1")
    assert fails("NotFound", sns.get_platform_application_attributes, PlatformApplicationArn=APP + "2") == "PlatformApplication does not exist"
    sns.set_platform_application_attributes(PlatformApplicationArn=APP, Attributes={"SuccessFeedbackSampleRate": "50"})
    assert sns.get_platform_application_attributes(PlatformApplicationArn=APP)["Attributes"] == {"Enabled": "true", "SuccessFeedbackSampleRate": "50"}

    arn = sns.create_platform_endpoint(PlatformApplicationArn=APP, Token="token_1")["EndpointArn"]
    assert sns.create_platform_endpoint(PlatformApplicationArn=APP, Token="token_1")["EndpointArn"] == arn
    assert fails("InvalidParameter", sns.create_platform_endpoint, PlatformApplicationArn=APP, Token="token_1", CustomUserData="x") == (
        f"Invalid parameter: Token Reason: Endpoint {arn} already exists with the same Token, but different attributes.")
    assert sns.list_endpoints_by_platform_application(PlatformApplicationArn=APP)["Endpoints"] == [{"EndpointArn": arn, "Attributes": {"Enabled": "true", "Token": "token_1"}}]
    assert fails("InvalidParameter", sns.set_endpoint_attributes, EndpointArn=arn.rsplit("/", 1)[0], Attributes={"Enabled": "false"}) == (
        "Invalid parameter: EndpointArn Reason: Wrong number of slashes in relative portion of the ARN.")
    assert fails("NotFound", sns.get_endpoint_attributes, EndpointArn=arn + "0") == "Endpoint does not exist"
    sns.delete_endpoint(EndpointArn=arn)
    assert sns.list_endpoints_by_platform_application(PlatformApplicationArn=APP)["Endpoints"] == []
    sns.delete_platform_application(PlatformApplicationArn=APP)
    assert fails("NotFound", sns.list_endpoints_by_platform_application, PlatformApplicationArn=APP) == "PlatformApplication does not exist"


def test_publish_to_an_endpoint(server):
    sns = server.client("sns")
    app = sns.create_platform_application(Name="news", Platform="GCM", Attributes={"PlatformCredential": "key"})["PlatformApplicationArn"]
    arn = sns.create_platform_endpoint(PlatformApplicationArn=app, Token="t")["EndpointArn"]
    plain = sns.publish(TargetArn=arn, Message="hello", Subject="s")["MessageId"]
    sns.publish(TargetArn=arn, Message=json.dumps({"GCM": json.dumps({"data": {"k": "v"}}), "default": "any"}), MessageStructure="json",
                MessageAttributes={"a": {"DataType": "String", "StringValue": "v"}})
    shown = pushes(server)["platform_endpoint_messages"][arn]
    assert shown[0] == {"TargetArn": arn, "TopicArn": "", "Message": "hello", "MessageAttributes": {}, "MessageStructure": None, "Subject": "s", "MessageId": plain}
    assert json.loads(json.loads(shown[1]["Message"])) == {"data": {"k": "v"}}
    listed = requests.get(f"{server.url}/_lambent/api/v1/pushes?to={arn}", timeout=60).json()["items"]
    assert [p["message"] for p in listed] == ["hello", '{"data": {"k": "v"}}']

    sns.set_endpoint_attributes(EndpointArn=arn, Attributes={"Enabled": "false"})
    assert fails("EndpointDisabled", sns.publish, TargetArn=arn, Message="x") == "Endpoint is disabled"
    sns.set_endpoint_attributes(EndpointArn=arn, Attributes={"Enabled": "true"})
    sns.set_platform_application_attributes(PlatformApplicationArn=app, Attributes={"Enabled": "false"})
    fails("PlatformApplicationDisabled", sns.publish, TargetArn=arn, Message="x")
    assert fails("InvalidParameter", sns.publish, TargetArn=arn + "0", Message="x") == "Invalid parameter: TargetArn Reason: No endpoint found for the target arn specified"
    assert requests.delete(f"{server.url}/_aws/sns/platform-endpoint-messages", timeout=60).status_code == 204
    assert pushes(server) == {"platform_endpoint_messages": {}, "region": REGION}


def test_endpoints_need_what_the_caller_may(server):
    iam = server.client("iam")
    app = f"arn:aws:sns:{REGION}:{ACCOUNT}:app/GCM/mine"
    iam.create_user(UserName="phone")
    iam.put_user_policy(UserName="phone", PolicyName="p", PolicyDocument=json.dumps(
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sns:CreatePlatformEndpoint", "Resource": app}]}))
    key = iam.create_access_key(UserName="phone")["AccessKey"]
    mine = server.client("sns", key["AccessKeyId"], key["SecretAccessKey"])
    root = server.client("sns")
    for name in ("mine", "other"):
        root.create_platform_application(Name=name, Platform="GCM", Attributes={"PlatformCredential": "key"})
    arn = mine.create_platform_endpoint(PlatformApplicationArn=app, Token="t")["EndpointArn"]
    assert "SNS:CreatePlatformEndpoint" in fails("AuthorizationError", mine.create_platform_endpoint, PlatformApplicationArn=app.replace("mine", "other"), Token="t")
    assert f"SNS:Publish on resource: {arn}" in fails("AuthorizationError", mine.publish, TargetArn=arn, Message="x")


def test_data_protection_policies(server):
    sns = server.client("sns")
    topic = sns.create_topic(Name="orders")["TopicArn"]
    policy = {"Name": "p", "Version": "2021-06-01", "Statement": [{
        "DataDirection": "Inbound", "Principal": ["*"], "Operation": {"Deny": {}},
        "DataIdentifier": ["arn:aws:dataprotection::aws:data-identifier/EmailAddress"]}]}
    sns.put_data_protection_policy(ResourceArn=topic, DataProtectionPolicy=json.dumps(policy))
    assert json.loads(sns.get_data_protection_policy(ResourceArn=topic)["DataProtectionPolicy"]) == policy
    assert "prohibits this message" in fails("AuthorizationError", sns.publish, TopicArn=topic, Message="to ada@example.com")
    policy["Statement"][0]["Operation"] = {"Deidentify": {"MaskConfig": {"MaskWithCharacter": "#"}}}
    assert "Deidentify" in fails("NotImplemented", sns.put_data_protection_policy, ResourceArn=topic, DataProtectionPolicy=json.dumps(policy))
