"""SNS topics through boto3: each group of operations, the recorded error texts, deliveries to functions and HTTP endpoints."""
import base64
import json
import os
import shutil
import subprocess
import time
import uuid

import pytest
import requests
from botocore.exceptions import ClientError

from functions import make_python
from http_subscriber import Subscriber
from server import ACCOUNT, REGION, Server

INVALID = "Invalid parameter: "
HERE = os.path.dirname(os.path.abspath(__file__))


def fault(call, **arguments):
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    error = caught.value.response["Error"]
    return f"{error['Code']}: {error['Message']}"


@pytest.fixture
def sns(server):
    return server.client("sns")


@pytest.fixture
def topic(sns):
    return sns.create_topic(Name=f"t-{uuid.uuid4()}")["TopicArn"]


def queue(name="orders"):
    return f"arn:aws:sqs:{REGION}:{ACCOUNT}:{name}"


def subscribed(sns, topic, subscriber, **attributes):
    arn = sns.subscribe(TopicArn=topic, Protocol="http", Endpoint=subscriber.url, Attributes=attributes, ReturnSubscriptionArn=True)["SubscriptionArn"]
    asked = subscriber.next_json()
    assert asked["Type"] == "SubscriptionConfirmation"
    answer = requests.get(asked["SubscribeURL"], timeout=60)
    assert answer.status_code == 200 and f"<SubscriptionArn>{arn}</SubscriptionArn>" in answer.text, answer.text
    return arn


def test_topics(sns):
    name = f"t-{uuid.uuid4()}"
    arn = sns.create_topic(Name=name, Attributes={"DisplayName": "News"}, Tags=[{"Key": "a", "Value": "1"}])["TopicArn"]
    assert arn == f"arn:aws:sns:{REGION}:{ACCOUNT}:{name}"
    assert sns.create_topic(Name=name)["TopicArn"] == arn
    assert fault(sns.create_topic, Name=name, Attributes={"DisplayName": "Olds"}) == f"InvalidParameter: {INVALID}Attributes Reason: Topic already exists with different attributes"
    assert fault(sns.create_topic, Name=name, Tags=[{"Key": "b", "Value": "1"}]) == f"InvalidParameter: {INVALID}Tags Reason: Topic already exists with different tags"
    assert fault(sns.create_topic, Name="a b") == f"InvalidParameter: {INVALID}Topic Name"
    assert fault(sns.create_topic, Name="a.fifo") == f"InvalidParameter: {INVALID}Topic Name"
    assert any(t["TopicArn"] == arn for page in sns.get_paginator("list_topics").paginate() for t in page["Topics"])
    assert sns.get_topic_attributes(TopicArn=arn)["Attributes"]["DisplayName"] == "News"
    sns.set_topic_attributes(TopicArn=arn, AttributeName="DisplayName", AttributeValue="Other")
    assert sns.get_topic_attributes(TopicArn=arn)["Attributes"]["DisplayName"] == "Other"
    assert fault(sns.set_topic_attributes, TopicArn=arn, AttributeName="Nothing", AttributeValue="x") == f"InvalidParameter: {INVALID}AttributeName"
    assert fault(sns.get_topic_attributes, TopicArn="x") == f"InvalidParameter: {INVALID}TopicArn Reason: An ARN must have at least 6 elements, not 1"
    sns.delete_topic(TopicArn=arn)
    sns.delete_topic(TopicArn=arn)
    assert fault(sns.get_topic_attributes, TopicArn=arn) == "NotFound: Topic does not exist"


def test_tags(sns, topic):
    sns.tag_resource(ResourceArn=topic, Tags=[{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "2"}])
    sns.untag_resource(ResourceArn=topic, TagKeys=["a"])
    assert sns.list_tags_for_resource(ResourceArn=topic)["Tags"] == [{"Key": "b", "Value": "2"}]
    assert fault(sns.tag_resource, ResourceArn=topic, Tags=[{"Key": "a", "Value": "1"}] * 2) == f"InvalidParameter: {INVALID}Duplicated keys are not allowed."
    assert fault(sns.list_tags_for_resource, ResourceArn=topic + "x") == "ResourceNotFound: Resource does not exist"


