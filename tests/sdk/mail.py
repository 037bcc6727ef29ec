"""What the mail tests share: verified addresses, the outbox, a free port."""
import socket

import requests


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
