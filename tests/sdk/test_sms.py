"""SMS as a product: the sandbox, opting out, replies, prices, and the views of what was sent."""
import json
import subprocess
import threading

import pytest
import requests
from botocore.exceptions import ClientError

from server import BINARY, Server

PHONE = "+15551230001"


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


def api(server, path):
    answer = requests.get(f"{server.url}/_lambent/api/v1/{path}", timeout=60)
    assert answer.status_code == 200, answer.text
    return answer.json()


def reply(server, number, text, headers={"X-Lambent": "1"}):
    return requests.post(f"{server.url}/_lambent/phones/{number}/reply", json={"text": text}, headers=headers, timeout=60)


def verified(server, sns, number):
    sns.create_sms_sandbox_phone_number(PhoneNumber=number)
    code = api(server, f"phones/{number}")["messages"][-1]["text"].split()[-1]
    assert fails("VerificationException", sns.verify_sms_sandbox_phone_number, PhoneNumber=number, OneTimePassword="00000")
    sns.verify_sms_sandbox_phone_number(PhoneNumber=number, OneTimePassword=code)


def test_the_code_arrives_in_the_phone_and_stop_ends_it(server):
    sns = server.client("sns")
    sns.publish(PhoneNumber=PHONE, Message="nobody there yet")
    verified(server, sns, PHONE)
    sent = sns.publish(PhoneNumber=PHONE, Message="hello", MessageAttributes={"AWS.SNS.SMS.SenderID": {"DataType": "String", "StringValue": "MyShop"}})
    phone = api(server, f"phones/{PHONE}")
    assert phone["sandbox"] == "Verified" and phone["optedOut"] is False
    assert [m["status"] for m in phone["messages"]] == ["failed", "delivered", "delivered"]
    last = phone["messages"][-1]
    assert (last["id"], last["text"], last["sender"], last["parts"], last["encoding"]) == (sent["MessageId"], "hello", "MyShop", 1, "GSM-7")

    assert reply(server, PHONE, "STOP", headers={}).status_code == 403, "a web page shall not answer for a phone"
    assert reply(server, PHONE, "Stop").json()["optedOut"] is True
    assert sns.check_if_phone_number_is_opted_out(phoneNumber=PHONE)["isOptedOut"] is True
    assert PHONE in sns.list_phone_numbers_opted_out()["phoneNumbers"]
    sns.publish(PhoneNumber=PHONE, Message="too late")
    assert api(server, f"sms?to={PHONE[1:]}&status=failed")["items"][-1]["reason"] == "Phone number is opted out"
    box = requests.get(f"{server.url}/_aws/sns/sms-messages", timeout=60).json()["sms_messages"][PHONE]
    assert [m["Message"] for m in box][-1] == "hello"

    sns.opt_in_phone_number(phoneNumber=PHONE)
    reply(server, PHONE, "STOP")
    fails("InvalidParameter", sns.opt_in_phone_number, phoneNumber=PHONE)
    assert fails("InvalidParameter", sns.opt_in_phone_number, phoneNumber="phone") == "Invalid parameter: PhoneNumber Reason: input incorrectly formatted"


def test_attributes_act_and_others_are_refused(server):
    sns = server.client("sns", key="222222222222")
    assert sns.get_sms_attributes()["attributes"] == {"MonthlySpendLimit": "1"}
    assert fails("InvalidParameter", sns.set_sms_attributes, attributes={"Colour": "red"}) == "Colour is not a valid attribute"
    assert fails("InvalidParameter", sns.set_sms_attributes, attributes={"DefaultSMSType": "Fast"}) == "DefaultSMSType is invalid"
    sns.set_sms_attributes(attributes={"DefaultSenderID": "MyShop", "DefaultSMSType": "Transactional"})
    assert sns.get_sms_attributes(attributes=["DefaultSenderID"])["attributes"] == {"DefaultSenderID": "MyShop"}
    assert sns.list_origination_numbers()["PhoneNumbers"] == []


def test_a_long_poll_answers_when_something_comes(server):
    last = api(server, "sms?limit=1")["items"]
    after = last[-1]["seq"] if last else 0
    seen = []
    poll = threading.Thread(target=lambda: seen.append(api(server, f"sms?after={after}&wait=30")))
    poll.start()
    server.client("sns").publish(PhoneNumber="+15551239999", Message="at last")
    poll.join(60)
    assert seen and seen[0]["items"][-1]["text"] == "at last"


def cli(server, *arguments):
    done = subprocess.run([BINARY, *arguments, "--endpoint", server.url], capture_output=True, text=True, timeout=60)
    return done.returncode, done.stdout, done.stderr


def test_lambent_sms_lists_and_shows(server):
    sns = server.client("sns")
    sns.publish(PhoneNumber="+15551230007", Message="evil \x1b[2Jtext\nsecond line")
    code, out, _ = cli(server, "sms", "list", "--to", "+15551230007")
    assert code == 0 and "\x1b" not in out and "\\u001b[2Jtext second line" in out and "not delivered" in out
    code, out, _ = cli(server, "sms", "-n", "1", "--json")
    assert code == 0 and json.loads(out)["number"] == "+15551230007"
    code, out, _ = cli(server, "sms", "show", "+15551230007")
    assert code == 0 and out.startswith("+15551230007\n") and "second line" in out
    assert cli(server, "sms", "show", "mum")[0] == 2
    code, _, err = cli(server, "sms", "-n", "3", "show", "+15551230007")
    assert code == 2 and "--count" in err
    assert subprocess.run([BINARY, "sms", "--endpoint", "http://127.0.0.1:1"], capture_output=True, timeout=60).returncode == 3


def test_lambent_sms_follows(server):
    follow = subprocess.Popen([BINARY, "sms", "-f", "-n", "1", "--to", "+15551230008", "--endpoint", server.url], stdout=subprocess.PIPE, text=True)
    try:
        server.client("sns").publish(PhoneNumber="+15551230008", Message="live")
        assert "live" in follow.stdout.readline()
        reply(server, "+15551230008", "thanks")
        assert "thanks" in follow.stdout.readline()
    finally:
        follow.kill()
        follow.wait()