def test_permissions_let_another_account_in(server, sns, topic):
    other = server.client("sns", key="111122223333")
    assert fault(other.publish, TopicArn=topic, Message="x").startswith("AuthorizationError: User: arn:aws:iam::111122223333:root is not authorized to perform: SNS:Publish on resource: " + topic)
    sns.add_permission(TopicArn=topic, Label="other", AWSAccountId=["111122223333"], ActionName=["Publish"])
    assert other.publish(TopicArn=topic, Message="x")["MessageId"]
    assert fault(sns.add_permission, TopicArn=topic, Label="other", AWSAccountId=["111122223333"], ActionName=["Publish"]) == f"InvalidParameter: {INVALID}Statement already exists"
    assert fault(sns.add_permission, TopicArn=topic, Label="bad", AWSAccountId=["111122223333"], ActionName=["Fly"]) == (
        f"InvalidParameter: {INVALID}Policy statement action out of service scope!")
    sns.remove_permission(TopicArn=topic, Label="other")
    assert fault(other.publish, TopicArn=topic, Message="x").startswith("AuthorizationError")


def test_a_user_needs_a_policy_to_publish(server, topic):
    iam, name = server.client("iam"), f"u-{uuid.uuid4()}"
    iam.create_user(UserName=name)
    key = iam.create_access_key(UserName=name)["AccessKey"]
    mine = server.client("sns", key["AccessKeyId"], key["SecretAccessKey"])
    assert fault(mine.publish, TopicArn=topic, Message="x").endswith(f"SNS:Publish on resource: {topic} because no identity-based policy allows the SNS:Publish action")
    iam.put_user_policy(UserName=name, PolicyName="p", PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": "sns:Publish", "Resource": topic}]}))
    assert mine.publish(TopicArn=topic, Message="x")["MessageId"]


def test_subscriptions(sns, topic):
    arn = sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=queue())["SubscriptionArn"]
    assert sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=queue())["SubscriptionArn"] == arn
    expected = {"SubscriptionArn": arn, "Owner": ACCOUNT, "Protocol": "sqs", "Endpoint": queue(), "TopicArn": topic}
    assert sns.list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"] == [expected]
    assert expected in [s for page in sns.get_paginator("list_subscriptions").paginate() for s in page["Subscriptions"]]
    sns.set_subscription_attributes(SubscriptionArn=arn, AttributeName="RawMessageDelivery", AttributeValue="true")
    assert sns.get_subscription_attributes(SubscriptionArn=arn)["Attributes"]["RawMessageDelivery"] == "true"
    assert fault(sns.subscribe, TopicArn=topic, Protocol="sqs", Endpoint=queue(), Attributes={"RawMessageDelivery": "false"}) == (
        f"InvalidParameter: {INVALID}Attributes Reason: Subscription already exists with different attributes")
    sns.unsubscribe(SubscriptionArn=arn)
    sns.unsubscribe(SubscriptionArn=arn)
    assert fault(sns.get_subscription_attributes, SubscriptionArn=arn) == "NotFound: Subscription does not exist"
    assert fault(sns.unsubscribe, SubscriptionArn=topic) == f"InvalidParameter: {INVALID}SubscriptionId"


@pytest.mark.parametrize("protocol, endpoint, attributes, text", [
    ("pigeon", "x", {}, INVALID + "Amazon SNS does not support this protocol string: pigeon"),
    ("sqs", "http://localhost:4566/1/q", {}, INVALID + "SQS endpoint ARN"),
    ("sqs", queue("q.fifo"), {}, INVALID + "Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics"),
    ("sms", "+15--551234567", {}, "Invalid SMS endpoint: +15--551234567"),
    ("sqs", queue(), {"RawMessageDelivery": "x"}, INVALID + "Attributes Reason: RawMessageDelivery: Invalid value [x]. Must be true or false."),
    ("sqs", queue(), {"FilterPolicyScope": "x"}, INVALID + "Attributes Reason: FilterPolicyScope: Invalid value [x]. Please use either MessageBody or MessageAttributes"),
    ("sqs", queue(), {"RedrivePolicy": '{"deadLetterTargetArn": "x"}'}, INVALID + "Attributes Reason: RedrivePolicy: deadLetterTargetArn is an invalid arn"),
    ("sqs", queue(), {"Nothing": "x"}, INVALID + "Attributes Reason: AttributeName"),
])
def test_subscribe_faults(sns, topic, protocol, endpoint, attributes, text):
    assert fault(sns.subscribe, TopicArn=topic, Protocol=protocol, Endpoint=endpoint, Attributes=attributes) == "InvalidParameter: " + text


