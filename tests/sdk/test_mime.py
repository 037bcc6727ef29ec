"""Mail as lambent reads and writes it beside Python's email package, over a corpus made by chance (the same each time)."""
import base64
import email
import email.header
import email.policy
import email.utils
import hashlib
import random
from email.message import EmailMessage

import pytest

import mail
from server import Server

WORDS = ["hello", "Grüße", "naïve café", "日本語", "a, b; c", 'quo"ted', "ends in blank ", "=?utf-8?Q?fake?=", "x" * 90, "tab\there", "emoji 🎉", ""]


@pytest.fixture(scope="module")
def post():
    one = Server("--clock", "real")
    mail.verify(one, "a@one.example", "two.example")
    ses = one.client("ses")
    ses.create_receipt_rule_set(RuleSetName="all")
    ses.create_receipt_rule(RuleSetName="all", Rule={"Name": "all", "Enabled": True})
    ses.set_active_receipt_rule_set(RuleSetName="all")
    yield one
    assert one.stop()


def text(chance, length):
    return " ".join(chance.choice(WORDS) for _ in range(length))


def generated(seed):
    chance = random.Random(seed)
    message = EmailMessage(policy=email.policy.SMTP)
    message["From"] = "a@one.example"
    message["To"] = "b@two.example"
    message["Subject"] = text(chance, chance.randint(0, 8)).replace("\t", " ").strip()
    message.set_content("\n".join(text(chance, 5) for _ in range(chance.randint(0, 20))), charset=chance.choice(["utf-8", "utf-8", "utf-8"]),
                        cte=chance.choice(["quoted-printable", "base64", "8bit"]))
    if chance.random() < 0.6:
        message.add_alternative(f"<p>{text(chance, 4)}</p>", subtype="html", cte=chance.choice(["quoted-printable", "base64"]))
    for _ in range(chance.randint(0, 3)):
        name = chance.choice(["a.bin", "ünicode.pdf", "with blank.txt", "日本語" * 12 + ".dat", 'q"uote.bin'])
        message.add_attachment(chance.randbytes(chance.randint(0, 3000)), maintype="application", subtype="octet-stream", filename=name)
    if chance.random() < 0.3:
        inner = EmailMessage(policy=email.policy.SMTP)
        inner["Subject"] = "inner"
        inner.set_content("inside")
        message.add_attachment(inner)
    return message.as_bytes(policy=email.policy.SMTP)


BY_HAND = [
    b"Subject: =?iso-8859-1?Q?caf=E9?= =?iso-8859-1?q?_bar?=\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\ncaf=E9=\r\n!\r\n",
    b"Subject: plain\nContent-Type: multipart/mixed; boundary=b\n\npreamble\n--b\n\nfirst\n--b\nContent-Type: text/html\n\n<p>\n--b--\nepilogue\n",
    b"Subject: no end\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nfirst\n--b\n\nsecond",
    b"Subject: alike\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: multipart/alternative; boundary=bb\n\n--bb\n\nin\n--bb--\n--b--\n",
    b"Subject: digest\nContent-Type: multipart/digest; boundary=b\n\n--b\n\nSubject: one\n\nx\n--b--\n",
    b"Subject: folded\n\tonce\n twice\nContent-Disposition: attachment;\n filename*0*=utf-8''%C3%BC;\n filename*1=ber.txt\n\nbody",
    b"Content-Type: nonsense\n\nbody\n",
    b"Content-Type: text/plain; charset=\"utf-8\" (a comment)\nContent-Transfer-Encoding: base64\n\naGVs\nbG8=\n",
    b"no header\nat all\n",
    b"\nbody after an empty line\n",
    b"Subject:\n\n",
]


def expected(message):
    """A part in the form of GET /_lambent/mail/{id}/parts, as far as both tell it."""
    out = {"type": message.get_content_type()}
    if message.is_multipart():
        out["parts"] = [expected(one) for one in message.get_payload()]
        return out
    content = message.get_payload(decode=True)
    out["sha256"] = hashlib.sha256(content).hexdigest()
    name = message.get_filename()
    if name:
        out["filename"] = "".join(t.decode(c or "ascii", "replace") if isinstance(t, bytes) else t for t, c in email.header.decode_header(name))
    return out


def told(part):
    out = {"type": part["type"]}
    if "parts" in part:
        out["parts"] = [told(one) for one in part["parts"]]
        return out
    out["sha256"] = part["sha256"]
    if "filename" in part:
        out["filename"] = part["filename"]
    return out


