"""The aws CLI, unchanged, against the sending application."""
import json
import subprocess

from server import ACCOUNT, REGION, Server, sending


def aws(server, *args):
    run = subprocess.run(["aws", "--output", "json", *args], capture_output=True, text=True, timeout=120, env=server.cli_env())
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout) if run.stdout.strip() else None


def test_the_cli_reads_what_the_application_did(tmp_path):
    template, parameters = sending()
    server = Server(template=template, parameters=parameters)
    try:
        machine = f"arn:aws:states:{REGION}:{ACCOUNT}:stateMachine:Sending"
        started = aws(server, "stepfunctions", "start-execution", "--state-machine-arn", machine, "--name", "cli", "--input", json.dumps(
            {"typeOfSending": "sms", "phoneNumber": "+15556667788", "message": "from the CLI"}))
        for _ in range(50):
            if aws(server, "stepfunctions", "describe-execution", "--execution-arn", started["executionArn"])["status"] != "RUNNING":
                break
        history = aws(server, "stepfunctions", "get-execution-history", "--execution-arn", started["executionArn"])
        assert history["events"][-1]["type"] == "ExecutionSucceeded"
        names = [f["FunctionName"] for f in aws(server, "lambda", "list-functions")["Functions"]]
        assert sorted(names) == ["email", "rest_api", "sms"]
        out = tmp_path / "out.json"
        aws(server, "lambda", "invoke", "--function-name", "sms", "--payload",
            json.dumps({"phoneNumber": "+15556667788", "message": "again"}), str(out))
        assert json.loads(out.read_text()) == "SMS sent!"
        assert aws(server, "sts", "get-caller-identity")["Account"] == ACCOUNT
        assert aws(server, "sesv2", "list-email-identities")["EmailIdentities"]
        assert aws(server, "iam", "list-roles")["Roles"]
    finally:
        assert server.stop()
