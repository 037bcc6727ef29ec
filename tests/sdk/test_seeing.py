"""lambent mail, and the lists of /_lambent/api/v1 that it reads."""
import email
import email.policy
import json
import os
import subprocess

import pytest
import requests

from server import BINARY, Server


@pytest.fixture(scope="module")
def server():
    one = Server("--clock", "real")
    ses = one.client("ses")
    for address in ("a@one.example", "b@two.example"):
        ses.verify_email_identity(EmailAddress=address)
        box = requests.get(f"{one.url}/_aws/ses", timeout=60).json()["messages"]
        text = [m for m in box if address in m["Destination"]["ToAddresses"]][-1]["Body"]["text_part"]
        requests.get([word for word in text.split() if "/_lambent/ses/verify/" in word][0], timeout=60)
    requests.delete(f"{one.url}/_lambent/api/v1/emails", headers={"X-Lambent": "1"}, timeout=60)
    yield one
    assert one.stop(), "the server did not end on SIGTERM"


def send(server, subject, text="text", html=None):
    body = {"Text": {"Data": text}, **({"Html": {"Data": html}} if html else {})}
    return server.client("ses").send_email(Source="a@one.example", Destination={"ToAddresses": ["b@two.example"]},
                                           Message={"Subject": {"Data": subject}, "Body": body})["MessageId"]


def cli(server, *arguments, **more):
    done = subprocess.run([BINARY, "mail", *arguments, "--endpoint", server.url], capture_output=True, text=True, timeout=60, **more)
    return done.returncode, done.stdout, done.stderr


def test_list_show_and_open(server):
    code, out, err = cli(server)
    assert (code, out) == (0, "") and "no mail was sent" in err
    first = send(server, "plain \x1b[31mred", text="evil \x1b]0;title\x07 text")
    second = send(server, "Grüße", html="<b>html</b>")
    code, out, _ = cli(server, "list")
    assert code == 0 and len(out.splitlines()) == 2 and "\x1b" not in out and "Grüße" in out
    assert [json.loads(line)["id"] for line in cli(server, "--json")[1].splitlines()] == [first, second]
    assert cli(server, "-q", "grüße")[1].count("\n") == 1
    code, out, _ = cli(server, "show", first)
    assert code == 0 and "\x1b" not in out and "\x07" not in out and "To:      b@two.example" in out
    raw = cli(server, "show", "--raw", second)[1]
    message = email.message_from_string(raw, policy=email.policy.default)
    assert message["Subject"] == "Grüße" and message.get_body(("html",)).get_content().strip() == "<b>html</b>"
    assert cli(server, "show", "--html")[1] == "<b>html</b>" or "<b>html</b>" in cli(server, "show", "--html")[1]
    assert cli(server, "show", "none")[0] == 2
    code, out, _ = cli(server, "open", "--print", second)
    page = requests.get(out.strip(), timeout=60)
    assert code == 0 and page.status_code == 200 and "sandbox" in page.headers["Content-Security-Policy"]
    code, out, _ = cli(server, "open", env={**os.environ, "BROWSER": "true"})
    assert code == 0 and second in out


def test_follow_prints_what_comes(server):
    follow = subprocess.Popen([BINARY, "mail", "-f", "-q", "unique", "--endpoint", server.url], stdout=subprocess.PIPE, text=True)
    try:
        send(server, "unique one")
        assert "unique one" in follow.stdout.readline()
        send(server, "unique two")
        assert "unique two" in follow.stdout.readline()
    finally:
        follow.kill()
        follow.wait()


def test_the_lists_are_guarded_and_name_what_they_do_not_know(server):
    url = f"{server.url}/_lambent/api/v1/emails"
    assert requests.delete(url, timeout=60).status_code == 403
    assert requests.get(url, headers={"Origin": "http://evil.example"}, timeout=60).status_code == 403
    assert requests.get(url, headers={"Host": "evil.example"}, timeout=60).status_code == 403
    wrong = requests.get(url + "?colour=red", timeout=60)
    assert wrong.status_code == 400 and "colour" in wrong.json()["message"]
    assert requests.get(url + "/none", timeout=60).json()["error"] == "not_found"
