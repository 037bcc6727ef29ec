"""SES version 1 through boto3: every group of operations and the error texts of AWS."""
import json

import pytest
from botocore.exceptions import ClientError

from mail import Account, fails

STREAM = {"IAMRoleARN": "arn:aws:iam::000000000000:role/r", "DeliveryStreamARN": "arn:aws:firehose:us-east-1:000000000000:deliverystream/s"}
ALL = ["send", "reject", "bounce", "complaint", "delivery", "open", "click"]


@pytest.fixture
def account(server):
    return Account(server, production=True).verify("a@one.example")


def test_send_faults(server):
    account = Account(server)
    ses = account.ses
    assert fails("MessageRejected", ses.send_email, **account.mail()) == (
        "Email address is not verified. The following identities failed the check in region US-EAST-1: a@one.example, b@two.example")
    account.verify("one.example", "two.example")
    assert fails("InvalidParameterValue", ses.send_email, **account.mail(to=[])) == "At least one destination address is required."
    assert fails("InvalidParameterValue", ses.send_email, **account.mail(to=["b@two.example"] * 51)) == "Recipient count exceeds 50."
    assert fails("InvalidParameterValue", ses.send_email, **account.mail(to=["nobody"])) == "Missing final '@domain'"
    assert fails("ConfigurationSetDoesNotExist", ses.send_email, **account.mail(ConfigurationSetName="none")) == "Configuration set <none> does not exist."
    assert fails("InvalidParameterValue", ses.send_email, **account.mail(Tags=[{"Name": "a b", "Value": "x"}])) == (
        "Invalid tag name <a b>: only alphanumeric ASCII characters, '_',  '-' are allowed.")
    assert fails("InvalidParameterValue", ses.send_raw_email, RawMessage={"Data": b"To: b@two.example\n\nx"}) == "Missing required header 'From'."
    ses.update_account_sending_enabled(Enabled=False)
    assert ses.get_account_sending_enabled()["Enabled"] is False
    fails("AccountSendingPausedException", ses.send_email, **account.mail())
    ses.update_account_sending_enabled(Enabled=True)
    assert ses.send_email(**account.mail(to=["success@simulator.amazonses.com"]))["MessageId"]
    quota = ses.get_send_quota()
    assert (quota["Max24HourSend"], quota["MaxSendRate"], quota["SentLast24Hours"]) == (200.0, 1.0, 0.0)
    sent, refusal = 0, None
    while refusal is None and sent < 190:  # one more for each second that this takes
        try:
            ses.send_email(**account.mail())
            sent += 1
        except ClientError as error:
            refusal = error.response["Error"]
    assert (refusal["Code"], refusal["Message"]) == ("Throttling", "Maximum sending rate exceeded")
    assert sent >= 60
    assert sum(p["DeliveryAttempts"] for p in ses.get_send_statistics()["SendDataPoints"]) == sent + 1


def test_identities(account):
    ses = account.ses
    tokens = ses.verify_domain_dkim(Domain="three.example")["DkimTokens"]
    assert len(tokens) == 3
    assert ses.get_identity_dkim_attributes(Identities=["three.example"])["DkimAttributes"]["three.example"]["DkimVerificationStatus"] == "Pending"
    assert fails("InvalidParameterValue", ses.set_identity_dkim_enabled, Identity="three.example", DkimEnabled=True) == (
        "Domain three.example is not verified for DKIM signing.")
    account.get(f"/_lambent/ses/verify/{tokens[0]}")
    ses.set_identity_dkim_enabled(Identity="three.example", DkimEnabled=True)
    assert ses.get_identity_dkim_attributes(Identities=["three.example"])["DkimAttributes"]["three.example"] == {
        "DkimEnabled": True, "DkimVerificationStatus": "Success", "DkimTokens": tokens}
    assert ses.list_identities(IdentityType="Domain")["Identities"] == ["three.example"]
    assert ses.list_verified_email_addresses()["VerifiedEmailAddresses"] == ["a@one.example"]
    assert ses.get_identity_notification_attributes(Identities=["a@one.example"])["NotificationAttributes"]["a@one.example"] == {
        "ForwardingEnabled": True, "HeadersInBounceNotificationsEnabled": False, "HeadersInComplaintNotificationsEnabled": False,
        "HeadersInDeliveryNotificationsEnabled": False}
    ses.set_identity_headers_in_notifications_enabled(Identity="a@one.example", NotificationType="Bounce", Enabled=True)
    assert ses.get_identity_notification_attributes(Identities=["a@one.example"])["NotificationAttributes"]["a@one.example"]["HeadersInBounceNotificationsEnabled"]
    fails("InvalidParameterValue", ses.set_identity_feedback_forwarding_enabled, Identity="a@one.example", ForwardingEnabled=False)
    fails("InvalidParameterValue", ses.set_identity_notification_topic, Identity="a@one.example", NotificationType="Bounce", SnsTopic="arn:aws:sns:us-east-1:1:x")
    ses.delete_identity(Identity="three.example")
    assert ses.get_identity_verification_attributes(Identities=["three.example"])["VerificationAttributes"] == {}


