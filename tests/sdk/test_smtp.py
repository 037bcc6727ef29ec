"""SMTP with Python's smtplib: mail that comes in, mail that is submitted with SES SMTP credentials, the relay."""
import base64
import hashlib
import hmac
import json
import smtplib
import socketserver
import ssl
import threading

import pytest

import mail
from server import ACCOUNT, REGION, Server

MESSAGE = "From: a@one.example\r\nTo: b@two.example\r\nSubject: by smtp\r\n\r\nhello\r\n.dot\r\n"


def smtp_password(secret, region=REGION):
    def sign(key, text):
        return hmac.new(key, text.encode(), hashlib.sha256).digest()
    key = sign(("AWS4" + secret).encode(), "11111111")
    for step in (region, "ses", "aws4_request", "SendRawEmail"):
        key = sign(key, step)
    return base64.b64encode(b"\x04" + key).decode()


@pytest.fixture(scope="module")
def post():
    port = mail.free_port()
    one = Server("--clock", "real", "--smtp-port", str(port))
    one.smtp_port = port
    mail.verify(one, "a@one.example", "two.example", "in.example")
    yield one
    assert one.stop()
    assert not [line for line in one.errors if "Sanitizer" in line or "error" in line.lower()], one.errors


def talk(server):
    return smtplib.SMTP("127.0.0.1", server.smtp_port, timeout=60)


def user_with(server, name, actions):
    iam = server.client("iam")
    iam.create_user(UserName=name)
    if actions:
        policy = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": actions, "Resource": "*"}]}
        iam.put_user_policy(UserName=name, PolicyName="p", PolicyDocument=json.dumps(policy))
    key = iam.create_access_key(UserName=name)["AccessKey"]
    return key["AccessKeyId"], smtp_password(key["SecretAccessKey"])


def refused(call):
    with pytest.raises(smtplib.SMTPResponseException) as caught:
        call()
    return caught.value.smtp_code, caught.value.smtp_error.decode()


def test_mail_is_submitted_by_who_may(post):
    user, password = user_with(post, "sender", ["ses:SendRawEmail"])
    with talk(post) as smtp:
        smtp.login(user, password)
        smtp.mail("a@one.example")
        smtp.rcpt("b@two.example")
        code, answer = smtp.data(MESSAGE)
        assert code == 250
        message_id = answer.decode().split()[-1]
    shown = mail.outbox(post, message_id)[0]
    assert shown["Source"] == "a@one.example" and shown["Destinations"] == ["b@two.example"]
    assert shown["RawData"].endswith("hello\r\n.dot\r\n")
    with talk(post) as smtp:
        smtp.login(user, password)
        code, text = refused(lambda: smtp.sendmail("c@elsewhere.example", ["b@two.example"], MESSAGE))
        assert code == 554
        assert text == ("Message rejected: Email address is not verified. The following identities failed the check in region US-EAST-1: "
                        "a@one.example, c@elsewhere.example") or text.endswith("US-EAST-1: c@elsewhere.example")
        smtp.ehlo()
        many = [f"r{n}@two.example" for n in range(51)]
        assert refused(lambda: smtp.sendmail("a@one.example", many, MESSAGE)) == (554, "Transaction failed: Recipient count exceeds 50")


def test_who_may_not_is_told(post):
    user, password = user_with(post, "idle", [])
    with talk(post) as smtp:
        smtp.login(user, password)
        code, text = refused(lambda: smtp.sendmail("a@one.example", ["b@two.example"], MESSAGE))
        assert code == 554
        assert text == (f"Access denied: User `arn:aws:iam::{ACCOUNT}:user/idle' is not authorized to perform `ses:SendRawEmail' on resource "
                        f"`arn:aws:ses:{REGION}:{ACCOUNT}:identity/a@one.example'")
    with talk(post) as smtp:
        with pytest.raises(smtplib.SMTPAuthenticationError) as caught:
            smtp.login(user, "wrong")
        assert caught.value.smtp_code == 535
        assert caught.value.smtp_error == b"Authentication Credentials Invalid"


def take_in(post, name, recipient, **rule):
    """Makes a rule set that takes mail for one recipient, and makes it the active one."""
    ses = post.client("ses")
    ses.create_receipt_rule_set(RuleSetName=name)
    ses.create_receipt_rule(RuleSetName=name, Rule={"Name": "r", "Enabled": True, "Recipients": [recipient], **rule})
    ses.set_active_receipt_rule_set(RuleSetName=name)


