"""SNS to phones and SES v1 and v2 through boto3, with the recorded error texts."""
import pytest
import requests
from botocore.exceptions import ClientError

from server import REGION


def fails(code, call, **arguments):
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    assert caught.value.response["Error"]["Code"] == code, caught.value
    return caught.value.response["Error"]["Message"]


def test_sandbox_number_is_verified_by_the_code_that_arrives(server):
    sns = server.client("sns")
    assert sns.get_sms_sandbox_account_status()["IsInSandbox"] is True
    sns.create_sms_sandbox_phone_number(PhoneNumber="+15550000001")
    numbers = {n["PhoneNumber"]: n["Status"] for n in sns.list_sms_sandbox_phone_numbers()["PhoneNumbers"]}
    assert numbers["+15550000001"] == "Pending"
    inbox = requests.get(f"{server.url}/_aws/sns/sms-messages", timeout=60).json()["sms_messages"]["+15550000001"]
    code = "".join(c for c in inbox[-1]["Message"] if c.isdigit())[:6]
    sns.verify_sms_sandbox_phone_number(PhoneNumber="+15550000001", OneTimePassword=code)
    numbers = {n["PhoneNumber"]: n["Status"] for n in sns.list_sms_sandbox_phone_numbers()["PhoneNumbers"]}
    assert numbers["+15550000001"] == "Verified"
    assert sns.publish(PhoneNumber="+15550000001", Message="hello")["MessageId"]
    inbox = requests.get(f"{server.url}/_aws/sns/sms-messages", timeout=60).json()["sms_messages"]["+15550000001"]
    assert inbox[-1]["Message"] == "hello"


def test_publish_faults(server):
    sns = server.client("sns")
    for wrong in ("+1a234", "NAA+15551234567", "12", "+012345678"):
        assert fails("InvalidParameter", sns.publish, PhoneNumber=wrong, Message="x") == (
            f"Invalid parameter: PhoneNumber Reason: {wrong} is not valid to publish to")
    assert fails("InvalidParameter", sns.publish, PhoneNumber="+15550000001", Message="") == "Invalid parameter: Empty message"
    topic = f"arn:aws:sns:{REGION}:000000000000:none"
    assert fails("NotFound", sns.publish, TopicArn=topic, Message="x") == "Topic does not exist"


def test_ses_v1_and_v2_share_identities_and_refuse_the_unverified(server):
    ses, v2 = server.client("ses"), server.client("sesv2")
    message = {"Subject": {"Data": "s"}, "Body": {"Text": {"Data": "t"}}}
    mail = dict(Source="a@one.example", Destination={"ToAddresses": ["b@two.example"]}, Message=message)
    assert fails("MessageRejected", ses.send_email, **mail) == (
        "Email address is not verified. The following identities failed the check in region US-EAST-1: a@one.example, b@two.example")
    for address in ("a@one.example", "b@two.example"):
        ses.verify_email_identity(EmailAddress=address)
        box = requests.get(f"{server.url}/_aws/ses", timeout=60).json()["messages"]
        text = [m for m in box if address in m["Destination"]["ToAddresses"]][-1]["Body"]["text_part"]
        link = [word for word in text.split() if "/_lambent/ses/verify/" in word][0]
        assert requests.get(link, timeout=60).status_code == 200
    assert ses.get_identity_verification_attributes(Identities=["a@one.example"])["VerificationAttributes"]["a@one.example"]["VerificationStatus"] == "Success"
    assert len(ses.send_email(**mail)["MessageId"]) == 60
    assert v2.get_email_identity(EmailIdentity="a@one.example")["VerifiedForSendingStatus"] is True
    sent = v2.send_email(FromEmailAddress="a@one.example", Destination={"ToAddresses": ["b@two.example"]},
                         Content={"Simple": {"Subject": {"Data": "v2"}, "Body": {"Text": {"Data": "text"}}}})
    assert sent["MessageId"]
    box = requests.get(f"{server.url}/_aws/ses?id={sent['MessageId']}", timeout=60).json()["messages"]
    assert [m["Subject"] for m in box] == ["v2"]