def test_mail_from(account):
    ses = account.verify("four.example").ses
    assert fails("InvalidParameterValue", ses.set_identity_mail_from_domain, Identity="four.example", MailFromDomain="x.other.example") == (
        "Provided MAIL-FROM domain 'x.other.example' is not subdomain of the domain of the identity 'four.example'.")
    domain = f"bounce{account.id}.four.example"
    ses.set_identity_mail_from_domain(Identity="four.example", MailFromDomain=domain, BehaviorOnMXFailure="RejectMessage")
    fails("MailFromDomainNotVerifiedException", ses.send_email, **account.mail(source="x@four.example"))
    assert account.get(f"/_lambent/ses/verify-mail-from/{domain}").status_code == 200
    assert ses.get_identity_mail_from_domain_attributes(Identities=["four.example"])["MailFromDomainAttributes"]["four.example"] == {
        "MailFromDomain": domain, "MailFromDomainStatus": "Success", "BehaviorOnMXFailure": "RejectMessage"}
    assert ses.send_email(**account.mail(source="x@four.example"))["MessageId"]


def test_another_account_sends_if_the_identity_allows_it(server, account):
    other = Account(server, production=True)
    arn = f"arn:aws:ses:us-east-1:{account.id}:identity/a@one.example"
    mail = other.mail(SourceArn=arn)
    assert fails("AccessDenied", other.ses.send_email, **mail) == (
        f"User `arn:aws:iam::{other.id}:root' is not authorized to perform `ses:SendEmail' on resource `{arn}'")
    policy = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": other.id}, "Action": ["ses:SendEmail"], "Resource": arn}]}
    account.ses.put_identity_policy(Identity="a@one.example", PolicyName="share", Policy=json.dumps(policy))
    assert account.ses.list_identity_policies(Identity="a@one.example")["PolicyNames"] == ["share"]
    assert json.loads(account.ses.get_identity_policies(Identity="a@one.example", PolicyNames=["share"])["Policies"]["share"]) == policy
    assert other.ses.send_email(**mail)["MessageId"]
    assert "RawEmail" in fails("AccessDenied", other.ses.send_raw_email, RawMessage={"Data": b"From: a@one.example\nTo: b@two.example\n\nx"}, SourceArn=arn)
    account.ses.delete_identity_policy(Identity="a@one.example", PolicyName="share")
    fails("AccessDenied", other.ses.send_email, **mail)
    assert fails("InvalidPolicy", account.ses.put_identity_policy, Identity="a@one.example", PolicyName="x", Policy="{").startswith("Invalid policy")


def test_configuration_sets_and_events(account):
    ses = account.ses
    ses.create_configuration_set(ConfigurationSet={"Name": "cs"})
    assert fails("ConfigurationSetAlreadyExists", ses.create_configuration_set, ConfigurationSet={"Name": "cs"}) == "Configuration set cs already exists."
    destination = {"Name": "all", "Enabled": True, "MatchingEventTypes": ALL, "KinesisFirehoseDestination": STREAM}
    ses.create_configuration_set_event_destination(ConfigurationSetName="cs", EventDestination=destination)
    fails("EventDestinationAlreadyExists", ses.create_configuration_set_event_destination, ConfigurationSetName="cs", EventDestination=destination)
    topic = "arn:aws:sns:us-east-1:000000000000:missing"
    assert fails("InvalidSNSDestination", ses.create_configuration_set_event_destination, ConfigurationSetName="cs", EventDestination={
        "Name": "sns", "MatchingEventTypes": ["send"], "SNSDestination": {"TopicARN": topic}}) == f"SNS topic <{topic}> not found."
    assert fails("EventDestinationDoesNotExist", ses.delete_configuration_set_event_destination, ConfigurationSetName="cs", EventDestinationName="x") == (
        "No EventDestination found for cs")
    shown = ses.describe_configuration_set(ConfigurationSetName="cs", ConfigurationSetAttributeNames=["eventDestinations", "reputationOptions"])
    assert shown["EventDestinations"][0]["MatchingEventTypes"] == sorted(ALL)
    for to in ("success", "bounce", "complaint"):
        ses.send_email(**account.mail(to=[f"{to}@simulator.amazonses.com"], ConfigurationSetName="cs"))
    kinds = [e["eventType"] for e in account.events()]
    assert kinds == ["Send", "Delivery", "Send", "Bounce", "Send", "Delivery", "Complaint"]
    event = account.events()[0]
    assert list(event) == ["eventType", "mail", "send"]
    assert event["mail"]["tags"]["ses:caller-identity"] == ["root"]
    assert event["mail"]["sendingAccountId"] == account.id
    ses.update_configuration_set_sending_enabled(ConfigurationSetName="cs", Enabled=False)
    assert fails("ConfigurationSetSendingPausedException", ses.send_email, **account.mail(ConfigurationSetName="cs")) == (
        "Sending is paused for configuration set cs")
    ses.update_configuration_set_reputation_metrics_enabled(ConfigurationSetName="cs", Enabled=True)
    ses.put_configuration_set_delivery_options(ConfigurationSetName="cs", DeliveryOptions={"TlsPolicy": "Require"})
    fails("InvalidTrackingOptions", ses.create_configuration_set_tracking_options, ConfigurationSetName="cs", TrackingOptions={"CustomRedirectDomain": "l.no.example"})
    fails("TrackingOptionsDoesNotExistException", ses.delete_configuration_set_tracking_options, ConfigurationSetName="cs")
    ses.delete_configuration_set(ConfigurationSetName="cs")
    assert fails("ConfigurationSetDoesNotExist", ses.describe_configuration_set, ConfigurationSetName="cs") == "Configuration set <cs> does not exist."


