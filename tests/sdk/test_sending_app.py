"""The sending application through its REST route: what a browser's page would do, and what comes out."""
import json
import time

import pytest
import requests

from server import ACCOUNT, REGION, Server, sending

MACHINE = f"arn:aws:states:{REGION}:{ACCOUNT}:stateMachine:Sending"
SMS = {"typeOfSending": "sms", "phoneNumber": "+15556667788", "message": "hello by SMS"}
EMAIL = {"typeOfSending": "email", "destinationEmail": "receiver@example.com", "message": "hello by mail"}


def route(server):
    apis = server.client("apigateway").get_rest_apis()["items"]
    assert len(apis) == 1
    return f"{server.url}/restapis/{apis[0]['id']}/prod/_user_request_/sending"


def post(server, body):
    return requests.post(route(server), data=body if isinstance(body, str) else json.dumps(body), timeout=60)


def last_execution(server):
    """The newest execution, waited for through the emulator's own word that nothing is under way any more."""
    for _ in range(600):
        if requests.get(f"{server.url}/_lambent/api/v1/quiet", timeout=60).json()["quiet"]:
            break
        time.sleep(0.05)
    states = server.client("stepfunctions")
    newest = states.list_executions(stateMachineArn=MACHINE)["executions"][0]
    return states.describe_execution(executionArn=newest["executionArn"])


def test_sms(app):
    answer = post(app, SMS)
    assert answer.status_code == 200
    assert "Status" in answer.json()
    execution = last_execution(app)
    assert execution["status"] == "SUCCEEDED"
    assert json.loads(execution["output"]) == "SMS sent!"
    sent = requests.get(f"{app.url}/_aws/sns/sms-messages", timeout=60).json()["sms_messages"]
    assert [m["Message"] for m in sent["+15556667788"]] == ["hello by SMS"]


def test_email(app):
    assert post(app, EMAIL).status_code == 200
    execution = last_execution(app)
    assert execution["status"] == "SUCCEEDED", execution
    assert json.loads(execution["output"]) == "Email sent!"
    mails = requests.get(f"{app.url}/_aws/ses", timeout=60).json()["messages"]
    assert len(mails) == 1
    assert mails[0]["Destination"]["ToAddresses"] == ["receiver@example.com"]
    assert mails[0]["Body"]["text_part"] == "hello by mail"


def test_another_type_fails_with_no_choice_matched(app):
    assert post(app, {"typeOfSending": "fax"}).status_code == 200
    execution = last_execution(app)
    assert execution["status"] == "FAILED"
    assert execution["error"] == "States.NoChoiceMatched"
    assert requests.get(f"{app.url}/_aws/sns/sms-messages", timeout=60).json()["sms_messages"] == {}


@pytest.mark.parametrize("body", ["", "not json", "[1,2", "\"a string\""])
def test_malformed_bodies_are_refused_by_the_function(app, body):
    answer = post(app, body)
    assert answer.status_code == 400, answer.text


def test_an_unverified_number_and_address_are_refused_in_the_words_of_aws(app):
    assert post(app, {**EMAIL, "destinationEmail": "stranger@example.org"}).status_code == 200
    execution = last_execution(app)
    assert execution["status"] == "FAILED"
    assert "Email address is not verified. The following identities failed the check in region US-EAST-1: stranger@example.org" in execution["cause"]


def test_an_unknown_path_is_refused_as_api_gateway_does(app):
    answer = requests.post(route(app).replace("/sending", "/other"), data="{}", timeout=60)
    assert answer.status_code == 403
    assert answer.json() == {"message": "Missing Authentication Token"}


def test_history_has_the_order_of_aws(app):
    post(app, SMS)
    execution = last_execution(app)
    events = app.client("stepfunctions").get_execution_history(executionArn=execution["executionArn"])["events"]
    assert [(e["type"], e["previousEventId"]) for e in events] == [
        ("ExecutionStarted", 0), ("ChoiceStateEntered", 0), ("ChoiceStateExited", 2), ("TaskStateEntered", 3),
        ("LambdaFunctionScheduled", 4), ("LambdaFunctionStarted", 5), ("LambdaFunctionSucceeded", 6),
        ("TaskStateExited", 7), ("ExecutionSucceeded", 8)]
    assert [e["id"] for e in events] == list(range(1, 10))


def test_a_role_without_publish_is_refused():
    template, parameters = sending(variant="denied")
    denied = Server(template=template, parameters=parameters)
    try:
        assert post(denied, SMS).status_code == 200
        execution = last_execution(denied)
        assert execution["status"] == "FAILED"
        assert "is not authorized to perform: SNS:Publish on resource:" in execution["cause"]
        assert "because no identity-based policy allows the SNS:Publish action" in execution["cause"]
        assert requests.get(f"{denied.url}/_aws/sns/sms-messages", timeout=60).json()["sms_messages"] == {}
        denials = requests.get(f"{denied.url}/_lambent/api/v1/denials", timeout=60).json()["items"]
        statement = json.dumps(denials[0])
        assert "sns:Publish" in statement and "SendingRole" in statement
    finally:
        assert denied.stop()
