"""http:invoke against an endpoint with TLS: its errors, and what TestState shows of the traffic."""
import base64
import http.server
import json
import re
import shutil
import ssl
import subprocess
import threading

import pytest
from botocore.exceptions import ClientError

from functions import make_role
from machines import STATES_TRUST
from server import ACCOUNT, REGION, Server

pytestmark = pytest.mark.skipif(not shutil.which("openssl"), reason="no openssl")
ALL = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
CONNECTIONS = {
    "key": {"ApiKeyAuthParameters": {"ApiKeyName": "X-Key", "ApiKeyValue": "the-key"}, "InvocationHttpParameters": {
        "HeaderParameters": [{"Key": "X-Plain", "Value": "plain"}, {"Key": "X-Hidden", "Value": "hidden-header", "IsValueSecret": True}],
        "QueryStringParameters": [{"Key": "open", "Value": "1"}, {"Key": "closed", "Value": "hidden-query", "IsValueSecret": True}],
        "BodyParameters": [{"Key": "seen", "Value": "v"}, {"Key": "unseen", "Value": "hidden-body", "IsValueSecret": True}]}},
    "basic": {"BasicAuthParameters": {"Username": "ann", "Password": "the-password"}}}


class Endpoint(http.server.BaseHTTPRequestHandler):
    """Answers with the status its path begins with, telling what it was sent."""

    def do_POST(self):
        given = self.rfile.read(int(self.headers.get("Content-Length", "0"))).decode()
        body = json.dumps({"path": self.path, "headers": dict(self.headers), "body": given}).encode()
        self.send_response(int(self.path[1:4]))
        self.send_header("Content-Type", "application/json")
        self.send_header("X-Echo", self.headers.get("X-Key", "none"))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST

    def log_message(self, *_):
        pass


class Web:
    def __init__(self, folder):
        cert, key, template = folder / "cert.pem", folder / "key.pem", folder / "t.yaml"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", cert, "-days", "2", "-subj", "/CN=localhost",
                        "-addext", "subjectAltName=DNS:localhost"], check=True, capture_output=True)
        self.endpoint = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Endpoint)
        self.endpoint.daemon_threads = True
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(cert, key)
        self.endpoint.socket = context.wrap_socket(self.endpoint.socket, server_side=True)
        threading.Thread(target=self.endpoint.serve_forever, daemon=True).start()
        self.base = f"https://localhost:{self.endpoint.server_port}"
        template.write_text(json.dumps({"Metadata": {"Lambent": {"StepFunctions": {"Connections": CONNECTIONS}}}, "Resources": {
            "Unused": {"Type": "AWS::SNS::Topic"}}}))
        self.server = Server("--clock", "skipping", template=str(template), env={"SSL_CERT_FILE": str(cert)})
        self.role = make_role(self.server, "all", trust=STATES_TRUST)
        self.server.client("iam").put_role_policy(RoleName="all", PolicyName="p", PolicyDocument=json.dumps(ALL))

    def ask(self, url, connection="key", states=None, **more):
        parameters = {"ApiEndpoint": url, "Method": more.pop("method", "GET"), "InvocationConfig": {
            "ConnectionArn": f"arn:aws:events:{REGION}:{ACCOUNT}:connection/{connection}/1"}, **more.pop("parameters", {})}
        state = {"Type": "Task", "Resource": "arn:aws:states:::http:invoke", "End": True, "Parameters": parameters}
        return (states or self.server.client("stepfunctions")).test_state(definition=json.dumps(state), roleArn=self.role, **more)

    def close(self):
        self.endpoint.shutdown()
        self.endpoint.server_close()


@pytest.fixture(scope="module")
def web(tmp_path_factory):
    one = Web(tmp_path_factory.mktemp("web"))
    yield one
    one.close()
    assert one.server.stop()


def test_statuses_are_errors(web):
    assert json.loads(web.ask(web.base + "/200")["output"])["StatusCode"] == 200
    names = {"/404": "States.Http.StatusCode.404", "/503": "States.Http.StatusCode.503"}
    for path, name in names.items():
        answer = web.ask(web.base + path)
        assert (answer["status"], answer["error"], json.loads(answer["cause"])["path"]) == ("FAILED", name, path + "?open=1&closed=hidden-query")