def test_without_login_mail_comes_in(post):
    take_in(post, "smtp", "box@in.example")
    with talk(post) as smtp:
        with pytest.raises(smtplib.SMTPRecipientsRefused) as caught:
            smtp.sendmail("ann@outside.example", ["nobody@in.example"], MESSAGE)
        assert caught.value.recipients["nobody@in.example"] == (550, b"5.1.1 Requested action not taken: mailbox unavailable")
        assert smtp.mail("ann@outside.example")[0] == 250
        assert smtp.rcpt("box@in.example")[0] == 250
        code, answer = smtp.data(MESSAGE)
        assert code == 250
        message_id = answer.decode().split()[-1]
    assert b"Return-Path: <ann@outside.example>" in mail.raw(post, message_id)
    assert mail.parts(post, message_id)["text"] == "hello\r\n.dot\r\n"


def unverified():
    """The certificate is the emulator's own."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def test_over_tls_a_rule_may_require_it(post):
    take_in(post, "tls", "safe@in.example", TlsPolicy="Require")
    with talk(post) as smtp:
        with pytest.raises(smtplib.SMTPRecipientsRefused):
            smtp.sendmail("ann@outside.example", ["safe@in.example"], MESSAGE)
        assert smtp.has_extn("starttls")
    with talk(post) as smtp:
        assert smtp.starttls(context=unverified())[0] == 220
        smtp.ehlo()
        assert not smtp.has_extn("starttls")
        smtp.mail("ann@outside.example")
        smtp.rcpt("safe@in.example")
        code, answer = smtp.data(MESSAGE)
        assert code == 250
        first = smtp.sock.getpeercert(binary_form=True)
    assert mail.parts(post, answer.decode().split()[-1])["text"] == "hello\r\n.dot\r\n"
    user, password = user_with(post, "secret", ["ses:SendRawEmail"])
    with talk(post) as smtp:
        smtp.starttls(context=unverified())
        assert smtp.sock.getpeercert(binary_form=True) == first, "one certificate for all"
        smtp.login(user, password)
        assert smtp.sendmail("a@one.example", ["b@two.example"], MESSAGE + "x" * 70 + "\r\n") == {}
    trusting = ssl.create_default_context(cadata=ssl.DER_cert_to_PEM_cert(first))
    with smtplib.SMTP("localhost", post.smtp_port, timeout=60) as smtp:
        assert smtp.starttls(context=trusting)[0] == 220


def test_a_large_mail_and_one_that_is_too_large(post):
    take_in(post, "large", "box@in.example")
    line = "x" * 78 + "\r\n"
    with talk(post) as smtp:
        smtp.ehlo()
        assert smtp.esmtp_features["size"] == str(40 * 1024 * 1024)
        assert smtp.mail("ann@outside.example")[0] == 250
        assert smtp.rcpt("box@in.example")[0] == 250
        code, answer = smtp.data(MESSAGE + line * (39 * 1024 * 1024 // 80))
        assert code == 250
        assert mail.parts(post, answer.decode().split()[-1])["size"] > 38 * 1024 * 1024
        smtp.mail("ann@outside.example")
        smtp.rcpt("box@in.example")
        assert smtp.data(line * (41 * 1024 * 1024 // 80)) == (552, b"5.3.4 Message size exceeds fixed limit")
        assert smtp.noop()[0] == 250


class Taker(socketserver.StreamRequestHandler):
    """A small SMTP server that takes everything but mail for refused@."""
    def handle(self):
        say = lambda text: self.wfile.write(text.encode() + b"\r\n")  # noqa: E731
        say("220 taker")
        lines, recipients = [], []
        while command := self.rfile.readline().decode().strip():
            if command.upper().startswith("RCPT") and "refused@" in command:
                say("550 5.1.1 no such user")
            elif command.upper() == "DATA":
                say("354 go on")
                while (line := self.rfile.readline()) != b".\r\n":
                    lines.append(line[1:] if line.startswith(b".") else line)
                self.server.taken.append((recipients, b"".join(lines)))
                self.server.arrived.set()
                say("250 taken")
            elif command.upper() == "QUIT":
                say("221 bye")
                return
            else:
                if command.upper().startswith("RCPT"):
                    recipients.append(command[9:-1])
                say("250-many\r\n250 ok" if command.startswith("EHLO") else "250 ok")


def test_sent_mail_is_relayed():
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Taker) as taker:
        taker.taken, taker.arrived = [], threading.Event()
        threading.Thread(target=taker.serve_forever, daemon=True).start()
        post = Server("--clock", "real", "--smtp-relay", f"127.0.0.1:{taker.server_address[1]}")
        post.client("ses").verify_email_identity(EmailAddress="refused@one.example")
        post.client("ses").verify_email_identity(EmailAddress="a@one.example")
        assert taker.arrived.wait(60), "the mail with the link did not arrive"
        recipients, content = taker.taken[0]
        assert recipients == ["a@one.example"]
        assert b"/_lambent/ses/verify/" in content.replace(b"=\r\n", b"")
        assert post.stop()
        taker.shutdown()