@pytest.mark.parametrize("policy, text", [
    ('{"a": [["x"]]}', "Match value must be String, number, true, false, or null"),
    ('{"a": [{"like": "x"}]}', "Unrecognized match type like"),
    ('{"a": []}', "Empty arrays are not allowed"),
    ('{"a": "x"}', '"a" must be an object or an array'),
    ('{"a": [{"prefix": 1}]}', "prefix match pattern must be a string"),
    ('{"a": [{"exists": "x"}]}', "exists match pattern must be either true or false."),
    ('{"a": [{"anything-but": {"suffix": "x"}}]}', "Unsupported anything-but pattern: suffix"),
    ('{"a": [{"numeric": ["<>", 1]}]}', "Unrecognized numeric range operator: <>"),
    ('{"a": [{"numeric": [">", 3, "<", 1]}]}', "Bottom must be less than top"),
    ('{"a": [{"cidr": "10.0.0.0"}]}', "Malformed CIDR, one '/' required"),
    ('{"a":[1],"b":[1],"c":[1],"d":[1],"e":[1],"f":[1]}', "Filter policy can not have more than 5 keys"),
    ('{"a":[1,2,3,4,5,6],"b":[1,2,3,4,5,6],"c":[1,2,3,4,5]}', "Filter policy is too complex"),
    ("{invalid}", "failed to parse JSON. Unexpected character ('i' (code 105)): was expecting double-quote to start field name"),
])
def test_filter_policy_faults(sns, topic, policy, text):
    arn = sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=queue())["SubscriptionArn"]
    told = fault(sns.set_subscription_attributes, SubscriptionArn=arn, AttributeName="FilterPolicy", AttributeValue=policy)
    assert told.split("\n")[0] == f"InvalidParameter: {INVALID}FilterPolicy: {text}"


def test_publish_faults(sns, topic):
    def told(**more):
        return fault(sns.publish, **{"TopicArn": topic, "Message": "x", **more})

    assert told(Message="") == f"InvalidParameter: {INVALID}Empty message"
    assert told(Message="x" * 262_145) == f"InvalidParameter: {INVALID}Message too long"
    assert told(Subject="a\nb") == f"InvalidParameter: {INVALID}Subject"
    assert told(MessageStructure="json") == f"InvalidParameter: {INVALID}Message Structure - JSON message body failed to parse"
    assert told(MessageStructure="json", Message='{"sqs": "x"}') == f"InvalidParameter: {INVALID}Message Structure - No default entry in JSON message body"
    assert told(TopicArn=topic + "x") == "NotFound: Topic does not exist"
    assert told(MessageDeduplicationId="d") == (
        f"InvalidParameter: {INVALID}MessageDeduplicationId Reason: The request includes MessageDeduplicationId parameter that is not valid for this topic type")
    assert told(MessageAttributes={"a": {"DataType": "String", "StringValue": ""}}) == (
        "ParameterValueInvalid: The message attribute 'a' must contain non-empty message attribute value for message attribute type 'String'.")


def test_publish_batch(sns, topic):
    sent = sns.publish_batch(TopicArn=topic, PublishBatchRequestEntries=[{"Id": "1", "Message": "a"}, {"Id": "2", "Message": "b"}])
    assert [one["Id"] for one in sent["Successful"]] == ["1", "2"]

    def told(*entries):
        return fault(sns.publish_batch, TopicArn=topic, PublishBatchRequestEntries=list(entries))

    assert told(*({"Id": str(i), "Message": "x"} for i in range(11))) == "TooManyEntriesInBatchRequest: The batch request contains more entries than permissible."
    assert told({"Id": "1", "Message": "x"}, {"Id": "1", "Message": "y"}) == "BatchEntryIdsNotDistinct: Two or more batch entries in the request have the same Id."
    assert told({"Id": "a b", "Message": "x"}) == "InvalidBatchEntryId: The Id of a batch entry in the batch request contains an impermissible character: a b"
    assert told({"Id": "1", "Message": "x" * 200_000}, {"Id": "2", "Message": "x" * 200_000}) == (
        "BatchRequestTooLong: The length of all the messages put together is more than the limit.")


