"""Wrong things said to the server and to the command line: a clear error in the right words, nothing lost."""
import json
import os
import socket
import subprocess

import pytest
import requests

from functions import invoke, make_role
from server import ACCOUNT, BINARY, BUILD, REGION, ROOT


def lambent(*args, **more):
    clean = {k: v for k, v in os.environ.items() if not k.startswith("AWS_")}
    return subprocess.run([BINARY, *args], capture_output=True, text=True, timeout=60, env={**clean, "NO_COLOR": "1"}, cwd=ROOT, **more)


def test_a_template_with_three_mistakes_reports_all_three(tmp_path):
    template = tmp_path / "t.yaml"
    template.write_text("""Transform: AWS::Serverless-2016-10-31
Resources:
  One:
    Type: AWS::Serverless::Function
    Properties:
      Handeler: one.so
      Runtime: provided.al2023
      CodeUri: .
  Two:
    Type: AWS::Serverless::Funktion
  Three:
    Type: AWS::Serverless::Function
    Properties:
      Handler: three.so
      Runtime: provided.al2023
      CodeUri: .
      Role: !GetAtt Nobody.Arn
""")
    run = lambent("serve", "-t", str(template), "--port", "0")
    assert run.returncode == 2
    lines = [line for line in run.stderr.splitlines() if ": error: " in line]
    assert any(line.startswith(f"{template}:6:") and "Handeler" in line and "Handler" in line for line in lines), run.stderr
    assert any(line.startswith(f"{template}:10:") and "AWS::Serverless::Funktion" in line for line in lines), run.stderr
    assert any(line.startswith(f"{template}:17:") and "Nobody" in line for line in lines), run.stderr


def test_a_port_in_use_is_one_clear_line():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        run = lambent("serve", "--port", str(port))
    assert run.returncode == 3
    assert str(port) in run.stderr and "in use" in run.stderr
    assert len(run.stderr.strip().splitlines()) <= 2


def test_the_command_line_names_what_is_wrong(tmp_path):
    assert lambent("--version").stdout.startswith("lambent ")
    assert "serve" in lambent("--help").stdout
    for args in (["sreve"], ["serve", "--prot", "1"], ["invoke"], ["serve", "-t", str(tmp_path / "missing.yaml")],
                 ["invoke", "-t", "handlers/sending/template.yaml", "rest_api", "-e", str(tmp_path / "missing.json")]):
        run = lambent(*args)
        assert run.returncode not in (0, -6, -11), args
        assert run.stderr.strip(), args
        assert "Sanitizer" not in run.stderr


def test_an_unknown_function_is_named_with_the_nearest(tmp_path):
    event = tmp_path / "e.json"
    event.write_text("{}")
    run = lambent("invoke", "-t", "handlers/sending/template.yaml", "--parameter", f"BuildDir={BUILD}/handlers/sending", "rest_appi", "-e", str(event))
    assert run.returncode not in (0, 1)
    assert "rest_appi" in run.stderr and "rest_api" in run.stderr


def test_an_unreadable_plugin_and_one_of_another_abi_are_init_errors(server, tmp_path):
    (tmp_path / "broken.so").write_text("this is no shared object")
    role = make_role(server, "plugins", "service-role/AWSLambdaBasicExecutionRole")
    for name, folder, words in (("broken", str(tmp_path), "broken.so"), ("other_major", os.path.join(BUILD, "test_plugins"), "interface 2.3")):
        server.client("lambda").create_function(FunctionName=name, Runtime="provided.al2023", Handler=f"{name}.so", Role=role,
                                                Code={"S3Bucket": "hot-reload", "S3Key": folder})
        answer, payload = invoke(server, name)
        assert answer["FunctionError"] == "Unhandled"
        assert words in payload["errorMessage"], payload


def test_invalid_json_where_json_is_due(server):
    headers = {"X-Amz-Target": "AWSStepFunctions.ListStateMachines", "Content-Type": "application/x-amz-json-1.0"}
    answer = requests.post(server.url, data="{oops", headers=headers, timeout=60)
    assert answer.status_code == 400
    assert "SerializationException" in answer.json()["__type"]
    answer = requests.post(f"{server.url}/2015-03-31/functions", data="{oops", timeout=60)
    assert answer.status_code == 400
    answer = requests.post(server.url, data={"Action": "NoSuchThing", "Version": "2010-03-31"}, timeout=60)
    assert answer.status_code == 400
    assert "Could not find operation NoSuchThing for version 2010-03-31" in answer.text


def test_what_is_modelled_and_not_emulated_says_so_by_name(server):
    answer = requests.post(server.url, data={"Action": "ListOrganizationsFeatures", "Version": "2010-05-08"}, timeout=60)
    assert answer.status_code == 501
    assert "ListOrganizationsFeatures" in answer.text


def test_web_pages_cannot_drive_the_emulator(server):
    form = {"Action": "Publish", "Version": "2010-03-31", "PhoneNumber": "+15550000001", "Message": "x"}
    for headers in ({"Host": "rebind.test:4566"}, {"Origin": "http://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}):
        answer = requests.post(server.url, data=form, headers=headers, timeout=60)
        assert answer.status_code == 403, headers
    assert requests.post(f"{server.url}/_lambent/reset", timeout=60).status_code == 403
    assert requests.get(f"{server.url}/_lambent/health", headers={"Sec-Fetch-Site": "cross-site"}, timeout=60).status_code == 403


@pytest.mark.parametrize("raw", [b"GARBAGE\r\n\r\n", b"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n",
                                 b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nZZZ\r\n", b"GET /" + b"a" * 100_000])
def test_broken_http_is_answered_or_closed_and_the_server_lives(server, raw):
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as s:
        s.sendall(raw)
        s.shutdown(socket.SHUT_WR)
        try:
            first = s.recv(100)
        except ConnectionResetError:
            first = b""
    assert first == b"" or first.split()[1].startswith(b"4")
    assert requests.get(f"{server.url}/_localstack/health", timeout=60).json()["services"]


def test_health_has_localstacks_shape(server):
    health = requests.get(f"{server.url}/_localstack/health", timeout=60).json()
    assert {"lambda", "sns", "ses", "stepfunctions", "iam", "sts"} <= set(health["services"])
    assert json.dumps(health["services"]["sns"]) in ('"running"', '"available"')
    assert f"{ACCOUNT}-{REGION}"