def test_opens_and_clicks(account):
    ses = account.ses
    ses.create_configuration_set(ConfigurationSet={"Name": "track"})
    ses.create_configuration_set_event_destination(ConfigurationSetName="track", EventDestination={
        "Name": "all", "Enabled": True, "MatchingEventTypes": ["open", "click"], "KinesisFirehoseDestination": STREAM})
    sent = ses.send_email(**account.mail(ConfigurationSetName="track"))["MessageId"]
    url = account.server.url
    picture = account.get(account.link(sent, "open")[len(url):])
    assert picture.headers["Content-Type"] == "image/gif"
    moved = account.get(account.link(sent, "click")[len(url):])
    assert (moved.status_code, moved.headers["Location"]) == (302, "https://shop.example/?a=1")
    opened, clicked = account.events()
    assert opened["eventType"] == "Open" and opened["open"]["ipAddress"] == "127.0.0.1"
    assert clicked["click"]["link"] == "https://shop.example/?a=1" and clicked["click"]["linkTags"] is None


def test_custom_verification(server, account):
    ses = account.ses
    template = dict(TemplateName="hi", FromEmailAddress="a@one.example", TemplateSubject="please", TemplateContent="<p>hello</p>",
                    SuccessRedirectionURL="https://one.example/yes", FailureRedirectionURL="https://one.example/no")
    ses.create_custom_verification_email_template(**template)
    fails("CustomVerificationEmailTemplateAlreadyExists", ses.create_custom_verification_email_template, **template)
    fails("FromEmailAddressNotVerified", ses.create_custom_verification_email_template, **{**template, "TemplateName": "x", "FromEmailAddress": "x@no.example"})
    assert ses.get_custom_verification_email_template(TemplateName="hi")["TemplateContent"] == "<p>hello</p>"
    sent = ses.send_custom_verification_email(EmailAddress="new@five.example", TemplateName="hi")["MessageId"]
    moved = account.get(account.link(sent, "verify")[len(server.url):])
    assert (moved.status_code, moved.headers["Location"]) == (302, "https://one.example/yes")
    assert "new@five.example" in ses.list_verified_email_addresses()["VerifiedEmailAddresses"]
    ses.update_custom_verification_email_template(TemplateName="hi", TemplateSubject="now")
    assert ses.list_custom_verification_email_templates()["CustomVerificationEmailTemplates"][0]["TemplateSubject"] == "now"
    ses.delete_custom_verification_email_template(TemplateName="hi")
    fails("CustomVerificationEmailTemplateDoesNotExist", ses.send_custom_verification_email, EmailAddress="n@x.example", TemplateName="hi")
    sandboxed = Account(server).verify("a@one.example")
    sandboxed.ses.create_custom_verification_email_template(**template)
    fails("ProductionAccessNotGranted", sandboxed.ses.send_custom_verification_email, EmailAddress="n@x.example", TemplateName="hi")


def test_a_bounce_needs_a_received_mail(account):
    assert fails("MessageRejected", account.ses.send_bounce, OriginalMessageId="none", BounceSender="a@one.example",
                 BouncedRecipientInfoList=[{"Recipient": "x@one.example", "BounceType": "DoesNotExist"}]) == (
        "The original message none was not received within the last 24 hours.")