def decoded(value):
    return "".join(t.decode(c or "ascii", "replace") if isinstance(t, bytes) else t for t, c in email.header.decode_header(value))


def read_as_python_does(post, content):
    report = mail.receive(post, content, **{"from": "x@out.example", "to": "b@two.example"})
    assert report["accepted"], report
    raw = mail.raw(post, report["messageId"])
    assert raw.endswith(content), "what came in is kept byte for byte behind the trace fields"
    seen = mail.parts(post, report["messageId"])
    message = email.message_from_bytes(raw)
    assert told(seen) == expected(message)
    subject = [h["value"] for h in seen["headers"] if h["name"] == "Subject"]
    if message["Subject"] is not None:
        unfolded = "".join(str(message["Subject"]).splitlines())
        assert subject[0].split() == decoded(unfolded).split()


def test_a_corpus_made_by_chance_is_read_alike(post):
    for seed in range(150):
        read_as_python_does(post, generated(seed))


def test_mails_by_hand_are_read_alike(post):
    for content in BY_HAND:
        read_as_python_does(post, content)


def test_broken_mails_are_taken(post):
    chance = random.Random(7)
    for seed in range(60):
        content = bytearray(generated(seed))
        for _ in range(30):
            at = chance.randrange(len(content))
            content[at:at + chance.randint(0, 4)] = chance.randbytes(chance.randint(0, 4))
        report = mail.receive(post, bytes(content), **{"from": "x@out.example", "to": "b@two.example"})
        assert report["accepted"] and mail.parts(post, report["messageId"])["type"]


def test_what_is_written_python_reads(post):
    v2 = post.client("sesv2")
    chance = random.Random(3)
    for number in range(12):  # the sandbox lets 60 recipients go in a minute
        subject, plain, html = text(chance, 6).strip() or "s", "\n".join(text(chance, 6) for _ in range(5)), f"<p>{text(chance, 40)}</p>"
        attachments = [{"FileName": "ü bericht.bin", "RawContent": chance.randbytes(500), "ContentType": "application/octet-stream"},
                       {"FileName": "pic.png", "RawContent": chance.randbytes(50), "ContentType": "image/png", "ContentDisposition": "INLINE", "ContentId": "pic"}]
        sent = v2.send_email(FromEmailAddress="a@one.example", Destination={"ToAddresses": ["Jörg Müller <b@two.example>"], "CcAddresses": ["c@two.example"],
                                                                            "BccAddresses": ["hidden@two.example"]},
                             Content={"Simple": {"Subject": {"Data": subject}, "Body": {"Text": {"Data": plain}, "Html": {"Data": html}},
                                                 "Headers": [{"Name": "X-Number", "Value": str(number)}], "Attachments": attachments[:number % 3]}})["MessageId"]
        content = mail.raw(post, sent)
        assert b"hidden@" not in content and max(len(line) for line in content.split(b"\r\n")) <= 998 and content.isascii()
        message = email.message_from_bytes(content, policy=email.policy.default)
        assert not message.defects
        assert message["Subject"].split() == subject.split()
        assert message["X-Number"] == str(number)
        assert [a.addr_spec for a in message["To"].addresses] == ["b@two.example"]
        assert message["To"].addresses[0].display_name == "Jörg Müller"
        assert message.get_body(("plain",)).get_content().replace("\r\n", "\n").strip() == plain.strip()
        assert message.get_body(("html",)).get_content().strip() == html
        found = {part.get_filename(): part.get_content() for part in message.walk() if part.get_filename()}
        assert found == {a["FileName"]: a["RawContent"] for a in attachments[:number % 3]}


def test_sizes(post):
    ses, v2 = post.client("ses"), post.client("sesv2")
    line = b"x" * 70 + b"\r\n"
    head = b"From: a@one.example\r\nTo: b@two.example\r\n\r\n"
    over = head + line * (11 * 1024 * 1024 // len(line))
    with pytest.raises(Exception, match="Message length"):
        ses.send_raw_email(RawMessage={"Data": over})
    assert v2.send_email(Content={"Raw": {"Data": over}})["MessageId"], "version 2 takes 40 MB"
    large = head + line * (39 * 1024 * 1024 // len(line))
    sent = v2.send_email(Content={"Raw": {"Data": large}})["MessageId"]
    assert mail.raw(post, sent).endswith(line)
