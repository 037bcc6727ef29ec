"""What the tests of mail share: accounts of their own, verified identities, faults, the outbox, a free port."""
import itertools
import socket

import pytest
import requests
from botocore.exceptions import ClientError

_accounts = itertools.count(700000000001)


def fails(code, call, **arguments):
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    assert caught.value.response["Error"]["Code"] == code, caught.value
    return caught.value.response["Error"]["Message"]


class Account:
    """An account nobody else uses, in the sandbox unless `production`."""

    def __init__(self, server, production=False):
        self.server, self.id = server, str(next(_accounts))
        self.ses, self.v2 = self.client("ses"), self.client("sesv2")
        if production:
            self.v2.put_account_details(MailType="TRANSACTIONAL", WebsiteURL="https://example.com", ProductionAccessEnabled=True)

    def client(self, service):
        return self.server.client(service, key=self.id)

    def get(self, path):
        return requests.get(self.server.url + path, timeout=60, allow_redirects=False)

    def outbox(self, **query):
        return requests.get(f"{self.server.url}/_aws/ses", params=query, timeout=60).json()["messages"]

    def link(self, message_id, kind, part="html_part"):
        text = self.outbox(id=message_id)[0]["Body"][part]
        start = text.index(f"{self.server.url}/{'_aws' if kind == 'unsubscribe' else '_lambent'}/ses/{kind}")
        end = min(i for i in (text.find(c, start) for c in "\" \n<") if i > 0)
        return text[start:end]

    def verify(self, *names):
        for name in names:
            if "@" not in name:
                token = self.ses.verify_domain_identity(Domain=name)["VerificationToken"]
                assert self.get(f"/_lambent/ses/verify/{token}").status_code == 200
                continue
            self.ses.verify_email_identity(EmailAddress=name)
            mail = [m for m in self.outbox(email="no-reply-aws@amazon.com") if name in m["Destination"]["ToAddresses"]][-1]
            link = [word for word in mail["Body"]["text_part"].split() if "/_lambent/ses/verify/" in word][0]
            assert requests.get(link, timeout=60).status_code == 200
        return self

    def mail(self, source="a@one.example", to=("b@two.example",), **more):
        return dict(Source=source, Destination={"ToAddresses": list(to)},
                    Message={"Subject": {"Data": "s"}, "Body": {"Html": {"Data": "<body><a href='https://shop.example/?a=1'>x</a></body>"}}}, **more)

    def events(self):
        """The events nobody took, of this account: Firehose and CloudWatch are recorded in the journal."""
        import json
        items = requests.get(f"{self.server.url}/_lambent/api/v1/journal", params={"type": "mail-event", "limit": 500}, timeout=60).json()["items"]
        return [json.loads(i["data"]["text"]) for i in items if self.id in i["data"]["from"]]


def verify(server, *identities):
    """Verifies addresses by the links in their mail, domains by the link that stands for the DNS record."""
    ses = server.client("ses")
    for one in identities:
        if "@" not in one:
            token = ses.verify_domain_identity(Domain=one)["VerificationToken"]
            link = f"{server.url}/_lambent/ses/verify/{token}"
        else:
            ses.verify_email_identity(EmailAddress=one)
            text = [m for m in outbox(server) if one in m.get("Destination", {}).get("ToAddresses", [])][-1]["Body"]["text_part"]
            link = [word for word in text.split() if "/_lambent/ses/verify/" in word][0]
        assert requests.get(link, timeout=60).status_code == 200


def outbox(server, message_id=""):
    return requests.get(f"{server.url}/_aws/ses", params={"id": message_id} if message_id else {}, timeout=60).json()["messages"]


def raw(server, message_id):
    response = requests.get(f"{server.url}/_lambent/mail/{message_id}/raw", timeout=60)
    assert response.status_code == 200
    return response.content


def parts(server, message_id):
    return requests.get(f"{server.url}/_lambent/mail/{message_id}/parts", timeout=60).json()


def receive(server, content, **query):
    response = requests.post(f"{server.url}/_lambent/mail/receive", params=query, data=content, headers={"X-Lambent": "1", "Content-Type": "message/rfc822"}, timeout=60)
    assert response.status_code == 200, response.text
    return response.json()


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]