def test_fifo(sns):
    arn = sns.create_topic(Name=f"t-{uuid.uuid4()}.fifo", Attributes={"FifoTopic": "true"})["TopicArn"]
    assert fault(sns.publish, TopicArn=arn, Message="x") == f"InvalidParameter: {INVALID}The MessageGroupId parameter is required for FIFO topics"
    assert fault(sns.publish, TopicArn=arn, Message="x", MessageGroupId="g") == (
        f"InvalidParameter: {INVALID}The topic should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly")
    first = sns.publish(TopicArn=arn, Message="x", MessageGroupId="g", MessageDeduplicationId="d")
    again = sns.publish(TopicArn=arn, Message="x", MessageGroupId="g", MessageDeduplicationId="d")
    assert (first["MessageId"], first["SequenceNumber"]) == (again["MessageId"], again["SequenceNumber"])
    assert len(first["SequenceNumber"]) == 20


def test_a_function_gets_the_message_once_it_may(server, sns, topic):
    name = f"f-{uuid.uuid4()}"
    with Subscriber() as told:
        source = ("import json, os, urllib.request\n"
                  "def handler(event, context):\n"
                  "    urllib.request.urlopen(urllib.request.Request(os.environ['TO'], json.dumps(event).encode()))\n")
        function = make_python(server, name, source, Environment={"Variables": {"TO": told.url}})["FunctionArn"]
        sns.subscribe(TopicArn=topic, Protocol="lambda", Endpoint=function)
        sns.publish(TopicArn=topic, Message="refused")
        server.client("lambda").add_permission(FunctionName=name, StatementId="sns", Action="lambda:InvokeFunction", Principal="sns.amazonaws.com", SourceArn=topic)
        sent = sns.publish(TopicArn=topic, Message="hello", MessageAttributes={"n": {"DataType": "Binary", "BinaryValue": b"\xff"}})
        record = told.next_json()["Records"][0]
    assert record["EventSource"] == "aws:sns"
    assert (record["Sns"]["Message"], record["Sns"]["MessageId"], record["Sns"]["Subject"]) == ("hello", sent["MessageId"], None)
    assert record["Sns"]["MessageAttributes"] == {"n": {"Type": "Binary", "Value": base64.b64encode(b"\xff").decode()}}


def test_http_delivery_and_filters(sns, topic):
    with Subscriber() as s:
        arn = subscribed(sns, topic, s, FilterPolicy='{"kind": ["a", {"prefix": "b"}]}')
        sns.publish(TopicArn=topic, Message="not wanted", MessageAttributes={"kind": {"DataType": "String", "StringValue": "c"}})
        sns.publish(TopicArn=topic, Message="wanted", Subject="s", MessageAttributes={"kind": {"DataType": "String", "StringValue": "bb"}})
        headers, body = s.next()
        assert headers["x-amz-sns-message-type"] == "Notification"
        assert headers["x-amz-sns-subscription-arn"] == arn
        message = json.loads(body)
        assert (message["Message"], message["Subject"]) == ("wanted", "s")
        answer = requests.get(message["UnsubscribeURL"], timeout=60)
        assert answer.status_code == 200
        assert s.next_json()["Type"] == "UnsubscribeConfirmation"
        assert sns.list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"] == []


def test_an_endpoint_that_fails_gets_the_message_later():
    one = Server("--clock", "skipping")
    try:
        sns = one.client("sns")
        topic = sns.create_topic(Name="t")["TopicArn"]
        with Subscriber() as s:
            subscribed(sns, topic, s, DeliveryPolicy=json.dumps({"healthyRetryPolicy": {"numRetries": 3, "minDelayTarget": 60, "maxDelayTarget": 600, "backoffFunction": "exponential"}}))
            for answer in (500, "close", "hang"):
                s.answers.put(answer)
            sns.publish(TopicArn=topic, Message="hello")
            bodies = [s.next()[1] for _ in range(4)]
            assert len(set(bodies)) == 1 and json.loads(bodies[0])["Message"] == "hello"
    finally:
        assert one.stop()


@pytest.mark.skipif(not shutil.which("openssl"), reason="no openssl")
def test_https_endpoints_must_show_a_trusted_certificate(tmp_path):
    cert, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", cert, "-days", "2", "-subj", "/CN=localhost",
                    "-addext", "subjectAltName=DNS:localhost"], check=True, capture_output=True)
    for trusted in (True, False):
        one = Server("--clock", "skipping", env={"SSL_CERT_FILE": str(cert)} if trusted else {})
        try:
            sns = one.client("sns")
            topic = sns.create_topic(Name="t")["TopicArn"]
            with Subscriber((cert, key)) as s:
                sns.subscribe(TopicArn=topic, Protocol="https", Endpoint=s.url)
                if trusted:
                    assert s.next_json()["Type"] == "SubscriptionConfirmation"
                    continue
                for _ in range(600):
                    seen = [e["data"] for e in requests.get(one.url + "/_lambent/api/v1/journal?type=http", timeout=60).json()["items"]]
                    if seen:
                        break
                    time.sleep(0.1)
                assert seen[0]["data"]["delivered"] is False and "no secure connection" in seen[0]["data"]["response"], seen
                assert s.posts.empty()
        finally:
            assert one.stop()