def test_who_cannot_be_reached(web):
    port = web.endpoint.server_port
    assert web.ask(f"https://127.0.0.1:{port}/200")["error"] == "States.Http.Socket"  # its certificate is another's
    assert web.ask("https://localhost:1/200")["error"] == "States.Http.Socket"


GIVEN = {"Headers": {"X-Own": "mine"}, "QueryParameters": {"q": "a b"}, "RequestBody": {"message": "hello"}}


def test_a_trace_with_secrets(web):
    answer = web.ask(web.base + "/200", method="POST", parameters=GIVEN, inspectionLevel="TRACE", revealSecrets=True)
    seen, request, response = answer["inspectionData"], answer["inspectionData"]["request"], answer["inspectionData"]["response"]
    assert json.loads(seen["result"])["StatusCode"] == 200
    assert (request["protocol"], request["method"]) == ("https", "POST")
    assert request["url"] == web.base + "/200?q=a%20b&open=1&closed=hidden-query"
    assert request["headers"] == ("[X-Own: mine, Content-Type: application/json, User-Agent: Amazon|StepFunctions|HttpInvoke|us-east-1, "
                                  "Range: bytes=0-262144, X-Key: the-key, X-Plain: plain, X-Hidden: hidden-header]")
    assert json.loads(request["body"]) == {"message": "hello", "seen": "v", "unseen": "hidden-body"}
    assert (response["protocol"], response["statusCode"], response["statusMessage"]) == ("https", "200", "OK")
    assert re.search(r"[\[ ]X-Echo: the-key[,\]]", response["headers"])
    arrived = json.loads(response["body"])  # what was shown is what was sent
    assert arrived["path"] == request["url"][len(web.base):] and arrived["headers"]["X-Hidden"] == "hidden-header"
    assert arrived["body"] == request["body"]


@pytest.mark.parametrize("connection", CONNECTIONS)
def test_a_trace_without_secrets(web, connection):
    answer = web.ask(web.base + "/200", connection, method="POST", parameters=GIVEN, inspectionLevel="TRACE")
    request, response = answer["inspectionData"]["request"], answer["inspectionData"]["response"]
    shown = json.dumps([request, response])
    secrets = ["the-key", "hidden-header", "hidden-query", "hidden-body", "the-password", base64.b64encode(b"ann:the-password").decode()]
    assert [s for s in secrets if s in shown] == []
    if connection == "key":
        assert request["url"] == web.base + "/200?q=a%20b&open=1" and "X-Plain: plain" in request["headers"]
        assert json.loads(request["body"]) == {"message": "hello", "seen": "v"}
        assert "X-Echo: ***" in response["headers"] and json.loads(response["body"])["headers"]["X-Key"] == "***"
    else:
        assert "Authorization" not in request["headers"]
        assert json.loads(response["body"])["headers"]["Authorization"] == "***"


def test_what_other_levels_show(web):
    assert "inspectionData" not in web.ask(web.base + "/200")
    assert not {"request", "response"} & set(web.ask(web.base + "/200", inspectionLevel="DEBUG")["inspectionData"])
    answer = web.ask(web.base + "/404", inspectionLevel="TRACE")
    assert (answer["error"], answer["inspectionData"]["response"]["statusCode"]) == ("States.Http.StatusCode.404", "404")


def test_secrets_are_for_those_who_may_see_them(web):
    iam = web.server.client("iam")
    iam.create_user(UserName="trier")
    key = iam.create_access_key(UserName="trier")["AccessKey"]
    states = web.server.client("stepfunctions", key["AccessKeyId"], key["SecretAccessKey"])
    iam.put_user_policy(UserName="trier", PolicyName="p", PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": ["states:TestState", "iam:PassRole"], "Resource": "*"}]}))
    assert "request" in web.ask(web.base + "/200", states=states, inspectionLevel="TRACE")["inspectionData"]
    with pytest.raises(ClientError, match="is not authorized to perform: states:RevealSecrets"):
        web.ask(web.base + "/200", states=states, inspectionLevel="TRACE", revealSecrets=True)
