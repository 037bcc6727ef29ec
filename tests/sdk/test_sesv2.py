"""SES version 2 through boto3: every group of operations and the error texts of AWS."""
import json

import pytest
import requests
from botocore.exceptions import ClientError

from mail import Account, fails

STREAM = {"IamRoleArn": "arn:aws:iam::000000000000:role/r", "DeliveryStreamArn": "arn:aws:firehose:us-east-1:000000000000:deliverystream/s"}


@pytest.fixture
def account(server):
    return Account(server, production=True).verify("a@one.example")


def message(to="b@two.example", text="text", **more):
    return dict(FromEmailAddress="a@one.example", Destination={"ToAddresses": [to]},
                Content={"Simple": {"Subject": {"Data": "s"}, "Body": {"Text": {"Data": text}}}}, **more)


def test_identities(account):
    v2 = account.v2
    made = v2.create_email_identity(EmailIdentity="six.example", Tags=[{"Key": "k", "Value": "v"}])
    assert made["IdentityType"] == "DOMAIN" and len(made["DkimAttributes"]["Tokens"]) == 3
    assert fails("AlreadyExistsException", v2.create_email_identity, EmailIdentity="six.example") == "Email identity six.example already exist."
    assert fails("NotFoundException", v2.get_email_identity, EmailIdentity="x@no.example") == "Email identity x@no.example does not exist."
    account.get(f"/_lambent/ses/verify/{made['DkimAttributes']['Tokens'][2]}")
    v2.put_email_identity_dkim_attributes(EmailIdentity="six.example", SigningEnabled=False)
    v2.put_email_identity_mail_from_attributes(EmailIdentity="six.example", MailFromDomain="m.six.example", BehaviorOnMxFailure="REJECT_MESSAGE")
    fails("BadRequestException", v2.put_email_identity_feedback_attributes, EmailIdentity="six.example", EmailForwardingEnabled=False)
    signing = v2.put_email_identity_dkim_signing_attributes(EmailIdentity="six.example", SigningAttributesOrigin="EXTERNAL", SigningAttributes={
        "DomainSigningSelector": "sel", "DomainSigningPrivateKey": "QUJD"})
    assert signing["DkimStatus"] == "SUCCESS"
    shown = v2.get_email_identity(EmailIdentity="six.example")
    assert shown["VerifiedForSendingStatus"] is True and shown["VerificationStatus"] == "SUCCESS"
    assert shown["MailFromAttributes"] == {"MailFromDomain": "m.six.example", "MailFromDomainStatus": "PENDING", "BehaviorOnMxFailure": "REJECT_MESSAGE"}
    assert {i["IdentityName"] for i in v2.list_email_identities()["EmailIdentities"]} == {"a@one.example", "six.example"}
    policy = json.dumps({"Statement": [{"Effect": "Deny", "Principal": "*", "Action": "ses:*", "Resource": f"arn:aws:ses:us-east-1:{account.id}:identity/six.example"}]})
    v2.create_email_identity_policy(EmailIdentity="six.example", PolicyName="p", Policy=policy)
    v2.update_email_identity_policy(EmailIdentity="six.example", PolicyName="p", Policy=policy)
    assert v2.get_email_identity_policies(EmailIdentity="six.example")["Policies"] == {"p": policy}
    v2.delete_email_identity_policy(EmailIdentity="six.example", PolicyName="p")
    v2.delete_email_identity(EmailIdentity="six.example")
    fails("NotFoundException", v2.delete_email_identity, EmailIdentity="six.example")


def test_account(server):
    account = Account(server)
    v2 = account.v2
    shown = v2.get_account()
    assert shown["ProductionAccessEnabled"] is False and shown["EnforcementStatus"] == "HEALTHY"
    assert shown["SuppressionAttributes"] == {"SuppressedReasons": ["BOUNCE", "COMPLAINT"]}
    v2.put_account_suppression_attributes(SuppressedReasons=["COMPLAINT"])
    v2.put_account_dedicated_ip_warmup_attributes(AutoWarmupEnabled=True)
    v2.put_account_details(MailType="MARKETING", WebsiteURL="https://x.example", ProductionAccessEnabled=True)
    shown = v2.get_account()
    assert shown["ProductionAccessEnabled"] and shown["DedicatedIpAutoWarmupEnabled"] and shown["Details"]["ReviewDetails"]["Status"] == "GRANTED"
    v2.put_account_sending_attributes(SendingEnabled=False)
    account.verify("a@one.example")
    assert fails("SendingPausedException", v2.send_email, **message()) == "Account sending is disabled."