def test_tokens_as_localstack_shows_them(server, sns, topic):
    arn = sns.subscribe(TopicArn=topic, Protocol="email", Endpoint="ann@example.com", ReturnSubscriptionArn=True)["SubscriptionArn"]
    shown = requests.get(f"{server.url}/_aws/sns/subscription-tokens/{arn}", timeout=60).json()
    assert shown["subscription_arn"] == arn
    assert fault(sns.confirm_subscription, TopicArn=topic, Token="randomtoken") == "InvalidParameter: Invalid token"
    assert fault(sns.confirm_subscription, TopicArn=topic, Token="a" * 288) == f"InvalidParameter: {INVALID}Token"
    assert sns.confirm_subscription(TopicArn=topic, Token=shown["subscription_token"])["SubscriptionArn"] == arn


def test_links_need_no_signature_even_where_everything_else_does():
    one = Server("--auth", "strict")
    try:
        answer = requests.get(one.url + "/?Action=ConfirmSubscription&TopicArn=" + f"arn:aws:sns:{REGION}:{ACCOUNT}:none&Token=" + "a" * 288, timeout=60)
        assert (answer.status_code, "Invalid parameter: Token" in answer.text) == (400, True), answer.text
        assert requests.get(one.url + "/?Action=ListTopics", timeout=60).status_code == 403
    finally:
        assert one.stop()


def verified(pem, envelope, names, digest, folder):
    text = "".join(f"{name}\n{envelope[name]}\n" for name in names if name in envelope)
    for name, content in {"cert.pem": pem.encode(), "text": text.encode(), "signature": base64.b64decode(envelope["Signature"])}.items():
        (folder / name).write_bytes(content)
    key = subprocess.run(["openssl", "x509", "-in", folder / "cert.pem", "-pubkey", "-noout"], capture_output=True, check=True).stdout
    (folder / "key.pem").write_bytes(key)
    run = subprocess.run(["openssl", "dgst", digest, "-verify", folder / "key.pem", "-signature", folder / "signature", folder / "text"], capture_output=True, text=True)
    return run.returncode == 0


@pytest.mark.skipif(not shutil.which("openssl"), reason="no openssl")
@pytest.mark.parametrize("version, digest", [("1", "-sha1"), ("2", "-sha256")])
def test_signatures_are_of_the_served_certificate(sns, topic, tmp_path, version, digest):
    sns.set_topic_attributes(TopicArn=topic, AttributeName="SignatureVersion", AttributeValue=version)
    with Subscriber() as s:
        sns.subscribe(TopicArn=topic, Protocol="http", Endpoint=s.url)
        asked = s.next_json()
        requests.get(asked["SubscribeURL"], timeout=60)
        sns.publish(TopicArn=topic, Message="hello", Subject="s")
        message = s.next_json()
        requests.get(message["UnsubscribeURL"], timeout=60)
        ended = s.next_json()
    pem = requests.get(message["SigningCertURL"], timeout=60).text
    confirmation = ["Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"]
    assert message["SignatureVersion"] == version
    assert verified(pem, message, ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"], digest, tmp_path)
    assert verified(pem, asked, confirmation, digest, tmp_path)
    assert verified(pem, ended, confirmation, digest, tmp_path)
    assert not verified(pem, {**message, "Message": "other"}, ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"], digest, tmp_path)


def test_the_validator_of_npm_accepts_our_signatures(server):
    if not os.path.isdir(os.path.join(HERE, "js/node_modules/sns-validator")) or not shutil.which("node"):
        pytest.skip("no sns-validator: run scripts/setup")
    run = subprocess.run(["node", "--test", "sns_validator.test.mjs"], cwd=os.path.join(HERE, "js"), capture_output=True, text=True, timeout=60, env=server.cli_env())
    assert run.returncode == 0, run.stdout + run.stderr