def test_configuration_sets(account):
    v2 = account.v2
    v2.create_configuration_set(ConfigurationSetName="cs", SendingOptions={"SendingEnabled": True}, SuppressionOptions={"SuppressedReasons": ["BOUNCE"]},
                                DeliveryOptions={"TlsPolicy": "REQUIRE"}, ReputationOptions={"ReputationMetricsEnabled": True}, Tags=[{"Key": "k", "Value": "v"}])
    assert fails("AlreadyExistsException", v2.create_configuration_set, ConfigurationSetName="cs") == "Configuration set cs already exists."
    account.verify("seven.example")
    v2.put_configuration_set_tracking_options(ConfigurationSetName="cs", CustomRedirectDomain="l.seven.example", HttpsPolicy="OPTIONAL")
    v2.put_configuration_set_delivery_options(ConfigurationSetName="cs", TlsPolicy="OPTIONAL")
    v2.put_configuration_set_reputation_options(ConfigurationSetName="cs", ReputationMetricsEnabled=False)
    v2.put_configuration_set_suppression_options(ConfigurationSetName="cs", SuppressedReasons=[])
    shown = v2.get_configuration_set(ConfigurationSetName="cs")
    assert shown["TrackingOptions"] == {"CustomRedirectDomain": "l.seven.example", "HttpsPolicy": "OPTIONAL"}
    assert shown["SuppressionOptions"] == {"SuppressedReasons": []}
    v2.put_configuration_set_sending_options(ConfigurationSetName="cs", SendingEnabled=False)
    assert fails("SendingPausedException", v2.send_email, **message(ConfigurationSetName="cs")) == "Sending is paused for configuration set cs"
    assert v2.list_configuration_sets()["ConfigurationSets"] == ["cs"]
    bus = {"Enabled": True, "MatchingEventTypes": ["SEND"], "EventBridgeDestination": {"EventBusArn": f"arn:aws:events:us-east-1:{account.id}:event-bus/default"}}
    v2.create_configuration_set_event_destination(ConfigurationSetName="cs", EventDestinationName="bus", EventDestination=bus)
    fails("AlreadyExistsException", v2.create_configuration_set_event_destination, ConfigurationSetName="cs", EventDestinationName="bus", EventDestination=bus)
    v2.update_configuration_set_event_destination(ConfigurationSetName="cs", EventDestinationName="bus", EventDestination={**bus, "MatchingEventTypes": ["SUBSCRIPTION", "DELIVERY_DELAY"]})
    assert v2.get_configuration_set_event_destinations(ConfigurationSetName="cs")["EventDestinations"][0]["MatchingEventTypes"] == ["DELIVERY_DELAY", "SUBSCRIPTION"]
    v2.delete_configuration_set_event_destination(ConfigurationSetName="cs", EventDestinationName="bus")
    assert fails("NotFoundException", v2.delete_configuration_set_event_destination, ConfigurationSetName="cs", EventDestinationName="bus") == "No EventDestination found for cs"
    v2.delete_configuration_set(ConfigurationSetName="cs")
    assert fails("NotFoundException", v2.get_configuration_set, ConfigurationSetName="cs") == "Configuration set <cs> does not exist."


def test_suppression_list(account):
    v2 = account.v2
    v2.create_configuration_set(ConfigurationSetName="cs")
    v2.create_configuration_set_event_destination(ConfigurationSetName="cs", EventDestinationName="all", EventDestination={
        "Enabled": True, "MatchingEventTypes": ["SEND", "BOUNCE", "DELIVERY"], "KinesisFirehoseDestination": STREAM})
    sent = v2.send_email(**message(ConfigurationSetName="cs"))["MessageId"]
    answer = requests.post(f"{account.server.url}/_lambent/ses/feedback", json={"MessageId": sent, "Type": "Bounce"}, headers={"X-Lambent": "1"}, timeout=60)
    assert answer.status_code == 204
    assert v2.get_suppressed_destination(EmailAddress="b@two.example")["SuppressedDestination"]["Attributes"]["MessageId"] == sent
    v2.send_email(**message(ConfigurationSetName="cs"))
    assert [e["eventType"] for e in account.events()] == ["Send", "Delivery", "Bounce", "Send", "Bounce"]
    assert account.events()[-1]["bounce"]["bounceSubType"] == "OnAccountSuppressionList"
    v2.put_suppressed_destination(EmailAddress="c@two.example", Reason="COMPLAINT")
    first = v2.list_suppressed_destinations(PageSize=1)
    second = v2.list_suppressed_destinations(PageSize=1, NextToken=first["NextToken"])
    assert [p["SuppressedDestinationSummaries"][0]["EmailAddress"] for p in (first, second)] == ["b@two.example", "c@two.example"]
    v2.delete_suppressed_destination(EmailAddress="b@two.example")
    assert fails("NotFoundException", v2.get_suppressed_destination, EmailAddress="b@two.example") == (
        "Email address b@two.example does not exist on your suppression list.")


def test_contact_lists_and_unsubscribing(account):
    v2 = account.v2
    v2.create_contact_list(ContactListName="people", Topics=[{"TopicName": "news", "DisplayName": "News", "DefaultSubscriptionStatus": "OPT_IN"}])
    assert fails("BadRequestException", v2.create_contact_list, ContactListName="more") == "A maximum of 1 Lists allowed per account."
    assert fails("NotFoundException", v2.get_contact_list, ContactListName="x") == "List with name: x doesn't exist."
    v2.create_contact(ContactListName="people", EmailAddress="b@two.example", AttributesData='{"n": 1}')
    assert fails("AlreadyExistsException", v2.create_contact, ContactListName="people", EmailAddress="b@two.example") == "b@two.example already exists in List."
    assert fails("NotFoundException", v2.get_contact, ContactListName="people", EmailAddress="z@x.example") == "z@x.example doesn't exist in List."
    options = {"ContactListName": "people", "TopicName": "news"}
    sent = v2.send_email(**message(text="bye {{amazonSESUnsubscribeUrl}} ", ListManagementOptions=options))["MessageId"]
    link = account.link(sent, "unsubscribe", "text_part")
    headers = {h["Name"]: h["Value"] for h in account.outbox(id=sent)[0]["Headers"]}
    assert headers == {"List-Unsubscribe": f"<{link}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    assert requests.post(link, data={"List-Unsubscribe": "One-Click"}, timeout=60).status_code == 200
    assert v2.get_contact(ContactListName="people", EmailAddress="b@two.example")["TopicPreferences"] == [{"TopicName": "news", "SubscriptionStatus": "OPT_OUT"}]
    sent = v2.send_email(**message(ListManagementOptions=options))["MessageId"]
    assert account.outbox(id=sent)[0]["Undelivered"] == {"b@two.example": "Unsubscribed"}
    v2.update_contact(ContactListName="people", EmailAddress="b@two.example", UnsubscribeAll=True)
    assert len(v2.list_contacts(ContactListName="people", Filter={"FilteredStatus": "OPT_OUT"})["Contacts"]) == 1
    v2.update_contact_list(ContactListName="people", Description="d", Topics=[])
    assert v2.list_contact_lists()["ContactLists"][0]["ContactListName"] == "people"
    v2.delete_contact(ContactListName="people", EmailAddress="b@two.example")
    v2.delete_contact_list(ContactListName="people")


def test_custom_verification_and_tags(account):
    v2 = account.v2
    template = dict(TemplateName="hi", FromEmailAddress="a@one.example", TemplateSubject="please", TemplateContent="<p>hello</p>",
                    SuccessRedirectionURL="https://one.example/yes", FailureRedirectionURL="https://one.example/no")
    v2.create_custom_verification_email_template(**template)
    fails("AlreadyExistsException", v2.create_custom_verification_email_template, **template)
    v2.update_custom_verification_email_template(**{**template, "TemplateSubject": "now"})
    assert v2.send_custom_verification_email(EmailAddress="n@x.example", TemplateName="hi")["MessageId"]
    arn = f"arn:aws:ses:us-east-1:{account.id}:custom-verification-email-template/hi"
    v2.tag_resource(ResourceArn=arn, Tags=[{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "2"}])
    v2.untag_resource(ResourceArn=arn, TagKeys=["a"])
    assert v2.list_tags_for_resource(ResourceArn=arn)["Tags"] == [{"Key": "b", "Value": "2"}]
    assert len(v2.list_custom_verification_email_templates()["CustomVerificationEmailTemplates"]) == 1
    v2.delete_custom_verification_email_template(TemplateName="hi")
    assert fails("NotFoundException", v2.get_custom_verification_email_template, TemplateName="hi") == "Custom verification email template hi does not exist."


def test_send_faults(server):
    account = Account(server)
    v2 = account.v2
    assert fails("MessageRejected", v2.send_email, **message()) == (
        "Email address is not verified. The following identities failed the check in region US-EAST-1: a@one.example, b@two.example")
    account.verify("one.example", "two.example")
    assert fails("BadRequestException", v2.send_email, **message(ConfigurationSetName="none")) == "Configuration set <none> does not exist."
    assert fails("BadRequestException", v2.send_email, **message(to="nobody")) == "Missing final '@domain'"
    with pytest.raises(ClientError) as caught:  # one a second; how many go through at once depends on how fast they come
        for _ in range(1000):
            v2.send_email(**message())
    assert caught.value.response["Error"] == {"Code": "TooManyRequestsException", "Message": "Maximum sending rate exceeded"}
